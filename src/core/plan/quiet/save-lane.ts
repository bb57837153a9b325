import type { Instant } from '../../leaf/instant.ts';
import type { OffsetOf } from '../../leaf/zone.ts';
import { Bundle, type SavedBundle } from './bundle.ts';
import { Findings, type SavedFinding } from './findings.ts';
import { type Episode, Lane, type Overflow } from './lane.ts';

/** A lane as JSON, in parts that may be kept apart: most of it does not change from one hour to the next. */
export interface SavedLane {
  readonly head: SavedHead;
  /** By their keys. */
  readonly bundles: ReadonlyMap<string, SavedBundle>;
  /** By subject. */
  readonly findings: ReadonlyMap<string, readonly SavedFinding[]>;
}

/** What waits and what counts; bundles by their keys. */
export interface SavedHead {
  readonly made: number;
  readonly live: readonly string[];
  readonly overflow: (Pick<Overflow, 'at' | 'quiet'> & { readonly bundles: readonly string[] }) | null;
  readonly sent: readonly Instant[];
  readonly episodes: readonly (readonly [string, Omit<Episode, 'success'> & { readonly success: string | null }])[];
}

/** All that a lane still has to remember at a time: what is over is left out. */
export function saveLane({ memory }: Lane, at: Instant): SavedLane {
  const { made, overflow, sent } = memory;
  const live = memory.live.filter(({ until, state }) => until >= at && state !== 'dropped');
  const episodes = [...memory.episodes].filter(([, { until }]) => until >= at);
  const { findings, bundles } = memory.findings.save(at);
  for (const bundle of [...live, ...(overflow?.bundles ?? [])]) bundles.add(bundle);
  for (const [, { success }] of episodes) if (success !== null) bundles.add(success);
  const keys = (all: readonly Bundle[]) => all.map(({ key }) => key);
  const head: SavedHead = {
    ...{ made, live: keys(live), sent },
    overflow: overflow === null ? null : { at: overflow.at, quiet: overflow.quiet, bundles: keys(overflow.bundles) },
    episodes: episodes.map(([who, each]) => [who, { ...each, success: each.success?.key ?? null }]),
  };
  return { head, bundles: new Map([...bundles].map((each) => [each.key, each.save()])), findings };
}

/** Whether nothing of a lane matters any more. `since`: what was sent before counts against no budget. */
export function isOver({ head, bundles, findings }: SavedLane, since: Instant): boolean {
  return bundles.size + findings.size + head.episodes.length === 0 && head.sent.every((at) => at <= since);
}

/** The lane that was saved so. */
export function loadLane(channel: string, saved: SavedLane, offsetOf?: OffsetOf): Lane {
  const bundles = new Map([...saved.bundles].map(([key, each]) => [key, new Bundle(each)]));
  const named = (keys: readonly string[]) => keys.flatMap((key) => bundles.get(key) ?? []);
  const { made, live, overflow, sent, episodes } = saved.head;
  const findings = new Findings();
  for (const [subject, own] of saved.findings) findings.load(subject, own, bundles);
  return new Lane(channel, offsetOf, {
    ...{ made, live: named(live), sent: [...sent], findings },
    overflow: overflow === null ? null : { ...overflow, bundles: named(overflow.bundles) },
    episodes: new Map(
      episodes.map(([who, each]) => [who, { ...each, success: bundles.get(each.success ?? '') ?? null }]),
    ),
  });
}
