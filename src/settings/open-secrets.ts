import type { Clock } from '../contracts/live.ts';
import type { FoundSecret, ReadKept, Secret, SecretStore, Secrets } from '../contracts/secrets.ts';
import { resolveSecret } from './kept-secret.ts';

/** What secrets are looked up with. */
export interface SecretsParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Stores outside of this machine; what a reference names and is not here cannot be had. */
  readonly stores?: Readonly<Partial<Record<SecretStore, ReadKept>>>;
  /** How long what was found is used before it is looked up anew, in milliseconds. */
  readonly keep?: number;
}

/** Five minutes: a secret that is changed is used soon, and a burst of messages asks once. */
const usualKeep = 300_000;

/** How long one that cannot be looked up anew is still used: an outage of its store silences no channel. */
const longest = 86_400_000;

interface Held {
  readonly secret: Secret;
  readonly since: number;
  readonly fresh: boolean;
}

/** Secrets by their references. */
export function openSecrets({ env, clock, stores = {}, keep = usualKeep }: SecretsParts): Secrets {
  const held = new Map<string, Held>();

  async function look(reference: string, signal?: AbortSignal): Promise<FoundSecret> {
    const [, place = '', name = ''] = /^\$\{(env|file|ssm|secretsmanager):([^{}]+)\}$/.exec(reference) ?? [];
    if (place === 'env' || place === 'file') {
      const here = resolveSecret(reference, env);
      return 'wrong' in here ? { kind: 'refused', why: sayMissing(here.wrong) } : found(here.text);
    }
    if (place === '') return { kind: 'refused', why: `expected where a secret is kept, such as \`\${env:NAME}\`` };
    const read = stores[place as SecretStore];
    if (read === undefined)
      return { kind: 'refused', why: `expected a reader of \`${place}\` for \`${name}\`, found none: use \`env\`` };
    const answer = await read(name, signal);
    if (answer.kind !== 'read') return answer;
    const text = answer.text.replace(/\r?\n$/, '');
    return text === '' ? { kind: 'refused', why: `\`${place}:${name}\` is empty: keep the secret there` } : found(text);
  }

  return {
    find: async (reference, signal) => {
      const old = held.get(reference);
      const age = old === undefined ? 0 : clock.monotonic() - old.since;
      if (old?.fresh === true && age < keep) return { kind: 'found', secret: old.secret };
      const asked = clock.monotonic();
      const now = await look(reference, signal);
      if (now.kind === 'found') held.set(reference, { secret: now.secret, since: asked, fresh: true });
      else if (now.kind === 'later' && old !== undefined && age < longest) return { kind: 'found', secret: old.secret };
      else held.delete(reference);
      return now;
    },
    forget: (reference) => {
      const old = held.get(reference);
      if (old !== undefined) held.set(reference, { ...old, fresh: false });
    },
  };
}

function found(text: string): FoundSecret {
  return { kind: 'found', secret: keepSecret(text) };
}

function sayMissing(wrong: string): string {
  return `the secret cannot be had: ${wrong}`;
}

/** A text that nobody prints by mistake. */
export function keepSecret(text: string): Secret {
  return new Kept(text);
}

class Kept implements Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  open(): string {
    return this.#text;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [Symbol.toPrimitive](): string {
    return shown;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return shown;
  }
}

const shown = '[secret]';
