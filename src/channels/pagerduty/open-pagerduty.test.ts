import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { fixedSecrets } from '../../../test/channels/fixed-secrets.ts';
import { pagerDutySettings } from '../../../test/channels/pagerduty-bench.ts';
import { integrationKey, type PagerDutyStandIn, startPagerDuty } from '../../../test/channels/pagerduty-stand-in.ts';
import {
  acknowledgedAlert,
  digestAlert,
  openAlert,
  revertedAlert,
  testAlert,
} from '../../../test/channels/sample-alerts.ts';
import { deliveryOf } from '../../../test/contracts/channel/channel-contract.ts';
import type { Channel, Delivered } from '../../contracts/channel.ts';
import { alertKinds } from '../../core/alert/alert.ts';
import { openPagerDuty } from './open-pagerduty.ts';

const soon = () => AbortSignal.timeout(30_000);
const started: PagerDutyStandIn[] = [];
afterEach(async () => {
  for (const { http } of started.splice(0)) await http.close();
});

async function standIn(keys?: readonly string[]): Promise<PagerDutyStandIn & { readonly channel: Channel }> {
  const one = await startPagerDuty(keys);
  started.push(one);
  const secrets = fixedSecrets({ [pagerDutySettings.secret]: keys?.[0] ?? integrationKey });
  const parts = { secrets, guard: 'loopback', places: { pagerduty: `${one.http.url}/` } } as const;
  return { ...one, channel: openPagerDuty(pagerDutySettings, parts) };
}

const refOf = (came: Delivered) => (came.kind === 'done' ? came.ref : null);

describe('pagerduty', () => {
  it('R69, R94: one alert from opened over acknowledged to resolved, and one page', async () => {
    const { channel, alerts, pages } = await standIn();
    const ref = refOf(await channel.deliver(deliveryOf(openAlert), soon()));
    expect(alerts.get(openAlert.key)?.state).toBe('triggered');
    await channel.deliver(deliveryOf(acknowledgedAlert, { what: 'update', ref }), soon());
    expect(alerts.get(openAlert.key)?.state).toBe('acknowledged');
    await channel.deliver(deliveryOf(revertedAlert, { what: 'update', ref }), soon());
    expect(alerts.get(openAlert.key)?.state).toBe('resolved');
    expect([alerts.size, pages.length]).toEqual([1, 1]);
  });

  it('R76: the same delivery twice is one alert and one page', async () => {
    const { channel, alerts, pages } = await standIn();
    await channel.deliver(deliveryOf(openAlert), soon());
    await channel.deliver(deliveryOf(openAlert, { repeated: true }), soon());
    expect([alerts.size, pages.length]).toEqual([1, 1]);
  });

  it('R69: what was reverted in time pages nobody, and pages once it stands open again', async () => {
    const { channel, alerts, pages, changes } = await standIn();
    const ref = refOf(await channel.deliver(deliveryOf(revertedAlert), soon()));
    await channel.deliver(deliveryOf(revertedAlert, { what: 'update', ref }), soon());
    expect([alerts.size, pages.length, changes.length]).toEqual([0, 0, 1]);
    await channel.deliver(deliveryOf({ ...openAlert, revision: 3 }, { what: 'update', ref }), soon());
    expect(pages.length).toBe(1);
  });

  it('a key of a ruleset, which takes no change events, gets an alert that is resolved at once', async () => {
    const { channel, alerts, changes, complaints } = await standIn([`R${integrationKey.slice(1)}`]);
    await channel.deliver(deliveryOf(digestAlert), soon());
    expect([alerts.get(digestAlert.key)?.state, changes.length, complaints]).toEqual(['resolved', 0, []]);
  });

  it('R151: a test goes all the way and leaves nothing open', async () => {
    const { channel, alerts, pages } = await standIn();
    await channel.deliver(deliveryOf(testAlert), soon());
    expect([pages.length, alerts.get(testAlert.key)?.state]).toEqual([1, 'resolved']);
  });

  it('a second call that fails is made again, and the first one does not page twice', async () => {
    const { channel, http, alerts, pages } = await standIn();
    const delivery = deliveryOf(acknowledgedAlert);
    let asked = 0;
    http.trouble = () => (++asked === 2 ? { kind: 'answer', reply: { status: 500 } } : null);
    expect(await channel.deliver(delivery, soon())).toMatchObject({ kind: 'later', maybe: true });
    expect(await channel.deliver({ ...delivery, repeated: true }, soon())).toMatchObject({ kind: 'done' });
    expect([pages.length, alerts.get(openAlert.key)?.state]).toEqual([1, 'acknowledged']);
  });

  it('an alert opened by an attempt that was never answered does not stay open once its message is over', async () => {
    const { channel, http, alerts, pages } = await standIn();
    http.script({ kind: 'lost' });
    const came = await channel.deliver(deliveryOf(openAlert), soon());
    expect(came).toMatchObject({ kind: 'later', maybe: true });
    await channel.deliver(deliveryOf(revertedAlert, { repeated: true }), soon());
    expect([alerts.get(openAlert.key)?.state, pages.length]).toEqual(['resolved', 1]);
  });

  it('a second call that is put off may follow a first one that arrived, and says so', async () => {
    const { channel, http } = await standIn();
    let asked = 0;
    http.trouble = () => (++asked === 2 ? { kind: 'answer', reply: { status: 429 } } : null);
    expect(await channel.deliver(deliveryOf(acknowledgedAlert), soon())).toMatchObject({ kind: 'later', maybe: true });
  });

  it('too many at a time, without a time to wait, is asked again after minutes', async () => {
    const { channel, http } = await standIn();
    http.script({ kind: 'answer', reply: { status: 429 } });
    expect(await channel.deliver(deliveryOf(openAlert), soon())).toMatchObject({ kind: 'later', after: 120_000 });
  });

  it('a key that is not known is forgotten, so that a new one is found', async () => {
    const { http } = await standIn();
    const secrets = fixedSecrets({ [pagerDutySettings.secret]: 'f'.repeat(32) });
    const channel = openPagerDuty(pagerDutySettings, {
      secrets,
      guard: 'loopback',
      places: { pagerduty: `${http.url}/` },
    });
    const came = await channel.deliver(deliveryOf(openAlert), soon());
    expect(came).toMatchObject({
      kind: 'refused',
      whole: true,
      why: expect.stringMatching(/set the key of an Events API v2/),
    });
    expect(secrets.forgotten).toEqual([pagerDutySettings.secret]);
  });

  it('an event that PagerDuty does not take is refused, and the channel goes on', async () => {
    const { channel, http } = await standIn();
    http.script({ kind: 'answer', reply: { status: 400, body: '{"errors":["payload.summary is too long"]}' } });
    expect(await channel.deliver(deliveryOf(openAlert), soon())).toMatchObject({ kind: 'refused', whole: false });
  });

  it('customers in Europe are sent to the European address, and only to a public one', async () => {
    const asked: string[] = [];
    const secrets = fixedSecrets({ [pagerDutySettings.secret]: integrationKey });
    for (const region of ['us', 'eu'] as const) {
      const channel = openPagerDuty(
        { ...pagerDutySettings, region },
        {
          ...{ secrets, guard: 'public' },
          resolve: (name, answer) => {
            asked.push(name);
            answer(null, [{ address: '127.0.0.1', family: 4 }]);
          },
        },
      );
      expect(await channel.deliver(deliveryOf(openAlert), soon())).toMatchObject({ kind: 'refused' });
    }
    expect(asked).toEqual(['events.pagerduty.com', 'events.eu.pagerduty.com']);
  });

  it('R69: whatever happens in whatever order, an alert is open there while its message is, and not longer', async () => {
    const { channel, alerts, complaints } = await standIn();
    const states = fc.constantFrom('open', 'waiting', 'acting', 'acknowledged', 'closed', 'accepted' as const);
    const kinds = fc.constantFrom(...alertKinds.filter((kind) => kind === 'incident' || kind === 'collapsed'));
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(states, { minLength: 1, maxLength: 6 }), kinds, async (story, kind) => {
        const key = `portcullis:${++run}`;
        let ref: string | null = null;
        for (const [revision, state] of story.entries()) {
          const alert = { ...openAlert, key, kind, revision, state };
          const what = revision === 0 ? 'first' : 'update';
          const came = await channel.deliver(deliveryOf(alert, { what, ref }), soon());
          if (revision === 0) ref = refOf(came);
        }
        const [last, there] = [story.at(-1)!, alerts.get(key)?.state ?? 'none'];
        if (last === 'closed' || last === 'accepted') expect(['resolved', 'none']).toContain(there);
        else if (last !== 'acknowledged') expect(['triggered', 'acknowledged']).toContain(there);
        expect(complaints).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
