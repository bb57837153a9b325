import { afterEach, describe, expect, it } from 'vitest';
import { calledOffAfter } from '../../../test/channels/called-off.ts';
import { fixedSecrets } from '../../../test/channels/fixed-secrets.ts';
import type { Trouble } from '../../../test/channels/loopback-http.ts';
import { hostileAlert, longestAlert, openAlert, revertedAlert } from '../../../test/channels/sample-alerts.ts';
import { deskSettings, jiraUrl, openDesk } from '../../../test/channels/webhook-desk-benches.ts';
import { jiraSecret, startJira } from '../../../test/channels/webhook-jira-stand-in.ts';
import { servicenowSecret, startServiceNow } from '../../../test/channels/webhook-servicenow-stand-in.ts';
import { deliveryOf } from '../../../test/contracts/channel/channel-contract.ts';
import type { Channel } from '../../contracts/channel.ts';
import { openWebhook } from './open-webhook.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const soon = () => AbortSignal.timeout(30_000);
const update = (channel: Channel, ref: string | null) =>
  channel.deliver(deliveryOf(revertedAlert, { what: 'update', ref, news: revertedAlert.history }), soon());

async function jira() {
  const desk = await startJira();
  closing.push(() => desk.http.close());
  return { ...desk, tickets: desk.issues, channel: openDesk('jira', jiraUrl(desk.http), jiraSecret) };
}

async function servicenow() {
  const desk = await startServiceNow();
  closing.push(() => desk.http.close());
  return { ...desk, tickets: desk.rows, channel: openDesk('servicenow', desk.http.url, servicenowSecret) };
}

describe.each([
  ['jira', jira],
  ['servicenow', servicenow],
] as const)('tickets of %s', (format, start) => {
  it('R65, R174: one ticket for a message, and what happens later stands in it', async () => {
    const { channel, tickets, shown, complaints } = await start();
    const first = await channel.deliver(deliveryOf(openAlert), soon());
    const [ticket] = [...tickets.keys()];
    expect(first).toEqual({ kind: 'done', ref: ticket });
    expect(await update(channel, ticket!)).toEqual({ kind: 'done', ref: ticket });
    expect(tickets.size).toBe(1);
    expect(shown.at(-1)).toContain('closed: Reverted and verified after 14 s');
    expect(complaints).toEqual([]);
  });

  it('a ticket whose making was answered by nobody is found, not made again', async () => {
    const { channel, tickets, http } = await start();
    let asked = 0;
    http.trouble = (): Trouble | null => (++asked === 2 ? { kind: 'lost' } : null);
    const came = await channel.deliver(deliveryOf(openAlert), soon());
    expect(came).toMatchObject({ kind: 'later', maybe: true });
    expect(tickets.size).toBe(1);
    const again = await channel.deliver(deliveryOf(openAlert, { repeated: true }), soon());
    expect(again).toEqual({ kind: 'done', ref: [...tickets.keys()][0] });
    expect(tickets.size).toBe(1);
  });

  it('news of a message whose ticket was never named, or is gone, finds or makes one', async () => {
    const { channel, tickets } = await start();
    await channel.deliver(deliveryOf(openAlert), soon());
    const [ticket] = [...tickets.keys()];
    expect(await update(channel, null)).toEqual({ kind: 'done', ref: ticket });
    tickets.clear();
    const came = await update(channel, ticket!);
    expect(came).toEqual({ kind: 'done', ref: [...tickets.keys()][0] });
    expect(tickets.size).toBe(1);
  });

  it('an answer that broke off makes no second ticket', async () => {
    const { channel, tickets, http } = await start();
    await channel.deliver(deliveryOf(openAlert), soon());
    http.script({ kind: 'slow' });
    const came = await channel.deliver(deliveryOf(openAlert), calledOffAfter(300));
    expect(came.kind).toBe('later');
    expect(tickets.size).toBe(1);
  });

  it('the longest and the most hostile alert are taken, with no address to follow', async () => {
    const { channel, shown, complaints } = await start();
    for (const alert of [longestAlert, hostileAlert])
      expect((await channel.deliver(deliveryOf(alert), soon())).kind).toBe('done');
    expect(complaints).toEqual([]);
    expect(shown[0]).toContain('shortened');
    expect(shown[1]).not.toContain('https://192.0.2.1');
    expect(shown[1]).toContain('hxxps://192.0.2.1');
  });

  it('a search that is refused says what to mend', async () => {
    const { channel, http } = await start();
    http.script({ kind: 'answer', reply: { status: 400 } });
    const came = await channel.deliver(deliveryOf(openAlert), soon());
    expect(came).toMatchObject({ kind: 'refused', whole: true, why: expect.stringContaining('project or table') });
  });

  it('settings that describe no such service are told, and nothing is sent', async () => {
    const { http } = await start();
    const secret = deskSettings(format, '').secret!;
    const secrets = fixedSecrets({ [secret]: 'user:token' });
    for (const url of ['https://shop.example/x', 'https://shop.example/rest/api/3/issue?project=a"b', 'nothing']) {
      const channel = openWebhook(deskSettings(format, url), { secrets, guard: 'loopback' });
      const came = await channel.deliver(deliveryOf(openAlert), soon());
      expect(came).toMatchObject({ kind: 'refused', whole: true, why: expect.stringContaining('as the `url`') });
    }
    const alone = openWebhook({ ...deskSettings(format, http.url), secret: null }, { secrets, guard: 'loopback' });
    const came = await alone.deliver(deliveryOf(openAlert), soon());
    expect(came).toMatchObject({ kind: 'refused', whole: true, why: expect.stringContaining('`secret`') });
    expect(http.arrived).toEqual([]);
  });
});
