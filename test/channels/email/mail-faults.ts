import type { CameMail } from './smtp-stand-in.ts';

/** What a server or a reader finds wrong with a mail. */
export function findMailFaults({ raw, email, from, to }: CameMail): readonly string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, what: string) => {
    if (!holds) faults.push(what);
  };
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  expect(/^[\x00-\x7f]*$/.test(raw), 'bytes beyond ASCII');
  expect(!/\0/.test(raw), 'NUL');
  expect(!/[^\r]\n|\r[^\n]/.test(raw), 'a line end that is not CRLF');
  expect(
    raw.split('\r\n').every((line) => line.length <= 998),
    'a line of more than 998 characters (RFC 5322, 2.1.1)',
  );
  for (const name of [
    'From',
    'To',
    'Subject',
    'Date',
    'Message-ID',
    'MIME-Version',
    'Content-Type',
    'Auto-Submitted',
  ]) {
    const count = unfolded.filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)).length;
    expect(count === 1, `${count} headers ${name}`);
  }
  for (const name of ['Bcc', 'Cc', 'Reply-To', 'Content-Disposition'])
    expect(!unfolded.some((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)), `a header ${name}`);
  expect(
    unfolded.every((line) => /^[A-Za-z-]+: ?\S/.test(line)),
    'a header without a name or value',
  );
  expect((email.subject ?? '').length <= 150 && !/[\r\n]/.test(email.subject ?? ''), `subject ${email.subject}`);
  expect(email.from?.address === from, `From ${email.from?.address}, sent by ${from}`);
  expect(
    to.every((each) => email.to?.some(({ address }) => address === each)),
    `To does not name ${to.join()}`,
  );
  expect(/^<[^<>\s@]+@[^<>\s@]+>$/.test(email.messageId ?? ''), `Message-ID ${email.messageId}`);
  expect(email.attachments.length === 0, 'an attachment');
  expect((email.text ?? '').trim() !== '', 'no text');
  faults.push(...findHtmlFaults(email.html ?? ''));
  const shown = squeeze(textOfHtml(email.html ?? ''));
  const missing = (email.text ?? '')
    .split('\n')
    .map((line) => squeeze(line.replace(/^! /, '')))
    .flatMap((line) => line.split(' '))
    .filter((word) => word !== '--' && !shown.includes(word));
  expect(missing.length === 0, `the HTML does not say ${missing.slice(0, 3).join(' ')}`);
  return faults;
}

/** What HTML of a mail must not have: anything that runs, loads, or leads somewhere that nobody chose. */
export function findHtmlFaults(html: string): readonly string[] {
  const faults: string[] = [];
  for (const [, name = '', attributes = ''] of html.matchAll(/<([a-z!/][a-z0-9]*)((?:\s+[^<>]*)?)>/gi)) {
    const tag = name.toLowerCase().replace('/', '');
    if (!known.has(tag)) faults.push(`an element ${name}`);
    for (const [, attribute = '', value = ''] of attributes.matchAll(/([a-z-]+)="([^"]*)"/gi)) {
      if (/^on|^src|^background$|^srcdoc$|^action$/i.test(attribute)) faults.push(`an attribute ${attribute}`);
      if (attribute === 'href' && !value.startsWith('https://')) faults.push(`a link to ${value}`);
      if (/url\(|expression|@import/i.test(value) && attribute === 'style') faults.push(`a style ${value}`);
    }
  }
  if (/<(?![a-z!/])/i.test(html)) faults.push('a bare <');
  return faults;
}

const known = new Set([
  ...['!doctype', 'html', 'head', 'meta', 'title', 'style', 'body', 'div', 'table', 'tr', 'td', 'th', 'span'],
  ...['h1', 'h2', 'p', 'a'],
]);

/** The words of HTML as a reader sees them. */
export function textOfHtml(html: string): string {
  return html
    .replace(/<(style|title)>.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
