import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { fixedSecrets } from '../../../test/channels/fixed-secrets.ts';
import { openAlert } from '../../../test/channels/sample-alerts.ts';
import { webhookSettings } from '../../../test/channels/webhook-bench.ts';
import { hookPath, signingKey, startWebhook, type WebhookStandIn } from '../../../test/channels/webhook-stand-in.ts';
import { deliveryOf } from '../../../test/contracts/channel/channel-contract.ts';
import type { WebhookSettings } from '../../contracts/channel-settings.ts';
import type { ChannelParts } from '../channel-parts.ts';
import { openWebhook } from './open-webhook.ts';

const started: WebhookStandIn[] = [];
afterEach(async () => {
  for (const { http } of started.splice(0)) await http.close();
});
async function standIn(keys?: readonly string[]): Promise<WebhookStandIn> {
  const one = await startWebhook(keys);
  started.push(one);
  return one;
}

const soon = () => AbortSignal.timeout(30_000);
const url = webhookSettings.url!;
const open = (at: string, also: Partial<WebhookSettings> = {}, parts: Partial<ChannelParts> = {}) => {
  const secrets = fixedSecrets({ [url]: at, [webhookSettings.secret!]: signingKey });
  return openWebhook({ ...webhookSettings, ...also }, { secrets, guard: 'loopback', ...parts });
};

describe('webhook', () => {
  it('R174: an attempt that is repeated has the same id, a later revision another one', async () => {
    const { http, taken } = await standIn();
    const channel = open(`${http.url}${hookPath}`);
    await channel.deliver(deliveryOf(openAlert), soon());
    await channel.deliver(deliveryOf(openAlert, { repeated: true, now: openAlert.at + 60_000 }), soon());
    await channel.deliver(deliveryOf({ ...openAlert, revision: 1 }, { what: 'update' }), soon());
    expect(http.arrived.map(({ headers }) => headers['webhook-id'])).toEqual([
      `${openAlert.id}-0`,
      `${openAlert.id}-0`,
      `${openAlert.id}-1`,
    ]);
    expect(taken.size).toBe(2);
    const times = http.arrived.map(({ headers }) => headers['webhook-timestamp']);
    expect(times[0]).not.toBe(times[1]);
  });

  it('R174: a receiver that still has the old key takes it, for it is signed with both', async () => {
    const young = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const { http } = await standIn([signingKey]);
    const secrets = fixedSecrets({
      [url]: `${http.url}${hookPath}`,
      [webhookSettings.secret!]: `${young} ${signingKey}`,
    });
    const channel = openWebhook(webhookSettings, { secrets, guard: 'loopback' });
    expect(await channel.deliver(deliveryOf(openAlert), soon())).toEqual({ kind: 'done', ref: null });
  });

  it('an address that is the only secret is sent to without a signature', async () => {
    const { http, taken } = await standIn([]);
    const secrets = fixedSecrets({ kept: `${http.url}${hookPath}` });
    const settings: WebhookSettings = { ...webhookSettings, url: null, secret: 'kept' };
    const channel = openWebhook(settings, { secrets, guard: 'loopback' });
    expect(await channel.deliver(deliveryOf(openAlert), soon())).toMatchObject({ kind: 'done' });
    expect(taken.size).toBe(1);
    expect(http.arrived[0]!.headers['webhook-signature']).toBeUndefined();
  });

  it('an address may stand in the policy as it is', async () => {
    const { http } = await standIn();
    const channel = open('nowhere', { url: `${http.url}${hookPath}` });
    expect(await channel.deliver(deliveryOf(openAlert), soon())).toMatchObject({ kind: 'done' });
  });

  it('R174: nothing is sent to an address of this machine, a private network or the metadata service', async () => {
    const { http } = await standIn();
    const { port } = new URL(http.url);
    const places = [
      ...[`https://127.0.0.1:${port}/`, `https://localhost:${port}/`, `https://[::1]:${port}/`],
      ...['https://169.254.169.254/latest/meta-data/', 'https://[::ffff:10.0.0.1]/', 'https://192.168.1.1/'],
      ...[`http://127.0.0.1:${port}/`, `https://2130706433:${port}/`, 'https://[fd00:ec2::254]/', 'file:///etc/passwd'],
    ];
    for (const place of places)
      for (const isPrivate of [false, true]) {
        if (isPrivate && (place.includes('10.0.0.1') || place.includes('192.168.'))) continue;
        const came = await open(place, { private: isPrivate }, { guard: 'public' }).deliver(
          deliveryOf(openAlert),
          soon(),
        );
        expect([place, isPrivate, came.kind]).toEqual([place, isPrivate, 'refused']);
      }
    expect(http.arrived).toEqual([]);
  });

  it('R174: a name that answers with a private address is not connected to, unless the policy says `private`', async () => {
    const resolve: ChannelParts['resolve'] = (_name, answer) =>
      answer(null, [{ address: '10.255.255.255', family: 4 }]);
    const at = 'https://hooks.example.com/in';
    const shut = await open(at, {}, { guard: 'public', resolve }).deliver(deliveryOf(openAlert), soon());
    expect(shut).toMatchObject({ kind: 'refused', whole: true, why: expect.stringContaining('`private: true`') });
    const late = AbortSignal.timeout(200);
    const tried = await open(at, { private: true }, { guard: 'public', resolve }).deliver(deliveryOf(openAlert), late);
    expect(tried.kind).toBe('later');
  });

  it('BM-11: whatever status is not 2xx is a failure that is told, and only what passes by itself is tried again', async () => {
    const { http } = await standIn();
    const channel = open(`${http.url}${hookPath}`);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 200, max: 599 }), async (status) => {
        http.script({ kind: 'answer', reply: { status } });
        const came = await channel.deliver(deliveryOf(openAlert), soon());
        const passes = status >= 500 || [408, 425, 429].includes(status);
        expect([status, came.kind]).toEqual([status, status < 300 ? 'done' : passes ? 'later' : 'refused']);
      }),
    );
  });

  it('R174: a redirection is refused and never followed', async () => {
    const { http } = await standIn();
    http.script({ kind: 'answer', reply: { status: 307, headers: { location: `${http.url}/elsewhere` } } });
    const came = await open(`${http.url}${hookPath}`).deliver(deliveryOf(openAlert), soon());
    expect(came).toMatchObject({ kind: 'refused', whole: true });
    expect(http.arrived).toEqual([]);
  });

  it('R174: 410 ends the channel, 400 only this message; a key that is none is never sent', async () => {
    const { http } = await standIn();
    http.script({ kind: 'answer', reply: { status: 410 } }, { kind: 'answer', reply: { status: 400 } });
    const channel = open(`${http.url}${hookPath}`);
    expect(await channel.deliver(deliveryOf(openAlert), soon())).toMatchObject({ kind: 'refused', whole: true });
    expect(await channel.deliver(deliveryOf(openAlert), soon())).toMatchObject({ kind: 'refused', whole: false });
    const secrets = fixedSecrets({ [url]: `${http.url}${hookPath}`, [webhookSettings.secret!]: 'a password' });
    const wrong = await openWebhook(webhookSettings, { secrets, guard: 'loopback' }).deliver(
      deliveryOf(openAlert),
      soon(),
    );
    expect(wrong).toMatchObject({ kind: 'refused', whole: true, why: expect.stringContaining('`whsec_`') });
    expect(http.arrived).toEqual([]);
    expect(secrets.forgotten.toSorted()).toEqual([url, webhookSettings.secret!].toSorted());
  });
});
