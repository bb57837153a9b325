import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyAlert } from '../../../test/channels/any-alert.ts';
import {
  hostileAlert,
  longestAlert,
  openAlert,
  revertedAlert,
  sampleAlerts,
} from '../../../test/channels/sample-alerts.ts';
import { checkSlackMessage, readSlackMessage } from '../../../test/channels/slack-check.ts';
import type { Alert } from '../../core/alert/alert.ts';
import { renderShort, renderSlack } from './render.ts';
import { renderReply } from './render-reply.ts';
import type { SlackMessage } from './slack-block.ts';

const golden = (name: string) => `../../../test/channels/golden/slack/${name}`;
const first = { what: 'first', news: [], repeated: false } as const;
const render = (alert: Alert, also: Partial<Parameters<typeof renderSlack>[0]> = {}) =>
  renderSlack({ ...first, alert, ...also });
const read = ({ text, blocks }: SlackMessage) => `${text}\n${'-'.repeat(20)}\n${readSlackMessage(blocks)}\n`;
const sizeOf = ({ blocks }: SlackMessage) => JSON.stringify(blocks).length;
const again = { what: 'again', news: [{ at: openAlert.at + 60_000, say: 'not acknowledged in time' }] } as const;
const delivery = { ...first, alert: revertedAlert, ref: null, now: revertedAlert.updatedAt };

describe('what Slack is sent', () => {
  test.each(Object.keys(sampleAlerts))('R68, R79: a person reads without any console: %s', async (name) => {
    const message = render(sampleAlerts[name]!);
    expect(checkSlackMessage(message.text, message.blocks)).toEqual([]);
    await expect(read(message)).toMatchFileSnapshot(golden(`${name}.txt`));
  });

  test.each(['reverted', 'open', 'hostile'])('R68: the payload is this one: %s', async (name) => {
    await expect(`${JSON.stringify(render(sampleAlerts[name]!), null, 2)}\n`).toMatchFileSnapshot(
      golden(`${name}.json`),
    );
  });

  test('R68: what follows is a reply, and what interrupts anew is shown in the channel', async () => {
    const news = [...revertedAlert.history];
    const update = renderReply({ ...delivery, what: 'update', news });
    const reminder = renderReply({ ...delivery, ...again, alert: openAlert });
    const posted = render(openAlert, again);
    const parts = [update, reminder, posted, renderShort({ ...first, what: 'update', alert: revertedAlert })];
    for (const one of parts) expect(checkSlackMessage(one?.text, one?.blocks)).toEqual([]);
    await expect(parts.map((one) => read(one!)).join('\n')).toMatchFileSnapshot(golden('follows.txt'));
    expect(renderReply({ ...delivery, what: 'update', news: [] })).toBeNull();
  });

  test('R72: what was done stands in the message, and the first line says how it stands', () => {
    const { text, blocks } = render(revertedAlert);
    expect(text).toContain('Reverted and verified after 14 s');
    for (const word of ['alice@example.com', 'tcp 22', 'reverted', 'prod-web'])
      expect(readSlackMessage(blocks)).toContain(word);
  });

  test('R73: ARNs of rule and role, and what the baseline does not have, stand in the message', () => {
    const said = readSlackMessage(render(revertedAlert).blocks);
    expect(said).toContain(':security-group-rule/sgr-0f1a2b3c4d5e6f708');
    expect(said).toContain('arn:aws:iam::111122223333:role/Developer');
    expect(said).toContain('baseline edge');
  });

  test('what came twice, and what comes again, says so in its first words', () => {
    expect(render(openAlert, { repeated: true }).text).toMatch(/^Repeated: /);
    expect(render(openAlert, again).text).toMatch(/^Again: /);
    expect(readSlackMessage(render(openAlert, again).blocks)).toContain('not acknowledged in time');
  });
});

describe('texts of others in Slack', () => {
  const mentions = (alert: Alert) => JSON.stringify(render(alert).blocks).match(/<[@!][^>]*>/g) ?? [];
  const actor = (slack: string | null) => ({ as: 'actor', name: '<@U0000EVIL>', slack, mail: null }) as const;

  test('nobody is called by a name that they chose: only by the ids of the directory', () => {
    expect(mentions({ ...openAlert, people: [actor(null)] })).toEqual([]);
    expect(mentions({ ...openAlert, people: [actor('U012ALICE00')] })).toEqual(['<@U012ALICE00>']);
    for (const id of ['<!channel>', '@here', 'U012> <!channel', 'alice', 'C0123ABCD', ''])
      expect(mentions({ ...openAlert, people: [actor(id)] })).toEqual([]);
  });

  test('nobody is called by a test or a drill', () => {
    for (const kind of ['test', 'drill'] as const) expect(mentions({ ...openAlert, kind })).toEqual([]);
  });

  test('markup stays what was typed, and can be read', () => {
    const name = '<!channel> *bold* `code` <https://192.0.2.1|click> @here a&b';
    const message = render({ ...openAlert, headline: name, who: name });
    expect(checkSlackMessage(message.text, message.blocks)).toEqual([]);
    expect(message.text).toContain('&lt;!channel&gt; *bold* `code` &lt;hxxps://192.0.2.1|click&gt; ＠here a&amp;b');
    expect(readSlackMessage(message.blocks)).toContain('<!channel> *bold* `code` <hxxps://192.0.2.1|click> @here a&b');
    expect(readSlackMessage(render(hostileAlert).blocks)).toMatch(/channel/);
  });

  test('the playbook is the one link, and only where it is an address', () => {
    const links = (playbook: string) =>
      JSON.stringify(render({ ...openAlert, playbook }).blocks).match(/<http[^>]*>/g) ?? [];
    expect(links('https://wiki.example.com/a?b=1&c=|<x>')).toEqual([
      '<https://wiki.example.com/a?b=1&amp;c=%7C%3Cx%3E|playbook>',
    ]);
    for (const none of ['playbooks/ssh.md', 'javascript:alert(1)', 'https://user:pass@example.com/'])
      expect(links(none)).toEqual([]);
  });
});

describe('the size of what Slack is sent', () => {
  test('the longest message is cut to what Slack takes, and says so', () => {
    const message = render(longestAlert);
    expect(sizeOf(message)).toBeLessThanOrEqual(12_000);
    expect(sizeOf(message)).toBeGreaterThan(4000);
    expect(readSlackMessage(message.blocks)).toMatch(/more lines[\s\S]*shortened/);
  });

  test('any message fits, whatever it holds, in every form', async () => {
    await fc.assert(
      fc.asyncProperty(anyAlert, fc.boolean(), async (alert, repeated) => {
        const news = alert.history;
        const forms = [
          render(alert, { repeated }),
          render(alert, { what: 'again', news, repeated }),
          renderShort({ alert, what: 'first', repeated }),
          renderReply({ ...delivery, alert, news, repeated, what: 'again' }),
          renderReply({ ...delivery, alert, news, repeated, what: 'update' }),
        ];
        for (const form of forms) {
          if (form === null) continue;
          expect(checkSlackMessage(form.text, form.blocks)).toEqual([]);
          expect(sizeOf(form)).toBeLessThanOrEqual(12_000);
        }
        expect(render(alert, { repeated })).toEqual(render(alert, { repeated }));
      }),
      { numRuns: 200 },
    );
  });
});
