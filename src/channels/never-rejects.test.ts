import { expect, test } from 'vitest';
import { openAlert } from '../../test/channels/sample-alerts.ts';
import { deliveryOf } from '../../test/contracts/channel/channel-contract.ts';
import { neverRejects } from './never-rejects.ts';

const delivery = deliveryOf(openAlert);
const soon = () => AbortSignal.timeout(1000);

test('a fault of ours is told, without its text, and begins nothing without time', async () => {
  const faulty = neverRejects(() => Promise.reject(new TypeError('planted')));
  const came = await faulty(delivery, soon());
  expect(came).toMatchObject({ kind: 'refused', whole: false, why: expect.stringContaining('TypeError') });
  expect(JSON.stringify(came)).not.toContain('planted');
  expect((await neverRejects(() => Promise.reject('planted'))(delivery, soon())).kind).toBe('refused');
  expect(await faulty(delivery, AbortSignal.abort())).toMatchObject({ kind: 'later', maybe: false });
});

test('what came of a delivery is handed on as it is', async () => {
  const done = { kind: 'done', ref: 'x' } as const;
  expect(await neverRejects(async () => done)(delivery, soon())).toBe(done);
});
