import type { Json } from '../../leaf/canonical.ts';
import type { Instant } from '../../leaf/instant.ts';
import type { DrillLink } from '../../plan/drill/drill-link.ts';
import type { Severity } from '../../policy/scale.ts';
import type { Ruling } from '../../verdict/verdict.ts';
import type { Entry } from '../entry.ts';
import type { DrilledBody, EntryBody, OrderedBody, ToldBody } from '../entry-body.ts';

/** A message that interrupted somebody, or should have, as the ledger tells it. */
export interface ToldMessage {
  readonly at: Instant;
  readonly decisions: readonly string[];
  readonly incidents: readonly string[];
}

/** What a decision came to be by its last revision. */
export interface LastVerdict {
  readonly ruling: Ruling;
  readonly severity: Severity;
}

/**
 * What has to be known of a ledger before its decisions are counted: one pass over its entries, of which only those that
 * are told of later (messages, revisions, orders, outcomes) are read. What it holds grows with them, not with the ledger.
 */
export class KpiOutline {
  entries = 0;
  /** Entries whose text retention has erased: they are not counted anywhere. */
  erased = 0;
  /** When the first and the newest entry were written. */
  began: Instant | null = null;
  ended: Instant | null = null;
  /** When the first message reached somebody: from then on, what nobody was told of was kept back. */
  toldSince: Instant | null = null;
  /** When people were first told of a decision or an incident, by its id. */
  readonly toldOf = new Map<string, Instant>();
  readonly messages = new Map<string, ToldMessage>();
  readonly revised = new Map<string, LastVerdict>();
  /** The decision or order that an action follows from, and actions that did what they were meant to. */
  readonly actionFor = new Map<string, string>();
  readonly verified = new Set<string>();
  /** Actions that a person ordered or agreed to. */
  readonly ordered = new Set<string>();
  /** Groups, incidents, decisions and plans that a person gave an order on. */
  readonly attended = new Set<string>();
  /** Incidents that a person ended with a reason; and what people answered to whether it was worth telling. */
  readonly resolved = new Map<string, Instant>();
  readonly answers = new Map<string, 'noise' | 'worth'>();
  /** Groups on which drills are made, and decisions that a drill told of: neither is anybody's change. */
  readonly canaries = new Set<string>();
  readonly drilled = new Set<string>();
  /** `told`: how long after its call the last channel had the message of a drill, in milliseconds. */
  readonly drills: {
    readonly at: Instant;
    readonly canary: string;
    readonly passed: boolean;
    readonly told: number | null;
  }[] = [];
  /** When somebody said that a channel reaches them. */
  readonly confirmed = new Map<string, Instant>();

  /** Takes one entry, in any order of shards. */
  take({ header, body: text }: Entry): void {
    const { at, kind } = header;
    this.entries++;
    this.began = Math.min(this.began ?? at, at);
    this.ended = Math.max(this.ended ?? at, at);
    if (text === null) this.erased++;
    if (text === null || !read.has(kind)) return;
    const body = JSON.parse(text) as EntryBody;
    switch (body.kind) {
      case 'told':
        this.#tell(body);
        break;
      case 'revised':
        this.revised.set(body.of, lastVerdict(body.verdict));
        break;
      case 'acting':
        this.actionFor.set(body.action, body.for);
        break;
      case 'outcome':
        if (body.state === 'verified') this.verified.add(body.action);
        break;
      case 'ordered':
        this.#order(body, at);
        break;
      case 'drilled':
        this.#drill(body, at);
        break;
      default:
    }
  }

  #tell({ at, decisions, incidents, message, of, outcome, what }: ToldBody): void {
    if (of === 'drill') for (const id of decisions) this.drilled.add(id);
    if (of !== 'incident' && of !== 'collapsed') return;
    if (outcome !== 'done') return;
    this.toldSince = Math.min(this.toldSince ?? at, at);
    for (const id of [...decisions, ...incidents]) this.toldOf.set(id, Math.min(this.toldOf.get(id) ?? at, at));
    if (what !== 'first') return;
    const before = this.messages.get(message);
    this.messages.set(message, { at: Math.min(before?.at ?? at, at), decisions, incidents });
  }

  #order({ detail, on, order }: OrderedBody, at: Instant): void {
    const told = (detail ?? {}) as Readonly<Record<string, Json>>;
    this.attended.add(on);
    for (const id of [actionOf(told.action), actionOf(told.row)]) if (id !== null) this.ordered.add(id);
    if (order === 'confirm') this.confirmed.set(on, at);
    if (order !== 'resolve') return;
    this.resolved.set(on, at);
    if (typeof told.noise === 'boolean') this.answers.set(on, told.noise ? 'noise' : 'worth');
  }

  #drill({ canary, links, passed }: DrilledBody, at: Instant): void {
    this.canaries.add(canary);
    const known = (Array.isArray(links) ? links : []) as readonly Partial<DrillLink>[];
    const afters = known.flatMap(({ after, hop, state }) =>
      hop === 'told' && state === 'passed' ? (after ?? []) : [],
    );
    this.drills.push({ at, canary, passed, told: passed && afters.length > 0 ? Math.max(...afters) : null });
  }
}

const read: ReadonlySet<string> = new Set<EntryBody['kind']>([
  'told',
  'revised',
  'acting',
  'outcome',
  'ordered',
  'drilled',
]);

function lastVerdict(verdict: Json): LastVerdict {
  const { ruling = 'clear', severity = 'none' } = (verdict ?? {}) as Partial<LastVerdict>;
  return { ruling, severity };
}

/** An order names an action by its row. */
function actionOf(row: Json | undefined): string | null {
  const told = row as { readonly intent?: { readonly action?: string } } | null | undefined;
  return typeof told === 'object' ? (told?.intent?.action ?? null) : null;
}
