import type { Site } from '../../core/plan/act/intent.ts';
import type { Reply } from '../ask-ec2.ts';
import type { OwnRoles, OwnSession } from '../revert/reverter.ts';
import { roleArn } from './role-arn.ts';
import type { HeldSession, Sessions } from './sessions.ts';
import type { OwnIdentity, Sts } from './sts.ts';

/** Who makes a call: a session of a role, or (`held: null`) our own credentials. */
export interface Signer {
  readonly held: HeldSession | null;
  /** For people. */
  readonly who: string;
}

/** What says who makes a call. */
export interface SignerParts {
  readonly roles: OwnRoles & { readonly read: string | null };
  readonly externalId?: string | undefined;
  readonly sourceIdentity?: string | undefined;
}

/** Who makes our calls. */
export interface Signers {
  /** Who reads in an account: its role for that, or our own credentials where there is none. */
  reader(site: Site): Promise<Reply<Signer>>;
  /** A session of ours. */
  session(session: OwnSession): Promise<Reply<Signer>>;
  identity(): Promise<Reply<OwnIdentity>>;
}

/** How long sessions are asked for, in seconds: a role that is assumed by a role gives an hour at most (IAM user guide). */
const [readsFor, actsFor] = [3600, 900];

/** Finds who makes a call, by way of STS. */
export function createSigners(parts: SignerParts, sts: Sts, sessions: Sessions): Signers {
  const { roles, externalId, sourceIdentity } = parts;
  const identity = kept(() => sts.identity());

  async function assume(session: OwnSession, seconds: number): Promise<Reply<Signer>> {
    const reply = await sessions.hold({ ...session, seconds, externalId, sourceIdentity });
    if (reply.kind !== 'answered') return reply;
    return { kind: 'answered', result: { held: reply.result, who: `role \`${session.role}\`` } };
  }

  /** Our own credentials answer for whatever account they are of: another one's groups would look like those asked for. */
  async function own(site: Site): Promise<Reply<Signer>> {
    const reply = await identity();
    if (reply.kind !== 'answered') return reply;
    const { account, arn } = reply.result;
    if (account === site.account) return { kind: 'answered', result: { held: null, who: `\`${arn}\`` } };
    const message = `expected credentials of account \`${site.account}\`, found \`${arn}\`: name a role to read with`;
    return { kind: 'refused', code: 'WrongAccount', message, status: 0 };
  }

  return {
    reader: (site) =>
      roles.read === null
        ? own(site)
        : assume({ role: roleArn(roles.read, site), name: 'portcullis-reader' }, readsFor),
    session: (session) => assume(session, actsFor),
    identity,
  };
}

/** Keeps an answer; a refusal is asked for anew. */
function kept<R>(ask: () => Promise<Reply<R>>): () => Promise<Reply<R>> {
  let last: Promise<Reply<R>> | null = null;
  return async () => {
    last ??= ask();
    const mine = last;
    const reply = await mine;
    if (reply.kind !== 'answered' && last === mine) last = null;
    return reply;
  };
}
