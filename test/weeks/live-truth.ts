import type { Cloud } from '../../examples/generate/ec2/cloud.ts';
import { takeSnapshot } from '../../examples/generate/snapshot.ts';
import { stamp } from '../../examples/generate/week.ts';
import type { VirtualClock } from '../../src/apps/live/virtual-clock.ts';
import type { Gatherer, Looked } from '../../src/contracts/live.ts';
import type { Perimeter } from '../../src/core/group/group.ts';
import { readSnapshot } from '../../src/core/group/read/describe.ts';
import type { Json, JsonObject } from '../../src/core/leaf/canonical.ts';
import type { Instant } from '../../src/core/leaf/instant.ts';
import type { Site } from '../../src/core/plan/act/intent.ts';

/** How long a live read takes, in milliseconds. */
const latency = 120;

interface Stood {
  readonly from: Instant;
  readonly text: string;
  perimeter: Perimeter | null;
}

/** What stood in a made week at every moment, site by site: `sees` is told of it step by step. */
export class Truth {
  readonly #sites = new Map<string, Stood[]>();

  /** Notes how the cloud stands from a moment on. */
  sees(cloud: Cloud, at: Instant): void {
    const { accounts } = takeSnapshot(cloud) as unknown as { readonly accounts: readonly JsonObject[] };
    for (const part of accounts) {
      const all = this.#of(`${part.account} ${part.region}`);
      const text = JSON.stringify(part);
      if (all.at(-1)?.text === text) continue;
      if (all.at(-1)?.from === at) all.pop();
      all.push({ from: at, text, perimeter: null });
    }
  }

  get sites(): readonly Site[] {
    return [...this.#sites.keys()].map((key) => {
      const [account, region] = key.split(' ') as [string, string];
      return { account, region };
    });
  }

  /** What stood in an account and region at a moment. */
  at({ account, region }: Site, at: Instant): Perimeter {
    const all = this.#of(`${account} ${region}`);
    const stood = all.findLast(({ from }) => from <= at) ?? all[0]!;
    if (stood.perimeter === null) {
      const json = { takenAt: stamp(stood.from), accounts: [JSON.parse(stood.text) as Json] };
      const { perimeter, misread } = readSnapshot(json);
      if (perimeter === null || misread.length > 0) throw new Error(misread.join('\n'));
      stood.perimeter = perimeter;
    }
    return stood.perimeter;
  }

  /** Live reads that show it: never stale. */
  gatherer(clock: VirtualClock): Gatherer {
    const looked = <T>(site: Site, pick: (stood: Perimeter) => T): Promise<Looked<T>> => {
      const started = clock.now();
      const found = pick(this.at(site, started));
      clock.advance(started + latency);
      return Promise.resolve({ kind: 'looked', started, ended: clock.now(), found });
    };
    const withId = <T extends { readonly id: string }>(all: readonly T[], id: string): T | null =>
      all.find((each) => each.id === id) ?? null;
    return {
      group: (site, id) => looked(site, ({ groups }) => withId(groups, id)),
      list: (site, id) => looked(site, ({ lists }) => withId(lists, id)),
      interface: (site, id) => looked(site, ({ interfaces }) => withId(interfaces, id)),
      perimeter: (site) => looked(site, (stood) => ({ ...stood, takenAt: clock.now() })),
    };
  }

  #of(key: string): Stood[] {
    const all = this.#sites.get(key) ?? [];
    this.#sites.set(key, all);
    return all;
  }
}
