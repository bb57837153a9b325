import type { Instant } from '../../core/leaf/instant.ts';
import type { DrilledBody } from '../../core/ledger/entry-body.ts';
import { shardOf } from '../../core/ledger/entry-shard.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import { brokenLink } from '../../core/plan/drill/drill-link.ts';
import { plain } from '../live/perform/action-entries.ts';
import { readRow, rowName } from '../live/tables.ts';
import { appendSurely } from '../live/watch/append-surely.ts';
import { tellTask } from '../live/watch/tell-task.ts';
import type { Chain } from './chain.ts';
import type { Drilled, DrillParts } from './drill-parts.ts';
import type { DrillRow } from './drill-row.ts';

/** A drill that is about to begin, and until when it lasts at most. */
export interface Beginning {
  readonly id: string;
  readonly site: Site;
  readonly group: string;
  readonly until: Instant;
  readonly every?: number | undefined;
}

/** Notes that a drill is under way on a canary; or why none may begin: one at a time. */
export async function beginDrill(
  { clock, store }: Pick<DrillParts, 'clock' | 'store'>,
  { every, group, id, site, until }: Beginning,
): Promise<{ readonly why: string; readonly until: Instant } | null> {
  const name = rowName('drill', site.account, site.region, group);
  const row = await store.row(name);
  const known = readRow('drill', row);
  if (known?.running && known.running.until > clock.now())
    return { why: `a drill on \`${group}\` is under way: ${known.running.id}`, until: known.running.until };
  const often = every ?? known?.every;
  const next: DrillRow = {
    ...{ last: known?.last ?? null, passedAt: known?.passedAt ?? null, running: { id, until } },
    ...(often === undefined ? {} : { every: often }),
  };
  const rows = [{ ...name, value: JSON.stringify(next), expect: row.version }];
  const done = await store.append(0, 'any', [], { rows });
  if (done.kind === 'committed') return null;
  const why =
    done.kind === 'unavailable'
      ? `the ledger does not answer: ${done.why}`
      : `another drill on \`${group}\` began just now`;
  return { why, until: clock.now() + 60_000 };
}

/** Writes how a drill went, and tells people of one that failed. */
export async function endDrill(
  parts: DrillParts,
  drilled: Omit<Drilled, 'ended' | 'passed' | 'links'>,
  chain: Chain,
): Promise<Drilled> {
  const { clock, store } = parts;
  const { group, id, site } = drilled;
  const ended = clock.now();
  const broken = brokenLink(chain.links);
  const passed = broken === null && chain.links.some(({ hop, state }) => hop === 'decided' && state === 'passed');
  const body: DrilledBody = {
    ...{ kind: 'drilled', drill: id, canary: group ?? '', passed },
    links: plain(chain.whole().filter(({ hop }) => hop !== 'written')),
    ...(drilled.decision === null ? {} : { decision: drilled.decision }),
  };
  const shard = shardOf(group === null ? null : { ...site, group }, store.shards);
  const name = rowName('drill', site.account, site.region, group ?? '');
  const known = readRow('drill', await store.row(name));
  const next: DrillRow = {
    running: null,
    last: { id, at: ended, passed, failed: broken?.hop ?? null, took: ended - (chain.made ?? drilled.began) },
    passedAt: passed ? ended : (known?.passedAt ?? null),
    ...(known?.every === undefined ? {} : { every: known.every }),
  };
  const say = broken === null ? '' : (broken.say ?? '');
  const link = broken === null ? '' : broken.on === null ? broken.hop : `${broken.hop} (${broken.on})`;
  // Who calls a drill off knows that it did not pass.
  const tells =
    passed || parts.signal?.aborted === true
      ? []
      : [tellTask({ about: id, revision: 'failed', why: 'drill-failed', due: ended, detail: { link, say } })];
  const entry = { at: ended, key: `drilled/${id}`, fence: null, body };
  const done = await appendSurely(store, shard, 'any', [entry], {
    rows: [{ ...name, value: JSON.stringify(next) }],
    tasks: tells,
  });
  const isWritten = done.kind === 'committed' || done.kind === 'duplicate';
  if (isWritten) await chain.passed('written');
  else
    await chain.failed('written', `the ledger did not take it: ${done.kind === 'unavailable' ? done.why : done.kind}`);
  return { ...drilled, ended, passed: passed && isWritten, links: chain.whole() };
}
