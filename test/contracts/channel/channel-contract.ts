import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Channel, Delivered, Delivery } from '../../../src/contracts/channel.ts';
import type { Alert } from '../../../src/core/alert/alert.ts';
import { alertSaying, anyAlert } from '../../channels/any-alert.ts';
import { calledOffAfter } from '../../channels/called-off.ts';
import { openAlert, revertedAlert } from '../../channels/sample-alerts.ts';
import { hostileTexts } from '../../hostile/texts.ts';
import { type ChannelBench, type ChannelTrouble, channelTroubles, type OpenBench } from './channel-bench.ts';

const soon = () => AbortSignal.timeout(30_000);

/** A delivery of an alert. */
export function deliveryOf(alert: Alert, also: Partial<Delivery> = {}): Delivery {
  return { alert, what: 'first', news: [], ref: null, repeated: false, now: alert.updatedAt + 1000, ...also };
}

/** What holds of every channel, on a strict stand-in for its service. */
export function testChannelContract(name: string, { open, withoutSecret, cannot = {} }: ChannelBench): void {
  const opened: OpenBench[] = [];
  afterEach(async () => {
    const closing = opened.splice(0);
    for (const { channel } of closing) channel.close?.();
    for (const bench of closing) await bench.close();
  });
  const openOne = async (): Promise<OpenBench> => {
    const bench = await open();
    opened.push(bench);
    return bench;
  };
  const testTrouble = (trouble: ChannelTrouble, title: string, run: (bench: OpenBench) => Promise<void>) => {
    const why = cannot[trouble];
    if (why === undefined) test(title, async () => await run(await openOne()));
    else test(`has no \`${trouble}\`: ${why}`, () => expect(channelTroubles).toContain(trouble));
  };

  describe(`channel contract: ${name}`, () => {
    test('a message arrives once, and can be understood without any console (R79)', async () => {
      const { channel, shown, standing, complaints } = await openOne();
      expect((await channel.deliver(deliveryOf(openAlert), soon())).kind).toBe('done');
      expect(complaints()).toEqual([]);
      expect(standing()).toBe(1);
      const text = shown().join('\n');
      for (const word of ['tcp 22', 'prod-web', 'critical']) expect(text.toLowerCase()).toContain(word);
      expect(text).not.toContain('"detail"');
    });

    test('what happens later is told of the same message, in every form that it has', async () => {
      const { channel, shown, complaints } = await openOne();
      expect(channel.takes).toContain('first');
      const first = await channel.deliver(deliveryOf(openAlert), soon());
      const ref = refOf(first);
      const news = [{ at: revertedAlert.updatedAt, say: 'a reminder of it' }];
      if (channel.takes.includes('again')) {
        const before = shown().length;
        const again = deliveryOf({ ...openAlert, revision: 1 }, { what: 'again', ref, news });
        expect((await channel.deliver(again, soon())).kind).toBe('done');
        expect(shown().length).toBeGreaterThan(before);
      }
      if (channel.takes.includes('update')) {
        const update = deliveryOf(revertedAlert, { what: 'update', ref, news: revertedAlert.history });
        expect((await channel.deliver(update, soon())).kind).toBe('done');
        expect(shown().at(-1)?.toLowerCase()).toMatch(/revert|resolve|archive/);
      }
      expect(complaints()).toEqual([]);
    });

    testTrouble('busy', 'a service that takes no more is asked again when it says, not before', async (bench) => {
      bench.fail('busy');
      const came = await bench.channel.deliver(deliveryOf(openAlert), soon());
      expect(came).toMatchObject({ kind: 'later', after: 7000, maybe: false });
      expect(bench.standing()).toBe(0);
      await arrivesAfterAll(bench, came);
    });

    for (const trouble of ['down', 'reset', 'lost', 'hang', 'slow'] as const) {
      testTrouble(
        trouble,
        `a service in trouble (${trouble}) loses no message, and \`maybe\` is right`,
        async (bench) => {
          bench.fail(trouble);
          const came = await bench.channel.deliver(deliveryOf(openAlert), calledOffAfter(700));
          if (came.kind === 'done') expect([trouble, bench.standing()]).toEqual(['slow', 1]);
          else {
            expect(came.kind).toBe('later');
            if (came.kind === 'later' && !came.maybe) expect(bench.standing()).toBe(0);
            await arrivesAfterAll(bench, came);
          }
        },
      );
    }

    for (const trouble of ['key', 'gone'] as const) {
      testTrouble(
        trouble,
        `a service that refuses (${trouble}) is told in a sentence that says what to do`,
        async (bench) => {
          bench.fail(trouble);
          const came = await bench.channel.deliver(deliveryOf(openAlert), soon());
          expect(came.kind).toBe('refused');
          if (came.kind === 'refused')
            expect(came.why).toMatch(/expected .+ got .+(;|:) .+|\bset\b|\bmend\b|\bgive\b/s);
          expectClean(bench, came);
          expect(bench.standing()).toBe(0);
        },
      );
    }

    if (withoutSecret !== undefined)
      for (const kind of ['later', 'refused'] as const) {
        test(`a secret that cannot be looked up is told (${kind})`, async () => {
          const channel: Channel = withoutSecret({ kind, why: 'it is not there' });
          const came = await channel.deliver(deliveryOf(openAlert), soon());
          expect(came).toMatchObject({ kind, ...(kind === 'later' ? { maybe: false } : { whole: true }) });
          channel.close?.();
        });
      }

    test('without time nothing is sent', async () => {
      const { channel, standing } = await openOne();
      const came = await channel.deliver(deliveryOf(openAlert), AbortSignal.abort());
      expect(came).toMatchObject({ kind: 'later', maybe: false });
      expect(standing()).toBe(0);
    });

    test('any alert, also the largest and the most hostile, is taken by the service in every form', async () => {
      const bench = await openOne();
      await fc.assert(
        fc.asyncProperty(anyAlert, fc.boolean(), fc.nat(9), async (alert, repeated, told) => {
          const first = await bench.channel.deliver(deliveryOf(alert, { repeated }), soon());
          expect(first.kind).toBe('done');
          const later = { ...alert, revision: alert.revision + 1 };
          for (const what of ['update', 'again'] as const) {
            if (!bench.channel.takes.includes(what)) continue;
            const next = deliveryOf(later, { what, ref: refOf(first), repeated, news: alert.history.slice(-told) });
            expect((await bench.channel.deliver(next, soon())).kind).toBe('done');
          }
          expect(bench.complaints()).toEqual([]);
        }),
        { numRuns: 25 },
      );
      expectClean(bench, null);
    }, 180_000);

    test('texts of others are shown as text, each of the gallery', async () => {
      const bench = await openOne();
      for (const [what, text] of Object.entries(hostileTexts)) {
        const alert = { ...alertSaying(text, openAlert), id: `msg_${what.replaceAll(/\W/g, '')}`, key: `key:${what}` };
        expect([what, (await bench.channel.deliver(deliveryOf(alert), soon())).kind]).toEqual([what, 'done']);
        expect([what, bench.complaints()]).toEqual([what, []]);
      }
      expectClean(bench, null);
    }, 180_000);
  });
}

/** The same again is taken, stands there once where the service merges or the earlier one is found, and else says that it may be there twice. */
async function arrivesAfterAll(bench: OpenBench, came: Delivered): Promise<void> {
  expectClean(bench, came);
  const repeated = came.kind === 'later' && came.maybe;
  const stood = bench.standing();
  const again = await bench.channel.deliver(deliveryOf(openAlert, { repeated }), soon());
  expect(again.kind).toBe('done');
  expect(bench.complaints()).toEqual([]);
  const isSeen = bench.channel.memory !== 'none' || (repeated && bench.standing() === stood);
  expect(bench.standing()).toBe(isSeen ? 1 : stood + 1);
  if (bench.standing() > 1) expect(bench.shown().at(-1)?.toLowerCase()).toMatch(/repeat|again|already/);
}

function expectClean({ secrets, shown }: OpenBench, came: Delivered | null): void {
  const texts = [JSON.stringify(came), ...shown()].join('\n');
  for (const secret of secrets) expect(texts).not.toContain(secret);
}

function refOf(came: Delivered): string | null {
  return came.kind === 'done' ? came.ref : null;
}
