import type { Severity } from '../../policy/scale.ts';
import { type IncidentEnd, incidentEnds } from './incident-end.ts';
import { type Spread, spreadOf } from './spread.ts';
import type { WhenTold } from './when-told.ts';

/** The figures of one part of a ledger. Times are milliseconds; a time that clocks make negative counts as none. */
export interface KpiFigures {
  /** Calls that came through, refused ones, and changes of our own. Of these and all others, none by a drill. */
  readonly changes: number;
  readonly attempts: number;
  readonly own: number;
  readonly drills: number;
  /** What stood and was judged without a change. */
  readonly standing: number;
  /** Changes by their last verdict. */
  readonly verdicts: Readonly<Record<'clear' | 'permitted' | 'breach' | 'unknown', number>>;
  /** Decisions that later evidence revised: each counts once, by its last verdict. */
  readonly revised: number;
  /** Changes outside policy that no exception or grant allowed when they were made, by severity; attempts apart. */
  readonly unauthorised: { readonly n: number; readonly attempts: number } & Readonly<Record<Severity, number>>;
  /** From an unauthorised change to the first message that reached somebody: AWS's part of it, and ours. */
  readonly detect: {
    readonly all: Spread;
    readonly aws: Spread;
    readonly ours: Spread;
    /** Of `all`: measured to the decision, since the ledger tells of no message at that time. */
    readonly decided: number;
    /** Not measured: added to a message that was out; not told at once; from an archive; known by no record. */
    readonly joined: number;
    readonly kept: number;
    readonly backfilled: number;
    readonly unrecorded: number;
  };
  /** From the first message about an incident to its end. */
  readonly remediate: {
    readonly all: Spread;
    readonly ours: Spread;
    readonly approved: Spread;
    readonly people: Spread;
    readonly accepted: Spread;
    /** How many ended, by how; `kept` = those of them that are not measured, since nobody was told at once. */
    readonly ended: Readonly<Record<IncidentEnd, number>>;
    readonly kept: number;
    /** Those that are open now, by their age. */
    readonly open: Spread;
  };
  /** How long openings stood, in hours: those that are over, and those that still stand up to now. */
  readonly exposure: {
    readonly hours: number;
    readonly openings: number;
    readonly openHours: number;
    readonly open: number;
    readonly longest: number | null;
  };
  /** Messages that interrupted somebody, and what came of them. `kept`: objections that no message told at once. */
  readonly alerts: {
    readonly messages: number;
    readonly actedOn: number;
    readonly answered: number;
    readonly noise: number;
    readonly kept: number;
  };
  /** What was done without a person's time, as counts: hours are these times one's own minutes for each. */
  readonly work: { readonly judged: number; readonly endedByUs: number };
}

type Counter =
  | ('changes' | 'attempts' | 'own' | 'drills' | 'standing' | 'revised' | 'unauthorised' | 'unauthorisedAttempts')
  | ('decided' | 'joined' | 'detectKept' | 'backfilled' | 'unrecorded' | 'remediateKept')
  | ('messages' | 'actedOn' | 'answered' | 'noise' | 'kept' | 'judged')
  | `ended ${IncidentEnd}`
  | `ruling ${keyof KpiFigures['verdicts']}`
  | `severity ${Severity}`;

type Sample = 'detect' | 'aws' | 'ours' | 'open' | 'stood' | 'stands' | `end ${IncidentEnd}`;

/** Counts and samples of one part, as they come. */
export class KpiSums {
  readonly #counts = new Map<Counter, number>();
  readonly #samples = new Map<Sample, number[]>();

  count(what: Counter, more = 1): void {
    this.#counts.set(what, this.#of(what) + more);
  }

  sample(what: Sample, millis: number): void {
    const all = this.#samples.get(what);
    if (all === undefined) this.#samples.set(what, [Math.max(0, millis)]);
    else all.push(Math.max(0, millis));
  }

  /** Counts how people came to know of an unauthorised change. */
  told(when: WhenTold, { at, receivedAt }: { readonly at: number; readonly receivedAt: number }): void {
    if (when.kind === 'joined') this.count('joined');
    if (when.kind === 'kept') this.count('detectKept');
    if (when.kind !== 'told' && when.kind !== 'decided') return;
    if (when.kind === 'decided') this.count('decided');
    this.sample('detect', when.at - at);
    this.sample('aws', receivedAt - at);
    this.sample('ours', when.at - receivedAt);
  }

  figures(): KpiFigures {
    const of = (what: Counter): number => this.#of(what);
    const spread = (...what: readonly Sample[]): Spread => spreadOf(what.flatMap((each) => this.#all(each)));
    const [stood, stands] = [this.#all('stood'), this.#all('stands')];
    const [ours, approved, people, accepted] = [
      spread('end ours'),
      spread('end approved'),
      spread('end people'),
      spread('end accepted'),
    ];
    return {
      ...{ changes: of('changes'), attempts: of('attempts'), own: of('own'), drills: of('drills') },
      ...{ standing: of('standing'), revised: of('revised') },
      verdicts: {
        ...{ clear: of('ruling clear'), permitted: of('ruling permitted') },
        ...{ breach: of('ruling breach'), unknown: of('ruling unknown') },
      },
      unauthorised: {
        ...{ n: of('unauthorised'), attempts: of('unauthorisedAttempts') },
        ...{ none: of('severity none'), low: of('severity low'), medium: of('severity medium') },
        ...{ high: of('severity high'), critical: of('severity critical') },
      },
      detect: {
        ...{ all: spread('detect'), aws: spread('aws'), ours: spread('ours'), decided: of('decided') },
        ...{ joined: of('joined'), kept: of('detectKept'), backfilled: of('backfilled'), unrecorded: of('unrecorded') },
      },
      remediate: {
        ...{ all: spread('end ours', 'end approved', 'end people', 'end accepted'), ours, approved, people, accepted },
        ended: Object.fromEntries(incidentEnds.map((each) => [each, of(`ended ${each}`)])) as Record<
          IncidentEnd,
          number
        >,
        ...{ kept: of('remediateKept'), open: spread('open') },
      },
      exposure: {
        ...{ hours: hoursOf(stood), openings: stood.length, openHours: hoursOf(stands), open: stands.length },
        longest: spreadOf([...stood, ...stands]).most,
      },
      alerts: {
        ...{ messages: of('messages'), actedOn: of('actedOn'), answered: of('answered'), noise: of('noise') },
        kept: of('kept'),
      },
      work: { judged: of('judged'), endedByUs: of('ended ours') },
    };
  }

  #of(what: Counter): number {
    return this.#counts.get(what) ?? 0;
  }

  #all(what: Sample): readonly number[] {
    return this.#samples.get(what) ?? [];
  }
}

const hour = 3_600_000;

function hoursOf(spans: readonly number[]): number {
  return spans.reduce((sum, each) => sum + each, 0) / hour;
}

/** The figures of a part in which nothing happened. */
export const noFigures: KpiFigures = new KpiSums().figures();
