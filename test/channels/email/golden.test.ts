import { describe, expect, test } from 'vitest';
import { composeMail, renderMail } from '../../../src/channels/email/compose.ts';
import { subjectOf } from '../../../src/channels/email/subject.ts';
import type { Delivery } from '../../../src/contracts/channel.ts';
import { deliveryOf } from '../../contracts/channel/channel-contract.ts';
import { hostileTexts } from '../../hostile/texts.ts';
import { alertSaying } from '../any-alert.ts';
import { openAlert, revertedAlert, sampleAlerts } from '../sample-alerts.ts';
import { findHtmlFaults, textOfHtml } from './mail-faults.ts';

const envelope = {
  ...{ channel: 'mail.secops', from: 'portcullis@example.com', to: ['secops@example.com'], domain: 'example.com' },
};

const goldens: Readonly<Record<string, Delivery>> = {
  open: deliveryOf(openAlert),
  closed: deliveryOf(revertedAlert, { what: 'update', ref: '<first@example.com>', news: revertedAlert.history }),
  again: deliveryOf({ ...openAlert, revision: 3 }, { what: 'again', repeated: true, interrupts: 2 }),
  asked: deliveryOf(sampleAlerts.asked!),
  collapsed: deliveryOf(sampleAlerts.collapsed!),
  digest: deliveryOf(sampleAlerts.digest!),
  'quiet-digest': deliveryOf(sampleAlerts.quietDigest!),
  gap: deliveryOf(sampleAlerts.gap!),
  drill: deliveryOf(sampleAlerts.drill!),
  test: deliveryOf(sampleAlerts.test!),
  hostile: deliveryOf(sampleAlerts.hostile!),
};

describe('a mail', () => {
  test.each(Object.keys(goldens))('%s looks as it was approved, as text and as HTML (R66)', async (name) => {
    const mail = renderMail(goldens[name]!, envelope);
    const head = [
      `Subject: ${mail.subject}`,
      ...Object.entries(mail.headers).map(([key, value]) => `${key}: ${value}`),
    ];
    await expect(`${head.join('\n')}\n\n${mail.text}`).toMatchFileSnapshot(`../golden/email/${name}.txt`);
    await expect(mail.html).toMatchFileSnapshot(`../golden/email/${name}.html.txt`);
  });

  test.each(Object.keys(sampleAlerts))('%s is the same bytes whenever it is made', async (name) => {
    const delivery = deliveryOf(sampleAlerts[name]!);
    const [one, two] = [renderMail(delivery, envelope), renderMail(delivery, envelope)];
    expect((await composeMail(one)).equals(await composeMail(two))).toBe(true);
  });

  test('R72, R73, R79: says every fact in both parts: the change, who, the ARNs, the baseline, what we did', () => {
    const { text, html } = renderMail(goldens.open!, envelope);
    for (const line of openAlert.facts.flatMap(({ lines }) => lines)) {
      expect(text).toContain(line);
      expect(textOfHtml(html)).toContain(line);
    }
  });

  test('names account and effect in a subject of one line, and what became of it where there is room', () => {
    expect(subjectOf(revertedAlert)).toBe(
      '[CRITICAL][shop-prod] The whole IPv4 Internet could reach tcp 22 (ssh) on prod-web – Reverted and verified after 14 s',
    );
    for (const alert of Object.values(sampleAlerts)) expect(subjectOf(alert).length).toBeLessThanOrEqual(150);
    const place = { ...openAlert.place!, accountName: ']\r\nBcc: x@example.com\r\n[' };
    expect(subjectOf({ ...openAlert, place })).toMatch(/^\[CRITICAL\]\[Bcc: x@example.com\] /);
  });

  test('whoever names a group cannot have a link followed, an image loaded or a line broken', () => {
    for (const text of Object.values(hostileTexts)) {
      const mail = renderMail(deliveryOf(alertSaying(text, openAlert)), envelope);
      expect(findHtmlFaults(mail.html)).toEqual([]);
      const plain = mail.text.replace(/^Playbook: .*$/m, '');
      expect(plain).not.toMatch(/https?:\/\/|www\.[a-z]/i);
      expect(mail.subject).not.toMatch(/[\r\n\p{Cf}]/u);
      expect(Object.values(mail.headers).join('')).toMatch(/^[\x20-\x7e]*$/);
    }
  });

  test('an address of a playbook is a link, anything else is not', () => {
    const htmlWith = (playbook: string) => renderMail(deliveryOf({ ...openAlert, playbook }), envelope).html;
    expect(htmlWith('https://example.com/admin?a=1&b=2')).toContain('href="https://example.com/admin?a=1&amp;b=2"');
    for (const other of [
      'javascript:alert(1)',
      'https://u:p@example.com/',
      'https://x" onclick="y',
      'playbooks/admin.md',
    ])
      expect(htmlWith(other)).not.toContain('<a ');
  });

  test('a drill and a test say first that nothing is to be done', () => {
    for (const name of ['drill', 'test'] as const) {
      const { text, subject } = renderMail(goldens[name]!, envelope);
      expect(subject).toMatch(new RegExp(`^\\[${name.toUpperCase()}\\]`));
      expect(text.split('\n\n')[1]).toMatch(/Nothing (happened, and nothing )?is to be done\./);
    }
  });
});
