import type { Change } from '../change/change.ts';
import { writeInstant } from '../leaf/instant.ts';
import type { Effect } from '../reach/bounds.ts';
import { isExact } from '../reach/bounds.ts';
import type { Reach } from '../reach/reach.ts';
import { type Cause, writeRows } from '../reach/rows.ts';
import { lazily } from '../verdict/lazily.ts';
import type { Decision, EffectRow, RecordRow, RuleRow } from './decision.ts';

/** What a decision is written from. */
export interface DecisionParts {
  readonly id: string;
  /** The changes behind it, in order; more than one make a net change. */
  readonly changes: readonly Change[];
  readonly ids: readonly string[];
  readonly rules: readonly RuleRow[];
  readonly tags: Readonly<Record<string, string>> | null;
  readonly name: string | null;
  readonly vpc: string | null;
  readonly basis: Decision['basis'];
  /** What it came to, written when it is first read: most decisions are made to be compared, not to be told. */
  readonly told: () => Pick<Decision, 'effects' | 'say' | 'short' | 'exposure'>;
}

/** Writes a decision in the shape that every output shares. */
export function writeDecision(parts: DecisionParts): Decision {
  const told = lazily(parts.told);
  const first = parts.changes[0]!;
  const last = parts.changes.at(-1)!;
  const { record } = first;
  const net = parts.changes.length > 1;
  const calls = [...new Set(parts.changes.map((change) => change.record.call))];
  const { type, principal, session, identity, person, via, sourceIp, mfa } = record.actor;
  return {
    $schema: 'portcullis:decision:1',
    id: parts.id,
    origin: first.origin,
    late: parts.changes.some((change) => change.record.addendum !== null),
    records: parts.changes.filter(({ origin }) => origin !== 'observed').map(writeRecord),
    at: writeInstant(last.record.at),
    partition: record.partition,
    region: record.region,
    account: { id: record.account, name: null, ou: null },
    on: {
      ...first.on,
      name: parts.name ?? first.on.name,
      vpc: parts.vpc ?? first.on.vpc,
      environment: null,
      owner: null,
      tags: parts.tags,
    },
    call: { service: record.service, name: calls.join(', '), result: record.result, error: record.error },
    kind: net ? 'net' : first.kind,
    actor: { type, principal, session, identity, person, via, sourceIp, mfa },
    rules: parts.rules,
    basis: parts.basis,
    get effects() {
      return told().effects;
    },
    get say() {
      return told().say;
    },
    get short() {
      return told().short;
    },
    get exposure() {
      return Math.round(told().exposure * 100) / 100;
    },
    ...(net ? { changes: parts.ids } : {}),
    ...ownFields(first, net),
  };
}

/** The effect on one group or interface, with its lower bounds where they differ. */
export function writeEffect(
  effect: Effect,
  on: Pick<EffectRow, 'group' | 'interface' | 'before'>,
  causes: readonly Cause[] = [],
): EffectRow {
  const rows = (reach: Reach) => writeRows(reach, causes);
  const { gained, lost } = effect;
  return {
    ...on,
    gained: rows(gained.atMost),
    lost: lost.unknown ? null : rows(lost.atMost),
    certain: isExact(effect) ? null : { gained: rows(gained.atLeast), lost: rows(lost.atLeast) },
  };
}

function writeRecord(change: Change): RecordRow {
  const { eventId, sharedEventId, intake, at } = change.record;
  return {
    eventId,
    sharedEventId,
    source: intake.source,
    at: writeInstant(at),
    receivedAt: intake.receivedAt === null ? null : writeInstant(intake.receivedAt),
  };
}

function ownFields(change: Change, net: boolean): Partial<Decision> {
  if (net) return {};
  switch (change.kind) {
    case 'tags-changed':
      return { tags: { set: change.set, removed: change.removed } };
    case 'list-edited':
      return {
        entries:
          change.entries === 'unknown'
            ? null
            : { added: change.added.map((entry) => entry.cidr), removed: change.removed },
      };
    case 'attached':
    case 'detached':
      return {
        groups: {
          names: change.groups.map((group) => group.id ?? group.name!),
          complete: change.complete,
          latent: change.latent,
        },
      };
    default:
      return {};
  }
}
