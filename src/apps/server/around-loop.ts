import type { Beats } from './beats.ts';
import type { News } from './news.ts';
import type { TappedStore } from './store-tap.ts';

/** What every loop of a server has around it. */
export interface Around {
  /** By which its beats and faults are known. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly beats: Beats;
  readonly news: News;
  readonly trouble: TappedStore['trouble'];
}
