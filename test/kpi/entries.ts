import type { Json } from '../../src/core/leaf/canonical.ts';
import type { Entry } from '../../src/core/ledger/entry.ts';
import type { EntryBody, OrderedBody, ToldBody } from '../../src/core/ledger/entry-body.ts';
import type { Grouping } from '../../src/core/ledger/measure/grouping.ts';
import { KpiFold, type KpiPart } from '../../src/core/ledger/measure/kpi-fold.ts';
import { KpiOutline } from '../../src/core/ledger/measure/kpi-outline.ts';
import type { Incident, Violation } from '../../src/core/plan/incident/episodes.ts';

/** The time from which tests count, in seconds. */
export const zero = Date.parse('2026-03-02T09:00:00Z');

const at = (seconds: number): number => zero + 1000 * seconds;
const iso = (seconds: number): string => new Date(at(seconds)).toISOString().replace('.000Z', 'Z');
const site = { account: '111122223333', region: 'eu-west-1' };
const group = 'sg-0123456789abcdef0';

/** What a decision is, where it is no breach of ann's in prod that came after 10 seconds and was decided a second later. */
export interface Odd {
  readonly ruling?: 'clear' | 'permitted' | 'breach' | 'unknown';
  readonly severity?: string;
  readonly at?: number;
  readonly receivedAt?: number | null;
  readonly result?: 'applied' | 'failed';
  readonly group?: string;
  readonly person?: string;
  readonly incident?: string;
  readonly follows?: Json;
  /** Other keys of the decision. */
  readonly more?: Readonly<Record<string, Json>>;
}

/** A decision as its entry tells it. */
export function decided(id: string, odd: Odd = {}): readonly [number, EntryBody] {
  const { at: begun = 0, incident, more = {}, person = 'ann', result = 'applied', ruling = 'breach' } = odd;
  const { follows = {}, receivedAt = begun + 10, severity = ruling === 'breach' ? 'high' : 'none' } = odd;
  const decision = {
    ...{ id, at: iso(begun), region: site.region, account: { id: site.account, name: null, ou: null } },
    on: {
      kind: 'group',
      id: odd.group ?? group,
      name: null,
      vpc: null,
      environment: 'prod',
      owner: 'payments',
      tags: null,
    },
    ...{ kind: 'rules-added', call: { service: 'ec2', name: 'x', result, error: null } },
    actor: { identity: 'asserted', person, principal: 'role/a', session: null },
    records: [{ eventId: id, at: iso(begun), receivedAt: receivedAt === null ? null : iso(receivedAt) }],
    verdict: { ruling, severity, checks: [] },
    ...(incident === undefined ? {} : { incident }),
    ...more,
  };
  return [
    (receivedAt ?? begun) + 1,
    { kind: 'decided', decision: decision as unknown as Json, facts: follows, basis: {} },
  ];
}

/** A message that a channel took. */
export function told(seconds: number, odd: Partial<ToldBody> = {}): readonly [number, EntryBody] {
  return [
    seconds,
    {
      ...{ kind: 'told', message: 'msg_1', channel: 'slack', what: 'first', of: 'incident', outcome: 'done' },
      ...{ at: at(seconds), attempts: 1, why: null, severity: 'high', decisions: [], incidents: [] },
      ...odd,
    },
  ];
}

/** An order of carol's. */
export function ordered(
  seconds: number,
  order: OrderedBody['order'],
  on: string,
  detail: Json = null,
): readonly [number, EntryBody] {
  return [seconds, { kind: 'ordered', order, person: 'carol', on, reason: 'x', until: null, detail }];
}

/** Violations and an incident as they are since; the end in seconds. */
export function following(
  id: string,
  {
    closed = null,
    decisions = [],
    violations = [{}],
    ...odd
  }: {
    readonly closed?: number | null;
    readonly decisions?: readonly string[];
    readonly violations?: readonly (Partial<Violation> & { readonly from?: number })[];
  } & Partial<Incident> = {},
): Json {
  const closedAt = closed === null ? null : at(closed);
  const incident = {
    id,
    site,
    group,
    family: 'opening',
    severity: 'high',
    openedAt: zero,
    closedAt,
    decisions,
    earlier: null,
    ...odd,
  };
  const all = violations.map(({ from = 0, ...each }) => ({
    ...{
      site,
      group,
      check: 'ssh',
      tuple: 'ingress tcp/22 0.0.0.0/0',
      severity: 'high',
      incident: id,
      openedAt: at(from),
    },
    ...{ state: closedAt === null ? 'open' : 'gone', closedAt },
    ...each,
  }));
  return JSON.parse(JSON.stringify({ violations: all, incidents: [incident] })) as Json;
}

/** A look that shows what became of an incident. */
export function seen(seconds: number, follows: Json): readonly [number, EntryBody] {
  const look = { started: at(seconds), ended: at(seconds), digest: '', difference: null };
  return [seconds, { kind: 'observed', by: 'known', group, ...look, follows }];
}

/** Measures entries of one shard, written at so many seconds; what is open has stood for an hour. */
export function measured(
  entries: readonly (readonly [seconds: number, body: EntryBody | null])[],
  { by = [], now = 3600 }: { readonly by?: readonly Grouping[]; readonly now?: number } = {},
): { readonly parts: readonly KpiPart[]; readonly outline: KpiOutline } {
  const all = entries.map(([seconds, body], n): Entry => {
    const header = {
      v: 1,
      shard: 0,
      n,
      at: at(seconds),
      kind: body?.kind ?? 'decided',
      key: String(n),
      fence: null,
    } as const;
    return { header, digest: '', hash: '', body: body === null ? null : JSON.stringify(body) };
  });
  const outline = new KpiOutline();
  for (const entry of all) outline.take(entry);
  const fold = new KpiFold(outline, { since: null, until: null, by: [by], now: at(now) });
  for (const entry of all) fold.take(entry);
  return { parts: fold.end()[0]!, outline };
}
