import { comparePipelines, type PipelineCost } from '../../core/audit/compare-pipelines.ts';
import { type ReadingPlan, usualSize, type YearlyCalls, yearlyReads } from '../../core/audit/own-reads.ts';
import { defaultServerSettings, type ServerSettings } from '../../settings/server-settings.ts';

/** What our own reads come to, and what the ways of hearing of changes cost beside each other. */
export interface Costs {
  readonly plan: ReadingPlan;
  readonly yearly: readonly YearlyCalls[];
  readonly usd: number;
  readonly traffic: {
    readonly sites: number;
    readonly records: number;
    readonly changes: number;
    readonly mails: number;
  };
  readonly pipelines: readonly PipelineCost[];
}

/** Records and changes of one account in one region in a month, where nobody has counted them. */
const monthly = { records: 500_000, changes: 1_000, mails: 100 };

/** One of so many accounts and regions changes within any hour of the day, where nobody has counted. */
const busyShare = 0.25;

/** The costs of settings; `sites`: accounts times regions. */
export function costsOf(settings: ServerSettings | null, sites: number): Costs {
  const { sweep, heartbeat } = settings ?? defaultServerSettings;
  const sources = settings?.sources ?? [];
  const plan: ReadingPlan = {
    ...{ sites, size: usualSize, full: sweep.full, active: sweep.active, busy: Math.ceil(sites * busyShare) },
    queues: sources.filter(({ kind }) => kind === 'sqs').length,
    histories: sources.some(({ kind }) => kind === 'lookup') ? sites : 0,
    heartbeat: heartbeat.cloudwatch === null ? null : heartbeat.every,
  };
  const yearly = yearlyReads(plan);
  const { records, changes, mails } = monthly;
  const traffic = { sites, records: records * sites, changes: changes * sites, mails };
  const usd = yearly.reduce((sum, each) => sum + each.usd, 0);
  return { plan, yearly, usd, traffic, pipelines: comparePipelines(traffic) };
}
