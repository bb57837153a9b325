import type { Instant } from '../../core/leaf/instant.ts';
import { type DrillHop, type DrillLink, drillHops } from '../../core/plan/drill/drill-link.ts';
import type { DrillParts } from './drill-parts.ts';

/** The links of a drill as they become known; each is told at once. */
export class Chain {
  readonly links: DrillLink[] = [];
  readonly #parts: Pick<DrillParts, 'clock' | 'hears'>;
  /** When the call was made: from then on it counts. */
  made: Instant | null = null;

  constructor(parts: Pick<DrillParts, 'clock' | 'hears'>) {
    this.#parts = parts;
  }

  async passed(hop: DrillHop, at: Instant | null = null, more: { readonly say?: string; readonly on?: string } = {}) {
    await this.#add(hop, 'passed', at ?? this.#parts.clock.now(), more);
  }

  async failed(hop: DrillHop, say: string, on?: string): Promise<void> {
    await this.#add(hop, 'failed', this.#parts.clock.now(), { say, ...(on === undefined ? {} : { on }) });
  }

  async skipped(hop: DrillHop, say: string, on?: string): Promise<void> {
    await this.#add(hop, 'skipped', null, { say, ...(on === undefined ? {} : { on }) });
  }

  /** Whether any link broke. */
  get isBroken(): boolean {
    return this.links.some(({ state }) => state === 'failed');
  }

  /** All hops in their order; those that nothing is known of were not reached. */
  whole(): readonly DrillLink[] {
    return drillHops.flatMap((hop): readonly DrillLink[] => {
      const own = this.links.filter((each) => each.hop === hop);
      return own.length > 0 ? own : [{ hop, on: null, state: 'unreached', at: null, after: null, say: null }];
    });
  }

  async #add(
    hop: DrillHop,
    state: DrillLink['state'],
    at: Instant | null,
    { on = null, say = null }: { readonly on?: string | null; readonly say?: string | null },
  ): Promise<void> {
    const after = at === null || this.made === null ? null : Math.max(0, at - this.made);
    const link: DrillLink = { hop, on, state, at, after, say };
    this.links.push(link);
    await this.#parts.hears?.(link);
  }
}
