import PostalMime from 'postal-mime';
import { describe, expect, test } from 'vitest';
import { composeMail, renderMail } from '../../../src/channels/email/compose.ts';
import { deliveryOf } from '../../contracts/channel/channel-contract.ts';
import { openAlert } from '../sample-alerts.ts';
import { findHtmlFaults, findMailFaults } from './mail-faults.ts';

const envelope = { channel: 'mail', from: 'portcullis@example.com', to: ['a@example.com'], domain: 'example.com' };

async function faultsOf(change: (raw: string) => string): Promise<string> {
  const raw = change((await composeMail(renderMail(deliveryOf(openAlert), envelope))).toString('latin1'));
  const email = await PostalMime.parse(Buffer.from(raw, 'latin1'));
  const found = findMailFaults({
    raw,
    email,
    from: 'portcullis@example.com',
    to: ['a@example.com'],
    secure: true,
    user: null,
  });
  return found.join('\n');
}

describe('who looks for faults in mails', () => {
  test('finds none in a good one', async () => {
    expect(await faultsOf((raw) => raw)).toBe('');
  });

  test.each([
    ['a header that was put in', (raw: string) => `Bcc: eve@example.com\r\n${raw}`, 'a header Bcc'],
    ['two subjects', (raw: string) => `Subject: x\r\n${raw}`, '2 headers Subject'],
    ['no date', (raw: string) => raw.replace(/\r\nDate: [^\r]*/, ''), '0 headers Date'],
    ['bytes beyond ASCII', (raw: string) => raw.replace('prod-web', 'prod-w\xe9b'), 'bytes beyond ASCII'],
    ['a bare line end', (raw: string) => raw.replace('\r\n\r\n', '\n\r\n'), 'a line end'],
    ['a long line', (raw: string) => `X-Long: ${'x'.repeat(1200)}\r\n${raw}`, '998'],
    [
      'another sender',
      (raw: string) =>
        raw.replace('<portcullis@example.com>', '<eve@example.com>').replace('From: portcullis@', 'From: eve@'),
      'From eve',
    ],
    ['another text than HTML', (raw: string) => raw.replace('CRITICAL  The', 'CRITICAL  Nothing'), 'Nothing'],
  ])('finds %s', async (_, change, says) => {
    expect(await faultsOf(change)).toContain(says);
  });

  test.each([
    ['<script>x</script>', 'an element script'],
    ['<p onclick="x">', 'an attribute onclick'],
    ['<img src="https://192.0.2.1/x.png">', 'an element img'],
    ['<a href="javascript:x">x</a>', 'a link to javascript:x'],
    ['<p style="background:url(https://192.0.2.1)">', 'a style'],
    ['a < b', 'a bare <'],
  ])('finds what does not belong into HTML: %s', (html, says) => {
    expect(findHtmlFaults(html).join('\n')).toContain(says);
  });
});
