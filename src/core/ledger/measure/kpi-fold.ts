import type { Json } from '../../leaf/canonical.ts';
import type { Instant } from '../../leaf/instant.ts';
import type { Decision } from '../../plan/decision.ts';
import type { Incident } from '../../plan/incident/episodes.ts';
import type { StandingDecision } from '../../plan/standing-decision.ts';
import type { Entry } from '../entry.ts';
import type { DecidedBody, EntryBody } from '../entry-body.ts';
import { bearingsOf, countDecision } from './count-decision.ts';
import { type Bearings, type Grouping, type PartOf, partOf } from './grouping.ts';
import { endOf } from './incident-end.ts';
import type { KpiOutline } from './kpi-outline.ts';
import { type KpiFigures, KpiSums } from './kpi-sums.ts';
import { SeenIncidents } from './seen-incidents.ts';

/** Which figures are asked for. Everything counts when it began: a change by its time, an incident by its opening. */
export interface KpiAsked {
  readonly since: Instant | null;
  readonly until: Instant | null;
  /** Ways to tell parts apart, each by itself; `[]` = all in one. */
  readonly by: readonly (readonly Grouping[])[];
  /** Until when what is open has stood. */
  readonly now: Instant;
}

/** The figures of one part. */
export interface KpiPart {
  readonly of: PartOf;
  readonly figures: KpiFigures;
}

/**
 * Figures of a ledger, entry by entry: its second pass, after `KpiOutline`. Entries of one shard have to come in order.
 * What it holds grows with messages, breaches, incidents and measured times, not with all entries.
 */
export class KpiFold {
  /** When a record of each account and region came last. */
  readonly heard = new Map<string, Instant>();
  readonly #outline: KpiOutline;
  readonly #asked: KpiAsked;
  readonly #parts: readonly Map<string, { readonly of: PartOf; readonly sums: KpiSums }>[];
  readonly #seen = new SeenIncidents();
  /** Of decisions that something is told of later: where they were made. */
  readonly #bearings = new Map<string, Bearings>();
  /** Actions and plans by the decision that they follow from. */
  readonly #follows = new Map<string, string[]>();

  constructor(outline: KpiOutline, asked: KpiAsked) {
    this.#outline = outline;
    this.#asked = asked;
    this.#parts = asked.by.map(() => new Map());
    for (const [action, decision] of outline.actionFor) this.#follow(decision, action);
  }

  take({ header: { at, kind }, body: text }: Entry): void {
    if (text === null || !(kind === 'decided' || text.includes(followsKey) || text.includes(incidentsKey))) return;
    const body = JSON.parse(text) as EntryBody;
    if (body.kind === 'decided') this.#decide(body, at);
    if (body.kind === 'revised') {
      this.#seen.take(body.facts, at);
      this.#ask(body.of, body.facts);
    }
    if (body.kind === 'ordered') this.#seen.take((body.detail as { readonly follows?: Json } | null)?.follows, at);
    if (body.kind === 'observed' || body.kind === 'outcome') this.#seen.take(body.follows, at);
  }

  /** All figures, for each way to tell parts apart. Once. */
  end(): readonly (readonly KpiPart[])[] {
    for (const { incident, seenAt } of this.#seen.incidents.values()) this.#endIncident(incident, seenAt);
    for (const message of this.#outline.messages.values()) this.#endMessage(message);
    return this.#parts.map((parts) =>
      [...parts.values()].map(({ of, sums }) => ({ of, figures: sums.figures() })).sort(byPart),
    );
  }

  #decide({ decision: told, facts }: DecidedBody, madeAt: Instant): void {
    const decision = told as unknown as Decision | StandingDecision;
    this.#seen.take(facts, madeAt);
    this.#ask(decision.id, facts);
    const bearings = bearingsOf(decision, madeAt);
    if ('records' in decision && decision.records.length > 0) this.#hear(bearings);
    const isTold = this.#outline.toldOf.has(decision.id) || this.#outline.revised.has(decision.id);
    if (isTold || ('incident' in decision && decision.incident !== undefined))
      this.#bearings.set(decision.id, bearings);
    if (!this.#isAsked(bearings.at)) return;
    this.#into(bearings, (sums) => countDecision(decision, madeAt, sums, this.#outline));
  }

  #endIncident(incident: Incident, seenAt: Instant): void {
    const { decisions, id, openedAt, site } = incident;
    const { toldOf, toldSince } = this.#outline;
    if (this.#isDrill(incident)) return;
    const known = decisions.map((each) => this.#bearings.get(each)).find((each) => each !== undefined);
    const bearings = { ...nowhere, ...known, account: site.account, region: site.region };
    this.#endOpenings(incident, bearings);
    if (!this.#isAsked(openedAt)) return;
    const told = [id, ...decisions].flatMap((each) => toldOf.get(each) ?? []);
    const from = told.length > 0 ? Math.min(...told) : toldSince === null || seenAt < toldSince ? seenAt : null;
    const end = endOf(incident, this.#seen.violationsOf(id), this.#follows, this.#outline);
    this.#into({ ...bearings, at: openedAt }, (sums) => {
      if (end === null) sums.sample('open', this.#asked.now - openedAt);
      else {
        sums.count(`ended ${end.how}`);
        if (end.how === 'lapsed' || end.how === 'withdrawn') return;
        if (from === null) sums.count('remediateKept');
        else sums.sample(`end ${end.how}`, end.at - from);
      }
    });
  }

  /** What several checks say of one opening is one opening; what turned out to be none, or could not stand, is none. */
  #endOpenings({ earlier, family, id, openedAt: began }: Incident, bearings: Bearings): void {
    if (family !== 'opening') return;
    const spans = new Map<string, { readonly from: Instant; to: Instant | null }>();
    for (const { state, openedAt, closedAt, tuple } of this.#seen.violationsOf(id)) {
      if (state === 'withdrawn') continue;
      // What was accepted for a while stands in an incident of its own since.
      const from = earlier === null ? openedAt : Math.max(openedAt, began);
      const known = spans.get(`${tuple}\0${from}`);
      const to = closedAt === null || known?.to === null ? null : Math.max(closedAt, known?.to ?? closedAt);
      spans.set(`${tuple}\0${from}`, { from, to });
    }
    for (const { from, to } of spans.values())
      if (this.#isAsked(from))
        this.#into({ ...bearings, at: from }, (sums) =>
          to === null ? sums.sample('stands', this.#asked.now - from) : sums.sample('stood', to - from),
        );
  }

  #endMessage({
    at,
    decisions,
    incidents,
  }: {
    at: Instant;
    decisions: readonly string[];
    incidents: readonly string[];
  }): void {
    if (!this.#isAsked(at)) return;
    const { answers, attended, drilled } = this.#outline;
    const known = incidents
      .map((each) => this.#seen.incidents.get(each)?.incident)
      .filter((each) => each !== undefined);
    if (decisions.some((each) => drilled.has(each)) || known.some((each) => this.#isDrill(each))) return;
    const bearings = decisions.map((each) => this.#bearings.get(each)).find((each) => each !== undefined);
    const about = [...decisions, ...incidents, ...decisions.flatMap((each) => this.#follows.get(each) ?? [])];
    const isEnded = known.some((each) => {
      const end = endOf(each, this.#seen.violationsOf(each.id), this.#follows, this.#outline);
      return end !== null && end.how !== 'lapsed' && end.how !== 'withdrawn';
    });
    const said = incidents.map((each) => answers.get(each)).filter((each) => each !== undefined);
    this.#into({ ...(bearings ?? nowhere), at }, (sums) => {
      sums.count('messages');
      if (isEnded || about.some((each) => attended.has(each))) sums.count('actedOn');
      if (said.length > 0) sums.count('answered');
      if (said.includes('noise')) sums.count('noise');
    });
  }

  #isDrill({ decisions, group }: Incident): boolean {
    return this.#outline.canaries.has(group) || decisions.some((each) => this.#outline.drilled.has(each));
  }

  #hear({ account, at, region }: Bearings): void {
    const site = `${account}/${region}`;
    this.heard.set(site, Math.max(at, this.heard.get(site) ?? at));
  }

  /** Questions that follow from a decision, by the plan that people answer. */
  #ask(decision: string, facts: Json | undefined): void {
    const told = (facts ?? {}) as { readonly follows?: readonly { readonly ask?: { readonly hash: string } }[] };
    for (const { ask } of told.follows ?? []) if (ask !== undefined) this.#follow(decision, ask.hash);
  }

  #follow(decision: string, name: string): void {
    const known = this.#follows.get(decision);
    if (known === undefined) this.#follows.set(decision, [name]);
    else known.push(name);
  }

  #isAsked(at: Instant): boolean {
    const { since, until } = this.#asked;
    return (since === null || at >= since) && (until === null || at <= until);
  }

  #into(bearings: Bearings, add: (sums: KpiSums) => void): void {
    for (const [at, by] of this.#asked.by.entries()) {
      const of = partOf(bearings, by);
      const key = JSON.stringify(of);
      const parts = this.#parts[at]!;
      const part = parts.get(key) ?? { of, sums: new KpiSums() };
      parts.set(key, part);
      add(part.sums);
    }
  }
}

const [followsKey, incidentsKey] = ['"follows"', '"incidents"'];

const nowhere: Bearings = { account: null, team: null, environment: null, region: null, actor: null, at: 0 };

function byPart(a: KpiPart, b: KpiPart): number {
  const [one, other] = [a, b].map(({ of }) =>
    Object.values(of)
      .map((each) => each ?? '\uffff')
      .join('\0'),
  );
  return one! < other! ? -1 : one! > other! ? 1 : 0;
}
