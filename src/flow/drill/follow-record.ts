import { type Instant, writeInstant } from '../../core/leaf/instant.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { pagesUnder } from '../live/pages-under.ts';
import { decisionAt } from '../live/sweep/decision-at.ts';
import { type DecisionRow, readRow, rowName } from '../live/tables.ts';
import type { Chain } from './chain.ts';
import type { DrillParts } from './drill-parts.ts';
import type { Made } from './made.ts';
import { waitFor } from './wait-for.ts';

/** A drill's change as it was decided. */
export interface DecidedDrill {
  readonly decision: Decision;
  readonly row: DecisionRow;
}

/** How far AWS's clock may lie before ours, in milliseconds. */
const skew = 300_000;

/** Waits until a source heard of the call, and the policy was asked; `null` where the chain broke. */
export async function followRecord(parts: DrillParts, made: Made, chain: Chain): Promise<DecidedDrill | null> {
  const { settings, store } = parts;
  const change = await waitFor(parts, settings.record, () => changeOf(parts, made));
  if (change === null) {
    await chain.failed('recorded', await whyUnheard(parts, made));
    return null;
  }
  const receivedAt = change.receivedAt ?? parts.clock.now();
  await chain.passed('recorded', Math.max(made.at, receivedAt));
  const decided = await waitFor(parts, settings.decide, async () => {
    const row = readRow('decision', await store.row(rowName('decision', change.id)));
    const decision = row === null ? null : await decisionAt(store, change.id);
    return row === null || decision === null ? null : { row, decision };
  });
  if (decided === null) {
    await chain.failed('decided', 'the record was stored and nothing was decided on it: is a worker running?');
    return null;
  }
  const { row } = decided;
  if (row.ruling === 'breach') {
    const checks = (decided.decision.verdict?.checks ?? []).map(({ id }) => id).join(', ');
    await chain.passed('decided', row.decidedAt, { say: `${row.severity}: ${checks}` });
    return decided;
  }
  const said =
    row.ruling === 'permitted' ? 'permits it' : row.ruling === 'unknown' ? 'is not sure' : 'objects to nothing';
  await chain.failed(
    'decided',
    `the policy in force ${said}: it needs a check that objects on the canary, as the pack drill@1 has, and no exception for it`,
  );
  return null;
}

async function changeOf(
  { store }: DrillParts,
  { at, group, rule, site }: Made,
): Promise<{ readonly id: string; readonly receivedAt: Instant | null } | null> {
  const under = rowName('evidence', site.account, site.region, group, '');
  const from = rowName('evidence', site.account, site.region, group, at - skew).key;
  for (const row of await pagesUnder(store, under, from)) {
    const known = readRow('evidence', row);
    if (known?.kind !== 'change') continue;
    // Our own revoke names the rule too, and may stand first in the same second.
    const { kind, record } = known.change;
    if (kind === 'rules-added' && record.result === 'applied' && row.value!.includes(`"${rule}"`))
      return { id: known.id, receivedAt: record.intake.receivedAt };
  }
  return null;
}

/** What is known of why no record came. */
async function whyUnheard({ clock, settings, signal, store }: DrillParts, { at, rule, site }: Made): Promise<string> {
  if (signal?.aborted === true) return 'called off before its record came';
  const gaps = await pagesUnder(store, rowName('gap', ''));
  const lost = gaps.map((row) => {
    const gap = readRow('gap', row);
    return `source \`${row.key}\` ${gap?.why === 'lagging' ? 'lags' : 'is lost'} since ${writeInstant(gap?.from ?? at)}`;
  });
  if (lost.length > 0)
    return `no record of the call came: ${lost.join(', ')}; look at the queue or trail it reads, and \`doctor\``;
  const seen = (await pagesUnder(store, rowName('unexplained', site.account, site.region, ''))).some(({ value }) =>
    value?.includes(rule),
  );
  const waited = Math.round((clock.now() - at) / 1000);
  const others = seen
    ? 'a sweep saw the rule, so AWS can be read: it is the records that are lost'
    : 'no source told of it, and none says that it is lost';
  return `no record of the call came within ${Math.max(waited, Math.round(settings.record / 1000))} s: ${others}; look at the EventBridge rule, the queue and its policy with \`doctor\``;
}
