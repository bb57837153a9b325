import { expect, test } from 'vitest';
import { gained, judgingBy } from '../../../../test/builders/policy.ts';
import { daily, routeOf } from '../../../../test/builders/told-decision.ts';
import { HearStage } from '../../../../test/flow/hear-stage.ts';

/** Databases are for nobody outside: critical in production, and a line of the digest elsewhere. */
const judging = judgingBy({
  checks: {
    database: {
      when: gained({ ports: ['tcp/5432'] }),
      severity: { prod: 'critical', else: 'low' },
      respond: { prod: ['revert'], else: ['none'] },
    },
  },
  safety: {
    mode: { else: 'enforce' },
    neverTouch: { groups: [], tags: {}, setBy: [] },
    caps: {
      ...{ group: { count: 3, per: 3_600_000 }, actor: { count: 10, per: 3_600_000 } },
      ...{ account: { count: 20, per: 3_600_000 }, reserveFor: ['critical'] },
    },
  },
  notify: [
    routeOf({ id: 'now', min: 'high', to: ['pager'], groupFor: null }),
    { ...daily, min: 'low', to: ['mail.team'] },
  ],
});

async function openedIn(environment: string) {
  const stage = new HearStage();
  stage.judging = judging;
  await stage.listens();
  const group = stage.group('db');
  stage.does('CreateTags', { Resources: [group], Tags: [{ Key: 'environment', Value: environment }] });
  await stage.hears();
  stage.opens(group, 5432);
  await stage.hears();
  await stage.listens();
  return stage;
}

const told = async (stage: HearStage) =>
  (await stage.messages()).map(({ message: { channel, kind, severity } }) => ({ channel, kind, severity }));

test('R63: a database of production that is opened is told at once, as critical', async () => {
  const stage = await openedIn('prod');
  expect(await told(stage)).toEqual([{ channel: 'pager', kind: 'alert', severity: 'critical' }]);
});

test('R62, R63, R64: the same in a sandbox interrupts nobody, is left standing, and is a line of the digest', async () => {
  const stage = await openedIn('sandbox');
  expect(await told(stage)).toEqual([]);
  expect(await stage.rows('action')).toEqual([]);
  await stage.lasts(86_400_000);
  expect(await stage.rows('action')).toEqual([]);
  const messages = await stage.messages();
  expect(messages.map(({ message: { channel, kind } }) => `${channel} ${kind}`)).toEqual(['mail.team digest']);
  expect(messages[0]!.detail).toMatchObject({ verdicts: { low: 1 }, worst: [{ severity: 'low' }] });
});
