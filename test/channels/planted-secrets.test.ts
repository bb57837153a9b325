import { afterEach, describe, expect, test } from 'vitest';
import { openChannels } from '../../src/apps/server/open-channels.ts';
import { openLog } from '../../src/apps/server/open-log.ts';
import { redactor } from '../../src/apps/server/redact.ts';
import { type ChannelTested, testChannel } from '../../src/apps/server/test-channels.ts';
import type { ChannelSettings } from '../../src/contracts/channel-settings.ts';
import type { EntryHeader } from '../../src/core/ledger/entry.ts';
import type { EntryBody, ToldBody } from '../../src/core/ledger/entry-body.ts';
import { openSecrets } from '../../src/settings/open-secrets.ts';
import { type EchoingHttp, listenEchoing, listenEchoingSmtp } from './echoing-services.ts';

const planted = 'pl4nt3d';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const alone = { fallback: null, name: 'it' } as const;
const secret = '$' + '{env:KEPT}';
const hook = { ...alone, kind: 'webhook', secret, private: false } as const;

/** Every kind of channel that has a secret, with one that its service could have given it. */
const kinds: Readonly<Record<string, (at: string) => { settings: ChannelSettings; kept: string }>> = {
  'slack by a webhook': (at) => ({
    settings: { ...alone, kind: 'slack', secret, channel: null },
    kept: `${at}/services/T0/B0/${planted}`,
  }),
  'slack by a token': () => ({
    settings: { ...alone, kind: 'slack', secret, channel: 'C0123ABCD' },
    kept: `xoxb-1-${planted}`,
  }),
  pagerduty: () => ({
    settings: { ...alone, kind: 'pagerduty', secret, region: 'us' },
    kept: `${planted}0123456789abcdef`,
  }),
  teams: (at) => ({ settings: { ...alone, kind: 'teams', secret }, kept: `${at}/workflows/1?sig=${planted}` }),
  'a webhook that is a secret': (at) => ({
    settings: { ...hook, url: null, format: 'ours' },
    kept: `${at}/in/${planted}?token=${planted}`,
  }),
  'a webhook that is signed': (at) => ({
    settings: { ...hook, url: `${at}/in`, format: 'ours' },
    kept: `whsec_${Buffer.from(planted.repeat(5)).toString('base64')}`,
  }),
  jira: (at) => ({
    settings: { ...hook, url: `${at}/rest/api/3/issue?project=SEC&type=Task`, format: 'jira' },
    kept: `bot@example.com:${planted}`,
  }),
  servicenow: (at) => ({ settings: { ...hook, url: `${at}/`, format: 'servicenow' }, kept: planted }),
};

const forms = [
  planted,
  Buffer.from(`bot@example.com:${planted}`).toString('base64'),
  Buffer.from(planted.repeat(5)).toString('base64'),
];

/** What `notify test` says of a channel, by whose secret, with services at `at`. */
async function tell(settings: ChannelSettings, kept: string, at: string): Promise<ChannelTested> {
  const channels = openChannels({
    ...{ settings: () => [settings], policy: () => ({ directory: { accounts: new Map(), people: [] }, notify: [] }) },
    parts: {
      secrets: openSecrets({ env: { KEPT: kept }, clock: { monotonic: () => 0 } }),
      ...{ guard: 'loopback', places: { slack: `${at}/api/`, pagerduty: `${at}/`, teams: at } },
    },
  });
  const about = { settings: [settings], by: 'carol', now: () => Date.UTC(2026, 0, 31) };
  const tested = await testChannel(channels, { channel: settings.name, routes: ['all'], ...about });
  channels.close();
  return tested;
}

/** The same as it stands in the ledger and in the log of a server that was given no secret of the channel. */
function logged({ outcome, why }: ChannelTested): string {
  const lines: string[] = [];
  const log = openLog({
    ...{ level: 'debug', pretty: false, colour: false, redact: redactor([]), now: () => 0 },
    out: (text) => void lines.push(text),
  });
  const body: ToldBody = {
    ...{ kind: 'told', message: 'msg_1', channel: 'it', what: 'first', of: 'notice', attempts: 1, why, at: 0 },
    ...{ outcome: outcome === 'took' ? 'done' : 'refused', severity: 'low', decisions: [], incidents: [] },
  };
  const header = { shard: 0, n: 1, key: 'told' } as EntryHeader;
  log.hear({ kind: 'entry', entry: { header, body: JSON.stringify(body) }, body: body as EntryBody } as never);
  expect(lines).toHaveLength(1);
  return `${JSON.stringify(body)}\n${lines.join('')}`;
}

function expectClean(tested: ChannelTested): void {
  const texts = `${JSON.stringify(tested)}\n${logged(tested)}`;
  for (const form of forms) expect(texts).not.toContain(form);
}

async function opened(): Promise<EchoingHttp> {
  const http = await listenEchoing();
  closing.push(() => http.close());
  return http;
}

describe('BM-16: the secret of a channel stands in no answer of `notify test`, no entry and no log', () => {
  for (const [kind, make] of Object.entries(kinds)) {
    test(`${kind}: whatever its service answers, even with all that it was sent`, async () => {
      const http = await opened();
      const { settings, kept } = make(http.url);
      for (const status of [200, 202, 301, 400, 401, 403, 404, 410, 413, 422, 429, 500, 503]) {
        http.status = status;
        expectClean(await tell(settings, kept, http.url));
      }
      expect(http.arrived.length).toBeGreaterThanOrEqual(13);
      for (const trouble of ['reset', 'lost'] as const) {
        http.script({ kind: trouble });
        expectClean(await tell(settings, kept, http.url));
      }
    });

    test(`${kind}: also where it is not what such a channel takes`, async () => {
      const http = await opened();
      const { settings } = make(http.url);
      const odd = [planted, `${planted} ${planted}\u20ac`, `http://${planted}@192.0.2.1/`, `https://${planted}:x@x/`];
      const odder = [`smtp://${planted}`, `xoxb-\u00e9${planted}`, `whsec_${planted}!`, `\n${planted}\r\nX: y`, '%zz'];
      for (const kept of [...odd, ...odder]) expectClean(await tell(settings, kept, http.url));
    });
  }

  const mail: ChannelSettings = {
    ...{ ...alone, kind: 'smtp', secret, from: 'portcullis@example.com', to: ['secops@example.com'] },
  };

  for (const [from, code] of [
    ['AUTH', 535],
    ['AUTH', 454],
    ['MAIL', 550],
    ['RCPT', 450],
    ['DATA', 554],
  ] as const)
    test(`mail: a server that repeats what it heard in its ${code} to ${from}`, async () => {
      const { host, close } = await listenEchoingSmtp(from, code);
      closing.push(close);
      const tested = await tell(mail, `smtp://bot:${planted}@${host}`, 'http://127.0.0.1');
      expect(tested.why).toContain(String(code));
      expectClean(tested);
    });

  test('mail: an address of a server that cannot be used', async () => {
    const odd = [
      planted,
      `smtp://${planted}`,
      `smtp://bot:${planted}%zz@x`,
      `smtps://bot:${planted}@127.0.0.1:1?tls=off`,
    ];
    for (const kept of odd) {
      const tested = await tell(mail, kept, 'http://127.0.0.1');
      expect(tested.outcome).not.toBe('took');
      // The host of a mail server is no secret, and what is wrong is told by it.
      expect(JSON.stringify({ ...tested, why: tested.why?.replaceAll(`\`${planted}\``, '') })).not.toContain(planted);
    }
  });
});
