import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { routeOf } from '../../../test/builders/told-decision.ts';
import { fixedSecrets } from '../../../test/channels/fixed-secrets.ts';
import { hookPath, startWebhook } from '../../../test/channels/webhook-stand-in.ts';
import { callRun } from '../../../test/end-to-end/call-run.ts';
import type { ChannelSettings } from '../../contracts/channel-settings.ts';
import type { Reached } from '../../flow/live/post/deliver-parts.ts';
import { rowName } from '../../flow/live/tables.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { openChannels } from '../server/open-channels.ts';
import { channelsOf, testChannel } from '../server/test-channels.ts';
import { notify } from './notify.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-notify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const policy = join(folder, 'portcullis.yaml');
writeFileSync(
  policy,
  `version: 1
notify:
  all: { min: low, where: {}, to: [slack.secops, owner] }
channels:
  slack.secops: { kind: slack, secret: '\${env:NOT_SET}', fallback: hook.all }
  hook.all: { kind: webhook, url: 'https://192.0.2.1/hook' }
  spare: { kind: webhook, url: 'https://192.0.2.2/hook' }
`,
);

/** A ledger in which a message was given up. */
async function ledger(name: string): Promise<string> {
  const path = join(folder, name);
  const opened = openSqliteStore({ path });
  if (opened.kind === 'refused') throw new Error(opened.why);
  const dead = {
    message: 'msg_one',
    channel: 'slack.secops',
    revision: 0,
    why: 'channel_not_found',
    at: 1_700_000_000_000,
  };
  const sent = { revision: 0, interrupts: 0, ref: null, at: null, last: null, trying: null, maybe: false };
  const since = { attempts: 1, since: null, fallback: null };
  const message = { message: { about: ['prod-web'], severity: 'high' } };
  await opened.store.append(0, null, [], {
    rows: [
      { ...rowName('dead', 'slack.secops', 'msg_one'), value: JSON.stringify(dead) },
      { ...rowName('sent', 'msg_one', 'slack.secops'), value: JSON.stringify({ ...sent, ...since }) },
      { ...rowName('message', 'msg_one'), value: JSON.stringify(message) },
    ],
  });
  await opened.store.close();
  return path;
}

const carol = { as: 'carol@example.com' };

describe('notify', () => {
  it('names what it can do, and helps with a word that is none of it', async () => {
    expect(await callRun(notify, ['tset'])).toEqual({
      ...{ code: 1, out: '' },
      err: 'expected test, dead, resend, confirm after `notify`, got `tset`, did you mean `test`\n',
    });
  });
});

describe('notify test', () => {
  it('R80, R156: says what came back of each channel that routes lead to, and ends with 2 where one fails', async () => {
    const { code, out, err } = await callRun(notify, ['test'], { policy: [policy], ...carol });
    expect(code).toBe(2);
    expect(out).toMatch(/^refused +slack\.secops {2}slack, route all, \d+ ms\n +the secret cannot be had: /);
    expect(out).toMatch(/\n(refused|not now) +hook\.all {2}webhook, route all, \d+ ms\n/);
    expect(err).toContain('no route leads to spare: not tried');
    expect(err).toContain('owners are not tried: `--channel owner:<name>` tries one');
  }, 120_000);

  it('is JSON for programs, and knows a slip of the pen', async () => {
    const asked = { policy: [policy], channel: 'slack.secops', json: true, ...carol };
    const { code, out } = await callRun(notify, ['test'], asked);
    expect([code, JSON.parse(out)]).toMatchObject([
      2,
      {
        $schema: 'portcullis:notify-test:1',
        by: 'carol@example.com',
        channels: [{ channel: 'slack.secops', kind: 'slack', routes: ['all'], outcome: 'refused' }],
      },
    ]);
    expect((await callRun(notify, ['test'], { policy: [policy], channel: 'slack.secop' })).err).toContain(
      'expected a channel of the policy at `--channel`, got `slack.secop`, did you mean `slack.secops`\n',
    );
  });

  it('sends a message that is marked as a test, with who sent it and by which route', async () => {
    const hook = await startWebhook([]);
    const url = `${hook.http.url}${hookPath}`;
    const settings: readonly ChannelSettings[] = [
      { kind: 'webhook', name: 'hook', fallback: null, url, secret: null, format: 'ours', private: true },
    ];
    const routes = [routeOf({ id: 'a', to: ['hook', 'owner'] }), routeOf({ id: 'b', to: [], escalateTo: ['hook'] })];
    const channels = openChannels({
      ...{
        settings: () => settings,
        policy: () => ({ directory: { accounts: new Map(), people: [] }, notify: routes }),
      },
      parts: { secrets: fixedSecrets({}), guard: 'loopback' },
    });
    const named = channelsOf(routes, settings);
    expect([...named]).toEqual([['hook', ['a', 'b']]]);
    const about = { settings, by: 'carol@example.com', now: () => 1_772_409_600_000 };
    const tested = await testChannel(channels, { channel: 'hook', routes: named.get('hook')!, ...about });
    expect(tested).toMatchObject({ channel: 'hook', outcome: 'took', why: null });
    expect([...hook.taken.values()].map(({ data }) => data)).toMatchObject([
      { kind: 'test', headline: 'TEST: nothing happened, this only shows that messages arrive here' },
    ]);
    expect(hook.shown[0]).toContain('sent by carol@example.com through the route a, b to hook');
    channels.close();
    await hook.http.close();
  });

  it('R80: a channel that takes it and reaches nobody is told', async () => {
    const reached: Reached = {
      ...{ kind: 'reached', fallback: null, every: 0 },
      channel: {
        ...{ memory: 'none', takes: ['first'] },
        deliver: async () => ({ kind: 'done', ref: null }),
        unreached: async () => 'one subscription waits',
      },
    };
    const about = { channel: 'sns.all', routes: [], settings: [], by: 'carol', now: () => 0 };
    expect(await testChannel({ reach: () => reached }, about)).toMatchObject({
      ...{ outcome: 'unconfirmed', why: 'one subscription waits' },
    });
  });
});

describe('R71: what was given up', () => {
  it('is listed, is sent anew by the beginning of its id, and is listed no more', async () => {
    const path = await ledger('dead.db');
    const { out } = await callRun(notify, ['dead'], { ledger: path });
    expect(out).toMatch(/msg_one +slack\.secops +2023-11-14T22:13:20Z +high +prod-web +channel_not_found/);
    const ordered = await callRun(notify, ['resend', 'msg_o'], { ledger: path, ...carol });
    expect([ordered.code, ordered.err]).toEqual([0, '']);
    expect(ordered.out).toMatch(/Ordered +resend +msg_one +entry 0:0/);
    expect((await callRun(notify, ['dead', path], {})).out).toBe('nothing was given up\n');
    expect((await callRun(notify, ['resend', 'msg_one'], { ledger: path, ...carol })).err).toBe(
      'resend: expected a message that was given up, `msg_one` was not\n',
    );
  });

  it('is not guessed where the beginning of an id means several', async () => {
    const path = await ledger('two.db');
    const opened = openSqliteStore({ path });
    if (opened.kind === 'refused') throw new Error(opened.why);
    const dead = { message: 'msg_other', channel: 'hook.all', revision: 0, why: 'gone', at: 1 };
    const rows = [{ ...rowName('dead', 'hook.all', 'msg_other'), value: JSON.stringify(dead) }];
    await opened.store.append(0, 'any', [], { rows });
    await opened.store.close();
    expect((await callRun(notify, ['resend', 'msg_o'], { ledger: path, ...carol })).err).toContain(
      '2 messages that were given up begin with `msg_o`: give more of the id',
    );
  });

  it('is JSON for programs', async () => {
    const path = await ledger('json.db');
    const { out } = await callRun(notify, ['dead'], { ledger: path, json: true, channel: 'slack.secops' });
    expect(JSON.parse(out)).toMatchObject({
      dead: [{ message: 'msg_one', why: 'channel_not_found', severity: 'high' }],
    });
  });
});

describe('R156: a channel that reaches somebody', () => {
  it('is confirmed by who saw it, if it is one of the policy', async () => {
    const path = await ledger('confirm.db');
    const asked = { ledger: path, policy: [policy], ...carol };
    expect((await callRun(notify, ['confirm', 'slack.secop'], asked)).err).toContain(
      'expected a channel of the policy (hook.all, slack.secops, spare), got `slack.secop`\n',
    );
    const { code, out } = await callRun(notify, ['confirm', 'slack.secops'], asked);
    expect([code, out]).toMatchObject([0, expect.stringMatching(/Ordered +confirm +slack\.secops +entry 0:0/)]);
  });
});
