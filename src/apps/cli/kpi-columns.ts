import type { Grouping } from '../../core/ledger/measure/grouping.ts';
import type { KpiPart } from '../../core/ledger/measure/kpi-fold.ts';
import type { Spread } from '../../core/ledger/measure/spread.ts';
import type { CsvColumn } from './format/csv.ts';

/** The figures of a part as columns: first what part it is, times in seconds. */
export function kpiColumns(by: readonly Grouping[]): readonly CsvColumn<KpiPart>[] {
  return [...by.map((each): CsvColumn<KpiPart> => ({ title: each, of: ({ of }) => of[each] ?? null })), ...figures];
}

const count = (title: string, of: (figures: KpiPart['figures']) => number | null): CsvColumn<KpiPart> => ({
  title,
  of: ({ figures: all }) => of(all),
});

const spread = (title: string, of: (figures: KpiPart['figures']) => Spread): readonly CsvColumn<KpiPart>[] => [
  count(`${title}_n`, (all) => of(all).n),
  count(`${title}_mean_seconds`, (all) => seconds(of(all).mean)),
  count(`${title}_p50_seconds`, (all) => seconds(of(all).p50)),
  count(`${title}_p95_seconds`, (all) => seconds(of(all).p95)),
];

const figures: readonly CsvColumn<KpiPart>[] = [
  count('changes', ({ changes }) => changes),
  count('attempts', ({ attempts }) => attempts),
  count('unauthorised', ({ unauthorised }) => unauthorised.n),
  count('critical', ({ unauthorised }) => unauthorised.critical),
  count('high', ({ unauthorised }) => unauthorised.high),
  count('medium', ({ unauthorised }) => unauthorised.medium),
  count('low', ({ unauthorised }) => unauthorised.low),
  count('permitted', ({ verdicts }) => verdicts.permitted),
  count('unknown', ({ verdicts }) => verdicts.unknown),
  count('revised', ({ revised }) => revised),
  ...spread('detect', ({ detect }) => detect.all),
  ...spread('detect_aws', ({ detect }) => detect.aws),
  ...spread('detect_ours', ({ detect }) => detect.ours),
  count('detect_to_decision', ({ detect }) => detect.decided),
  count('detect_joined', ({ detect }) => detect.joined),
  count('detect_kept', ({ detect }) => detect.kept),
  count('detect_backfilled', ({ detect }) => detect.backfilled),
  count('detect_unrecorded', ({ detect }) => detect.unrecorded),
  ...spread('remediate', ({ remediate }) => remediate.all),
  ...spread('remediate_ours', ({ remediate }) => remediate.ours),
  ...spread('remediate_approved', ({ remediate }) => remediate.approved),
  ...spread('remediate_people', ({ remediate }) => remediate.people),
  ...spread('remediate_accepted', ({ remediate }) => remediate.accepted),
  count('open_incidents', ({ remediate }) => remediate.open.n),
  count('oldest_open_seconds', ({ remediate }) => seconds(remediate.open.most)),
  count('exposure_hours', ({ exposure }) => exposure.hours),
  count('openings', ({ exposure }) => exposure.openings),
  count('open_exposure_hours', ({ exposure }) => exposure.openHours),
  count('open_openings', ({ exposure }) => exposure.open),
  count('messages', ({ alerts }) => alerts.messages),
  count('messages_acted_on', ({ alerts }) => alerts.actedOn),
  count('messages_answered', ({ alerts }) => alerts.answered),
  count('messages_noise', ({ alerts }) => alerts.noise),
  count('kept', ({ alerts }) => alerts.kept),
  count('judged', ({ work }) => work.judged),
  count('incidents_ended_by_us', ({ work }) => work.endedByUs),
];

function seconds(millis: number | null): number | null {
  return millis === null ? null : millis / 1000;
}
