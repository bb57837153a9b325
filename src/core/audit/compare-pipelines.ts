import { costOf, prices } from './price-table.ts';

/** How much there is to watch, in a month. */
export interface Traffic {
  /** Accounts times regions. */
  readonly sites: number;
  /** Management records of all sites. */
  readonly records: number;
  /** Those that touch the perimeter. */
  readonly changes: number;
  /** Mails that are sent. */
  readonly mails: number;
}

/** Bytes of a record as JSON: the average of the bundled example archive (18,199 records, 24,082,491 bytes). */
export const recordBytes = 1323;

/** What one way of watching costs in a month, piece by piece. */
export interface PipelineCost {
  readonly pipeline: string;
  readonly parts: readonly { readonly what: string; readonly usd: number }[];
  readonly usd: number;
  /** How long it takes until somebody hears of it, in words. */
  readonly hears: string;
  readonly knows: string;
}

/** One receive waits at most 20 seconds (SQS developer guide, "Amazon SQS short and long polling"). */
const polls = (30 * 86_400) / 20;

/**
 * The ways of hearing of changes, beside each other (R114): what the CIS benchmark has one set up (trail, CloudWatch Logs,
 * metric filter, alarm, mail), EventBridge into a queue of ours, and Event history, which needs nothing set up.
 */
export function comparePipelines({ sites, records, changes, mails }: Traffic): readonly PipelineCost[] {
  const mail = { what: 'mails', usd: costOf(prices.mail, mails) };
  return [
    priced('trail → CloudWatch Logs → alarm', '6 to 11 minutes later', 'that something changed', [
      { what: 'log bytes', usd: costOf(prices.logsIn, records * recordBytes) },
      { what: 'a metric for each account and region', usd: costOf(prices.metric, sites) },
      { what: 'an alarm on each', usd: costOf(prices.alarm, sites) },
      mail,
    ]),
    priced('EventBridge → a queue in each', 'in seconds, rarely minutes', 'who, what, what it opened', [
      { what: 'records of AWS services', usd: costOf(prices.busAws, changes) },
      { what: 'requests of a queue in each', usd: costOf(prices.queue, sites * polls + 3 * changes) },
    ]),
    priced('EventBridge → one bus and queue', 'in seconds, rarely minutes', 'the same', [
      { what: 'records between accounts', usd: costOf(prices.busCross, changes) },
      { what: 'requests of one queue', usd: costOf(prices.queue, polls + 3 * changes) },
    ]),
    priced('Event history, by LookupEvents', 'up to 15 minutes later', 'the same', [
      { what: 'calls of LookupEvents', usd: costOf(prices.lookupCall, sites * 30 * 1440) },
    ]),
  ];
}

function priced(pipeline: string, hears: string, knows: string, parts: PipelineCost['parts']): PipelineCost {
  return { pipeline, hears, knows, parts, usd: parts.reduce((sum, { usd }) => sum + usd, 0) };
}
