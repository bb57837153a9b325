import type { Store } from '../../src/contracts/store.ts';
import type { Json } from '../../src/core/leaf/canonical.ts';
import type { EntryBody } from '../../src/core/ledger/entry-body.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];
const begin = Date.parse('2026-02-20T00:00:00Z');
const severities = ['low', 'medium', 'high', 'critical'] as const;

/** A pseudo-random number from 0 up to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Place {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly environment: string | null;
  readonly owner: string | null;
}

interface Running {
  readonly incident: Record<string, unknown> & { id: string; decisions: string[]; closedAt: number | null };
  readonly violations: Record<string, unknown>[];
}

/**
 * A ledger of any shape, of this many decisions: changes, refused calls, our own calls, looks at what stands; late records, an
 * archive's, changes without a record; revisions, actions, messages that came or were refused, orders, drills; incidents
 * that ended in every way, that came back, and that are open.
 */
export async function generatedLedger(seed: number, decisions: number, shards = 3): Promise<Store> {
  const store = createMemoryStore(shards + 1);
  const book = new LedgerBook(seeded(seed), shards);
  for (let n = 0; n < decisions; n++) book.decide();
  for (const [shard, drafts] of book.entries.entries())
    await store.append(
      shard,
      null,
      drafts.map(({ at, body }, n) => ({ at, key: `${shard}/${n}`, fence: null, body })),
    );
  return store;
}

class LedgerBook {
  readonly entries: { readonly at: number; readonly body: EntryBody }[][];
  readonly #luck: () => number;
  readonly #places: readonly Place[];
  readonly #running = new Map<string, Running>();
  #at = begin;
  #count = 0;

  constructor(luck: () => number, shards: number) {
    this.#luck = luck;
    this.entries = Array.from({ length: shards + 1 }, () => []);
    this.#places = Array.from({ length: 3 * shards }, (_, n) => ({
      id: `sg-${String(n).padStart(17, '0')}`,
      account: n % 2 === 0 ? '111122223333' : '123456789012',
      region: n % 3 === 0 ? 'eu-west-1' : 'us-east-1',
      environment: this.#pick(['prod', 'dev', null]),
      owner: this.#pick(['payments', 'edge', null]),
    }));
  }

  /** One decision with all that may follow from it. */
  decide(): void {
    const n = this.#count++;
    this.#at += Math.floor(this.#luck() * 2 * hour);
    const which = Math.floor(this.#luck() * this.#places.length);
    const place = this.#places[which]!;
    const shard = 1 + (which % (this.entries.length - 1));
    if (this.#is(0.03)) this.#drill();
    const id = `chg_${n}`;
    const at = Math.floor((this.#is(0.08) ? begin - 3 * day - this.#luck() * day : this.#at) / second) * second;
    const lag = this.#is(0.1) ? this.#luck() * 9 * hour : this.#luck() * 90 * second;
    const receivedAt = this.#is(0.07) ? null : at + Math.floor(lag);
    const madeAt = (receivedAt ?? this.#at) + Math.floor(this.#luck() * 9 * second);
    const isAttempt = this.#is(0.15);
    const ruling = this.#pick(['clear', 'permitted', 'breach', 'breach', 'unknown'] as const);
    const severity = this.#is(0.1) ? 'none' : this.#pick(severities);
    const kind = this.#pick([
      'change',
      'change',
      'change',
      'change',
      'change',
      'change',
      'own',
      'unrecorded',
      'standing',
    ]);
    const follows = kind !== 'own' && ruling === 'breach' ? this.#open(place, id, at, madeAt) : null;
    const ask = this.#is(0.1) ? `pln_${n}` : null;
    const facts = {
      follows: ask === null ? [] : [{ ask: { hash: ask } }],
      violations: follows?.violations ?? [],
      incidents: follows === null ? [] : [follows.incident],
    };
    const decision = {
      ...{ id, at: iso(at), region: place.region, account: { id: place.account, name: null, ou: null } },
      on: {
        kind: 'group',
        id: place.id,
        name: null,
        vpc: null,
        environment: place.environment,
        owner: place.owner,
        tags: null,
      },
      verdict: { ruling, severity, checks: [] },
      ...(follows === null ? {} : { incident: follows.incident.id }),
      ...(kind === 'own' ? { own: `act_own${n}` } : {}),
      ...(kind === 'standing'
        ? { kind: 'standing' }
        : {
            ...{
              kind: 'rules-added',
              call: { service: 'ec2', name: 'x', result: isAttempt ? 'failed' : 'applied', error: null },
            },
            actor: {
              ...{ identity: this.#pick(['asserted', 'claimed']), person: this.#pick(['ann', 'bob', null]) },
              ...{ principal: this.#pick(['role/a', 'role/b', null]), session: 's' },
            },
            records:
              kind === 'unrecorded'
                ? []
                : [{ eventId: id, at: iso(at), receivedAt: receivedAt === null ? null : iso(receivedAt) }],
          }),
    };
    this.#write(shard, madeAt, { kind: 'decided', decision: decision as never, facts: plain(facts), basis: {} });
    if (this.#is(0.15)) {
      const verdict = { ruling: this.#pick(['clear', 'breach']), severity: this.#pick(severities) };
      this.#write(shard, madeAt + minute, { kind: 'revised', of: id, verdict, because: 'x' });
    }
    if (follows !== null) this.#after(shard, id, follows, { madeAt, ask });
    else if (this.#is(0.1)) this.#tell([id], [], madeAt);
  }

  #open(place: Place, decision: string, at: number, madeAt: number): Running {
    const known = this.#running.get(place.id);
    const isOver = known === undefined || known.incident.closedAt !== null;
    if (!isOver || (known !== undefined && this.#is(0.2))) {
      const again = { ...known.incident, closedAt: null, decisions: [...known.incident.decisions, decision] };
      const running = {
        incident: again,
        violations: [...known.violations, ...this.#violations(place, known.incident.id, at)],
      };
      this.#running.set(place.id, running);
      return running;
    }
    const id = `inc_${this.#count}`;
    const incident = {
      ...{ id, site: { account: place.account, region: place.region }, group: place.id, severity: 'high' },
      ...{
        family: this.#pick(['opening', 'opening', 'opening', 'loss']),
        openedAt: Math.min(at, madeAt),
        closedAt: null,
      },
      ...{ decisions: [decision], earlier: known !== undefined && this.#is(0.5) ? known.incident.id : null },
    };
    const running = { incident, violations: this.#violations(place, id, at) };
    this.#running.set(place.id, running);
    return running;
  }

  #violations({ account, id, region }: Place, incident: string, at: number): Record<string, unknown>[] {
    const tuple = this.#pick(['ingress tcp/22 0.0.0.0/0', 'ingress tcp/23 0.0.0.0/0', '']);
    const checks = this.#is(0.3) ? ['ssh', 'any'] : ['ssh'];
    return checks.map((check) => ({
      ...{ site: { account, region }, group: id, check, tuple, severity: 'high', incident, openedAt: at },
      ...{ state: 'open', closedAt: null },
    }));
  }

  /** What is told, done, ordered and seen of an incident after one of its decisions. */
  #after(shard: number, id: string, running: Running, { ask, madeAt }: { ask: string | null; madeAt: number }): void {
    const incident = running.incident.id;
    if (this.#is(0.6)) this.#tell([id], this.#is(0.8) ? [incident] : [], madeAt);
    if (this.#is(0.2)) this.#order('acknowledge', incident, madeAt + minute, null);
    if (ask !== null && this.#is(0.5)) this.#order('deny', ask, madeAt + minute, null);
    const action = `act_${id}`;
    const isActed = this.#is(0.4);
    if (isActed) {
      const about = {
        action,
        for: id,
        attempt: 1,
        group: 'x',
        call: 'x',
        tuples: [],
        expected: {},
        session: 's',
        until: 0,
      };
      this.#write(shard, madeAt + second, { kind: 'acting', ...about });
      if (this.#is(0.3)) this.#order('approve', `pln_${id}`, madeAt, { row: { intent: { action } } });
    }
    if (this.#is(0.3)) return;
    const endedAt = madeAt + Math.floor(this.#luck() * 3 * day);
    const state = this.#pick(['gone', 'gone', 'gone', 'accepted', 'group gone', 'unattended', 'withdrawn', 'resolved']);
    const violations = running.violations.map((each) =>
      each.state === 'open' ? { ...each, state, closedAt: endedAt } : each,
    );
    const closed: Running = { incident: { ...running.incident, closedAt: endedAt }, violations };
    this.#running.set(String(running.incident.group), closed);
    const follows = plain({ violations, incidents: [closed.incident] });
    if (state === 'resolved') {
      const detail = this.#pick([{ follows, noise: true }, { follows, noise: false }, { follows }]);
      this.#order('resolve', incident, endedAt + 5, detail, shard);
      return;
    }
    if (isActed && this.#is(0.8))
      this.#write(shard, endedAt, {
        ...{ kind: 'outcome', action, attempt: 1, state: this.#pick(['verified', 'verified', 'failed']), why: null },
        ...{ answer: null, lineage: {}, follows },
      });
    else
      this.#write(shard, endedAt, {
        ...{
          kind: 'observed',
          by: 'known',
          group: 'x',
          started: endedAt,
          ended: endedAt,
          digest: '',
          difference: null,
        },
        follows,
      });
    if (this.#is(0.15)) {
      const noise = this.#pick([{ noise: true }, { noise: false }, {}]);
      this.#order('resolve', incident, endedAt + (this.#is(0.5) ? -minute : minute), noise);
    }
  }

  #tell(decisions: readonly string[], incidents: readonly string[], madeAt: number): void {
    // Nobody had set up a channel in the first days.
    if (madeAt < begin + 4 * day) return;
    const message = `msg_${this.#count}`;
    const of = this.#pick(['incident', 'incident', 'incident', 'collapsed', 'digest', 'notice', 'drill']);
    for (const channel of ['slack', 'mail'].slice(0, this.#is(0.4) ? 2 : 1))
      for (const what of ['first', 'again'].slice(0, this.#is(0.2) ? 2 : 1)) {
        const at = madeAt + Math.floor(this.#luck() * 40 * second) + (what === 'again' ? hour : 0);
        const how = { outcome: this.#is(0.85) ? 'done' : 'refused', attempts: 1, why: null, severity: 'high' };
        this.#write(0, at, { kind: 'told', message, channel, what, of, at, ...how, decisions, incidents } as EntryBody);
      }
  }

  #order(order: 'acknowledge' | 'deny' | 'approve' | 'resolve', on: string, at: number, detail: Json, shard = 0): void {
    this.#write(shard, at, { kind: 'ordered', order, person: 'carol', on, reason: 'x', until: null, detail });
  }

  #drill(): void {
    const passed = this.#is(0.8);
    const canary = this.#places[0]!.id;
    this.#write(0, this.#at, { kind: 'drilled', drill: `drl_${this.#count}`, canary, passed, links: {} });
  }

  #write(shard: number, at: number, body: EntryBody): void {
    this.entries[shard]!.push({ at, body });
  }

  #is(chance: number): boolean {
    return this.#luck() < chance;
  }

  #pick<T>(all: readonly T[]): T {
    return all[Math.floor(this.#luck() * all.length)]!;
  }
}

function iso(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
