import type { EntryBody, ToldBody } from '../../core/ledger/entry-body.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Incident, Violation } from '../../core/plan/incident/episodes.ts';
import { addSpan, noSpans, type SpanCounts } from './span-counts.ts';

/** What the entries that a server writes come to, since it began: the figures of `kpi` as far as one can tell at once. */
export interface Measures {
  /** By channel, kind of message and outcome: `slack/incident/done`. */
  readonly toldBy: ReadonlyMap<string, number>;
  /** From a change outside policy to the first message, AWS's part of it, and ours. */
  readonly detect: ReadonlyMap<'all' | 'aws' | 'ours', SpanCounts>;
  /** From the first message about an incident to its end. */
  readonly remediate: SpanCounts;
  /** Seconds that openings outside policy stood, of those that are closed. */
  readonly exposure: number;
}

/** Decisions and incidents that are remembered until they are told or over: the newest so many. */
const most = 10_000;

/** Measures entries as they are written. */
export class EntryMeasures implements Measures {
  readonly toldBy = new Map<string, number>();
  readonly detect = new Map<'all' | 'aws' | 'ours', SpanCounts>();
  remediate = noSpans;
  exposure = 0;
  readonly #made = new Map<string, { readonly at: number; readonly receivedAt: number | null }>();
  readonly #told = new Map<string, number>();

  hear(body: EntryBody): void {
    if (body.kind === 'told') this.#tell(body);
    if (body.kind === 'decided') {
      this.#decide(body.decision as unknown as Decision);
      this.#follow(body.facts as unknown as Follows);
    }
    if (body.kind === 'revised') this.#follow(body.facts as unknown as Follows);
    if (body.kind === 'ordered') this.#follow((body.detail as { readonly follows?: Follows } | null)?.follows);
    if (body.kind === 'observed' || body.kind === 'outcome') this.#follow(body.follows as unknown as Follows);
  }

  #decide({ at, call, id, own, records, verdict }: Decision): void {
    if (own !== undefined || verdict?.ruling !== 'breach' || call?.result !== 'applied') return;
    const received = records[0]?.receivedAt ?? null;
    remember(this.#made, id, { at: Date.parse(at), receivedAt: received === null ? null : Date.parse(received) });
  }

  #tell({ at, channel, decisions, incidents, of, outcome }: ToldBody): void {
    const key = `${channel}/${of}/${outcome}`;
    this.toldBy.set(key, (this.toldBy.get(key) ?? 0) + 1);
    if (outcome !== 'done' || (of !== 'incident' && of !== 'collapsed')) return;
    for (const id of incidents) if (!this.#told.has(id)) remember(this.#told, id, at);
    for (const id of decisions) {
      const made = this.#made.get(id);
      this.#made.delete(id);
      if (made === undefined || made.receivedAt === null) continue;
      this.#span('all', at - made.at);
      this.#span('aws', made.receivedAt - made.at);
      this.#span('ours', at - made.receivedAt);
    }
  }

  #span(part: 'all' | 'aws' | 'ours', millis: number): void {
    this.detect.set(part, addSpan(this.detect.get(part) ?? noSpans, millis));
  }

  #follow(follows: Follows): void {
    for (const { closedAt, openedAt, state } of follows?.violations ?? [])
      if (closedAt !== null && (state === 'gone' || state === 'group gone'))
        this.exposure += Math.max(0, closedAt - openedAt) / 1000;
    for (const { closedAt, id } of follows?.incidents ?? []) {
      const told = this.#told.get(id);
      if (closedAt === null || told === undefined) continue;
      this.#told.delete(id);
      this.remediate = addSpan(this.remediate, closedAt - told);
    }
  }
}

type Follows =
  | { readonly violations?: readonly Violation[]; readonly incidents?: readonly Incident[] }
  | null
  | undefined;

function remember<T>(known: Map<string, T>, id: string, value: T): void {
  known.set(id, value);
  if (known.size > most) known.delete(known.keys().next().value!);
}
