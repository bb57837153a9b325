import { describe, expect, it } from 'vitest';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { anywhere, intakenOf, site } from '../../../../test/flow/watch-stage.ts';
import type { Gatherer } from '../../../contracts/live.ts';
import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { lookTask } from '../watch/tell-incidents.ts';
import { takeRecord } from '../watch/watch-step.ts';

const minute = 60_000;
const office = '10.0.0.0/8';

/** A stage on which some records do not come by themselves, and people look when they like. */
class UntoldStage extends SweepStage {
  #looks = 0;

  /** What is done without a record; it may come later. */
  untold(does: () => unknown): readonly JsonObject[] {
    const from = this.records.length;
    does();
    return this.records.splice(from);
  }

  async comes([record]: readonly JsonObject[]): Promise<void> {
    await takeRecord(this.parts(), intakenOf(record!, 500 + this.#looks++));
  }

  async looks(group: string, gatherer?: Gatherer): Promise<void> {
    const task = lookTask(site, group, 'test', String(this.#looks++), this.at);
    await this.store.append(0, 'any', [], { tasks: [task] });
    while ((await this.step(['look'], gatherer === undefined ? {} : { gatherer })) !== null);
  }

  /** Long enough for everything that waits, with two sweeps. */
  async comesToRest(): Promise<void> {
    await this.passes(20 * minute);
    for (let n = 0; n < 2; n++) {
      await this.sweeps();
      await this.passes(30 * minute);
    }
  }
}

/** A group whose HTTPS, which must not be lost, has been open to all for five minutes. */
async function known() {
  const stage = new UntoldStage();
  const group = stage.group();
  const https = stage.opens(group, 443);
  await stage.hears();
  await stage.sweeps();
  stage.at += 5 * minute;
  return { stage, group, https };
}

const kept = [`443,443 ${anywhere}`];

describe('a change that no record tells is found by a look and undone', () => {
  it('R30: though it made anew, under another id, just what we had taken away', async () => {
    const { stage, group } = await known();
    stage.opens(group, 22);
    await stage.hears();
    stage.at += 1_000;
    await stage.step(['act']);
    stage.untold(() => stage.opens(group, 22));
    await stage.passes(5 * minute);
    await stage.hears();
    await stage.comesToRest();
    expect(stage.standing(group)).toEqual(kept);
  });

  it('R30: though a sweep that had read the group before it comes to it only after a newer look', async () => {
    const { stage, group, https } = await known();
    const { gatherer } = stage.parts();
    let isFirst = true;
    const perimeter: Gatherer['perimeter'] = async (at) => {
      const found = await gatherer.perimeter(at);
      if (isFirst) {
        isFirst = false;
        stage.untold(() => stage.closes(group, https));
        stage.at += 5_000;
        await stage.looks(group);
      }
      return found;
    };
    await stage.sweeps({ gatherer: { ...gatherer, perimeter } });
    await stage.comesToRest();
    expect(stage.standing(group)).toEqual(kept);
  });

  it('R30: as often as the same rule is rewritten in the same way', async () => {
    const { stage, group, https } = await known();
    for (let n = 0; n < 2; n++) {
      stage.untold(() => stage.rewrites(group, https, 8443, anywhere));
      stage.at += 3_000;
      await stage.looks(group);
      await stage.passes(20 * minute);
      await stage.hears();
      await stage.passes(5 * minute);
    }
    expect(stage.standing(group)).toEqual(kept);
    expect(stage.calls).toEqual(['rewrite', 'rewrite']);
  });

  it('R30: though records told before that the same rule was rewritten in the same way, and back', async () => {
    const { stage, group, https } = await known();
    stage.rewrites(group, https, 8443, anywhere);
    stage.at += 10_000;
    stage.rewrites(group, https, 443, anywhere);
    await stage.hears();
    await stage.passes(5 * minute);
    stage.untold(() => stage.rewrites(group, https, 8443, anywhere));
    stage.at += 3_000;
    await stage.looks(group);
    await stage.comesToRest();
    expect(stage.standing(group)).toEqual(kept);
  });

  it('R30: though the record that added the rule as something harmless comes after it', async () => {
    const { stage, group } = await known();
    let id = '';
    const added = stage.untold(() => {
      id = stage.opens(group, 9443, office);
    });
    stage.at += 40_000;
    stage.untold(() => stage.rewrites(group, id, 22, '8.0.0.0/8'));
    stage.at += 1_000;
    await stage.looks(group);
    await stage.comes(added);
    await stage.comesToRest();
    expect(stage.standing(group).filter((rule) => rule.startsWith('22,22'))).toEqual([]);
  });

  it('R30: though the record that made its group comes after it', async () => {
    const stage = new UntoldStage();
    let group = '';
    const created = stage.untold(() => {
      group = stage.group();
    });
    stage.at += minute;
    await stage.looks(group);
    stage.at += minute;
    stage.untold(() => stage.opens(group, 22));
    stage.at += 1_000;
    await stage.looks(group);
    await stage.comes(created);
    await stage.comesToRest();
    expect(stage.standing(group)).toEqual([]);
  });

  it.each(['rule', 'group'] as const)(
    'R30: though an old replica had shown its %s as gone right before',
    async (what) => {
      const { stage, group } = await known();
      const extra = stage.opens(group, 80, office);
      await stage.hears();
      stage.at += 5 * minute;
      const { gatherer } = stage.parts();
      const shown = await gatherer.group(site, group);
      if (shown.kind === 'failed' || shown.found === null) return expect.unreachable();
      const rules = shown.found.rules.filter(({ id }) => id !== extra);
      const found = what === 'group' ? null : { ...shown.found, rules };
      await stage.looks(group, { ...gatherer, group: async () => ({ ...shown, found }) });
      stage.at += 2 * minute;
      if (what === 'group') stage.untold(() => stage.opens(group, 22));
      else stage.untold(() => stage.rewrites(group, extra, 22, anywhere));
      await stage.comesToRest();
      expect(stage.standing(group).filter((rule) => rule.startsWith('22,22'))).toEqual([]);
    },
  );
});

it('R30: a record of the very second of a look that did not show its change yet explains what the next look shows', async () => {
  const { stage, group, https } = await known();
  stage.at = Math.floor(stage.at / 1_000) * 1_000 + 200;
  stage.untold(() => stage.opens(group, 80, office));
  await stage.looks(group);
  stage.at -= 500;
  const record = stage.untold(() => stage.rewrites(group, https, 8443, anywhere));
  stage.at += 1_000;
  await stage.looks(group);
  await stage.comes(record);
  await stage.comesToRest();
  const decisions = await stage.decisions();
  expect(decisions.filter(({ kind, own }) => kind === 'rules-modified' && own === undefined)).toHaveLength(1);
});
