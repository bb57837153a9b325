import { afterEach, describe, expect, test } from 'vitest';
import { fixedSecrets } from '../../../test/channels/fixed-secrets.ts';
import { longestAlert, openAlert, revertedAlert } from '../../../test/channels/sample-alerts.ts';
import { openSlackBench, type SlackBench, workspace } from '../../../test/channels/slack-bench.ts';
import { deliveryOf } from '../../../test/contracts/channel/channel-contract.ts';
import type { Delivered, Delivery } from '../../contracts/channel.ts';
import { openSlack } from './open-slack.ts';

const opened: SlackBench[] = [];
afterEach(async () => {
  for (const bench of opened.splice(0)) await bench.close();
});

async function open(by: 'token' | 'webhook', also: Parameters<typeof openSlackBench>[1] = {}): Promise<SlackBench> {
  const bench = await openSlackBench(by, also);
  opened.push(bench);
  return bench;
}

const deliver = (bench: SlackBench, also: Partial<Delivery> = {}, alert = openAlert): Promise<Delivered> =>
  bench.channel.deliver(deliveryOf(alert, also), AbortSignal.timeout(30_000));
const methods = ({ server }: SlackBench) => server.arrived.map(({ path }) => path.replace(/^\/api\/|\?.*$/g, ''));
const refOf = (came: Delivered) => (came.kind === 'done' ? came.ref : 'none');
const news = [{ at: openAlert.at + 60_000, say: 'not acknowledged in time' }];
const saying = (error: string) =>
  ({ kind: 'answer', reply: { status: 200, body: JSON.stringify({ ok: false, error }) } }) as const;

describe('Slack by an app’s token', () => {
  test('R68: one message is edited in place, and what happened stands in its thread', async () => {
    const bench = await open('token');
    const ref = refOf(await deliver(bench));
    expect(ref).toMatch(/^C0123ABCD\/\d+\.\d+$/);
    expect(refOf(await deliver(bench, { what: 'again', ref, news }))).toBe(ref);
    expect(refOf(await deliver(bench, { what: 'update', ref, news: revertedAlert.history }, revertedAlert))).toBe(ref);
    expect(refOf(await deliver(bench, { what: 'update', ref, news: [] }, revertedAlert))).toBe(ref);
    const { messages } = bench.slack;
    expect(messages.map(({ threadTs, broadcast }) => [threadTs === null, broadcast])).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
    expect(messages[0]?.text).toContain('Reverted and verified');
    expect(methods(bench)).toEqual([
      'chat.postMessage',
      ...['chat.update', 'chat.postMessage', 'chat.update', 'chat.postMessage', 'chat.update'],
    ]);
    expect(bench.complaints()).toEqual([]);
  });

  test.each(['message_not_found', 'edit_window_closed', 'cant_update_message'])(
    'a message that cannot be edited any more (%s) is posted anew',
    async (error) => {
      const bench = await open('token');
      const ref = refOf(await deliver(bench));
      bench.server.script(saying(error));
      const next = refOf(await deliver(bench, { what: 'update', ref, news }));
      expect(next).not.toBe(ref);
      expect([bench.standing(), bench.shown().at(-1)]).toEqual([2, expect.stringMatching(/^Again: [\s\S]*in time/)]);
      expect(refOf(await deliver(bench, { what: 'update', ref: next, news: [] }))).toBe(next);
    },
  );

  test('a message in a channel that is no more, when another is set, is posted there', async () => {
    const bench = await open('token');
    const came = await deliver(bench, { what: 'update', ref: 'C0GONE/1769850000.000100', news });
    expect([refOf(came), bench.standing()]).toEqual([expect.stringMatching(/^C0123ABCD/), 1]);
  });

  test('an answer that was lost makes no second message where the app may read the channel', async () => {
    const bench = await open('token');
    bench.fail('lost');
    expect(await deliver(bench)).toMatchObject({ kind: 'later', maybe: true });
    const ref = refOf(await deliver(bench, { repeated: true }));
    expect([bench.standing(), bench.slack.messages[0]?.ts]).toEqual([1, ref?.split('/')[1]]);
    for (let i = 0; i < 40; i++) await deliver(bench, {}, { ...longestAlert, id: `msg_${i}` });
    bench.fail('lost');
    await deliver(bench, {}, { ...openAlert, id: 'msg_late' });
    await deliver(bench, { repeated: true }, { ...openAlert, id: 'msg_late' });
    expect(bench.standing()).toBe(42);
    bench.server.trouble = ({ path }) => (path.endsWith('postMessage') ? { kind: 'lost' } : null);
    expect(await deliver(bench, { what: 'again', ref, news })).toMatchObject({ kind: 'later', maybe: true });
    bench.server.trouble = null;
    expect(refOf(await deliver(bench, { what: 'again', ref, news, repeated: true }))).toBe(ref);
    expect(bench.slack.messages).toHaveLength(43);
    const third = { what: 'again', ref, news, interrupts: 3 } as const;
    await deliver(bench, third);
    await deliver(bench, { ...third, repeated: true }, { ...openAlert, revision: 9 });
    expect(bench.slack.messages).toHaveLength(44);
    await deliver(bench, { ...third, interrupts: 4, repeated: true });
    expect(bench.slack.messages).toHaveLength(45);
  });

  test('where it may not, a second one says that it is repeated', async () => {
    const bench = await open('token', { mayRead: false });
    bench.fail('lost');
    await deliver(bench);
    await deliver(bench, { repeated: true });
    expect([bench.standing(), bench.shown().at(-1)]).toEqual([2, expect.stringMatching(/^Repeated: /)]);
  });

  test('an edit whose answer was lost is no reason to say that it may be there twice', async () => {
    const bench = await open('token');
    const ref = refOf(await deliver(bench));
    bench.fail('lost');
    expect(await deliver(bench, { what: 'update', ref, news })).toMatchObject({ kind: 'later', maybe: false });
  });

  test('where no thread can be, the edited message stands for it, and a reminder is posted anew', async () => {
    const bench = await open('token');
    const ref = refOf(await deliver(bench));
    const noThread = saying('restricted_action_non_threadable_channel');
    bench.server.trouble = ({ body }) => (body.includes('thread_ts') ? noThread : null);
    expect(refOf(await deliver(bench, { what: 'update', ref, news }))).toBe(ref);
    expect(bench.standing()).toBe(1);
    expect(refOf(await deliver(bench, { what: 'again', ref, news }))).not.toBe(ref);
    expect([bench.standing(), bench.shown().at(-1)]).toEqual([2, expect.stringMatching(/^Again: /)]);
  });

  test('what Slack finds too long for its unwritten limit arrives as its first line', async () => {
    const bench = await open('token');
    bench.slack.mostBlocks = 2000;
    expect((await deliver(bench, {}, longestAlert)).kind).toBe('done');
    expect(bench.shown()).toHaveLength(1);
    bench.slack.mostBlocks = 10;
    expect(await deliver(bench)).toMatchObject({ kind: 'refused', whole: false });
  });

  test.each([
    ['ratelimited', { kind: 'later', maybe: false }],
    ['internal_error', { kind: 'later', maybe: true }],
    ['fatal_error', { kind: 'later', maybe: true }],
    ['invalid_auth', { kind: 'refused', whole: true }],
    ['missing_scope', { kind: 'refused', whole: true }],
    ['channel_not_found', { kind: 'refused', whole: true }],
    ['not_in_channel', { kind: 'refused', whole: true }],
    ['is_archived', { kind: 'refused', whole: true }],
    ['something_new', { kind: 'refused', whole: false }],
    ['Planted <text> of somebody', { kind: 'later', maybe: true }],
  ])('Slack answers 200 and `%s`: %j (BM-11)', async (error, expected) => {
    const bench = await open('token');
    bench.server.script(saying(error));
    const came = await deliver(bench);
    expect(came).toMatchObject(expected);
    expect(JSON.stringify(came)).not.toContain('Planted');
    expect(bench.kept.forgotten).toEqual(came.kind === 'refused' && came.whole ? ['kept'] : []);
  });
});

describe('Slack by an incoming webhook', () => {
  test('R68: of what happens later only the end is told, in a line', async () => {
    const bench = await open('webhook');
    expect(await deliver(bench)).toEqual({ kind: 'done', ref: null });
    await deliver(bench, { what: 'update', news }, { ...openAlert, state: 'acting' });
    expect(bench.shown()).toHaveLength(1);
    await deliver(bench, { what: 'again', news });
    await deliver(bench, { what: 'update', news }, revertedAlert);
    expect(bench.shown()[1]).toMatch(/^Again: [\s\S]*not acknowledged in time/);
    expect(bench.shown()[2]?.split('\n')).toHaveLength(2);
    expect(bench.shown()[2]).toMatch(/^✅ [\s\S]*Reverted and verified/);
    expect(bench.complaints()).toEqual([]);
  });

  test.each([
    [400, 'invalid_payload', { kind: 'done' }],
    [400, 'user_not_found', { kind: 'refused', whole: true }],
    [403, 'action_prohibited', { kind: 'refused', whole: true }],
    [403, 'invalid_token', { kind: 'refused', whole: true }],
    [404, 'channel_not_found', { kind: 'refused', whole: true }],
    [404, 'no_service', { kind: 'refused', whole: true }],
    [410, 'channel_is_archived', { kind: 'refused', whole: true }],
    [500, 'rollup_error', { kind: 'later', maybe: true }],
    [400, 'something_new', { kind: 'refused', whole: false }],
    [404, '<html>Planted</html>', { kind: 'refused', whole: true }],
  ])('Slack answers %i `%s`: %j (BM-11)', async (status, body, expected) => {
    const bench = await open('webhook');
    bench.server.script({ kind: 'answer', reply: { status, body } });
    const came = await deliver(bench);
    expect(came).toMatchObject(expected);
    expect(JSON.stringify(came)).not.toMatch(/planted/i);
  });
});

describe('the secret of Slack', () => {
  const settings = { kind: 'slack', name: 'chat', fallback: null, secret: 'kept' } as const;
  const openWith = (secret: string, channel: string | null, guard: 'public' | 'loopback' = 'public') =>
    openSlack({ ...settings, channel }, { secrets: fixedSecrets({ kept: secret }), guard });

  test.each([
    ['', 'C0123ABCD'],
    ['planted', 'C0123ABCD'],
    [workspace.token, null],
    ['xoxb-planted\r\nX: y', 'C0123ABCD'],
    ['http://hooks.slack.com/services/planted', null],
    ['https://127.0.0.1/services/planted', null],
    ['https://user:planted@hooks.slack.com/services/', null],
  ])('BM-16: `%s` with channel `%s` is refused, and is not told', async (secret, channel) => {
    const came = await openWith(secret, channel).deliver(deliveryOf(openAlert), AbortSignal.timeout(30_000));
    expect(came).toMatchObject({ kind: 'refused', whole: true });
    expect(JSON.stringify(came)).not.toContain('planted');
  });
});
