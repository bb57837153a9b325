import type { Store } from '../../contracts/store.ts';
import { pagesUnder } from '../../flow/live/pages-under.ts';
import { readRow, rowName } from '../../flow/live/tables.ts';
import type { LiveSource } from '../../sources/live/live-source.ts';
import type { Beats } from './beats.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { TappedStore } from './store-tap.ts';

/** How a server is: `ready` does its work; `lagging` does it late or in part; `down` does not. */
export interface Health {
  readonly status: 'ready' | 'lagging' | 'down';
  /** What is wrong, in sentences; what is as somebody wants it stands under `notes`. */
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
}

/** What health is told from. */
export interface HealthFrom {
  readonly tapped: TappedStore;
  readonly sources: readonly LiveSource[];
  readonly beats: Beats;
  readonly skew: ClockSkew;
  readonly now: () => number;
  /** The policy that was read last was refused, and an older one is in force. */
  readonly isPolicyRefused: () => boolean;
}

/** Whether the work goes on, by what is known without asking anybody. */
export function isWorking({ tapped, sources, beats }: Pick<HealthFrom, 'tapped' | 'sources' | 'beats'>): boolean {
  const isDeaf = sources.length > 0 && sources.every((source) => source.figures().trouble !== null);
  return tapped.trouble() === null && beats.stuck().length === 0 && !isDeaf;
}

/** Tells how a server is, and why. */
export async function tellHealth(from: HealthFrom): Promise<Health> {
  const { tapped, sources, beats, skew, now, isPolicyRefused } = from;
  const [reasons, notes]: [string[], string[]] = [[], []];
  let store: { readonly gaps: readonly string[]; readonly notes: readonly string[] } = { gaps: [], notes: [] };
  try {
    store = await ofStore(tapped.store, now());
  } catch {
    // Why it cannot be reached, the tap has heard.
  }
  const away = tapped.trouble();
  if (away !== null) reasons.push(`the store cannot be reached since ${sayAgo(now() - away.since)}: ${away.why}`);
  for (const { loop, for: span } of beats.stuck()) reasons.push(`${loop} has not come further for ${sayAgo(span)}`);
  for (const source of sources) {
    const { trouble } = source.figures();
    if (trouble !== null) reasons.push(`${source.name}: ${trouble}`);
  }
  reasons.push(...store.gaps);
  if (skew.isOff())
    reasons.push(`the clock is off by ${sayAgo(Math.abs(skew.ahead() ?? 0))}: actions wait until it is right`);
  if (isPolicyRefused()) reasons.push('the policy that was read last was refused: an older one is in force');
  notes.push(...store.notes);
  const status = !isWorking(from) ? 'down' : reasons.length > 0 ? 'lagging' : 'ready';
  return { status, reasons, notes };
}

async function ofStore(store: Store, now: number) {
  const rows = await pagesUnder(store, rowName('gap', ''));
  const stopped = readRow('switch', await store.row(rowName('switch', 'stop')));
  return {
    gaps: rows.map((row) => {
      const gap = readRow('gap', row)!;
      return `${row.key} is ${gap.why ?? 'lost'} since ${sayAgo(now - gap.from)}`;
    }),
    notes: stopped === null ? [] : [`all acting is off, by ${stopped.by}: ${stopped.reason}`],
  };
}

/** A span in few words: `41 s`, `12 min`, `3 h`. */
export function sayAgo(millis: number): string {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
