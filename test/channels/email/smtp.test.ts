import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { openSmtp } from '../../../src/channels/email/open-smtp.ts';
import type { Channel } from '../../../src/contracts/channel.ts';
import type { SmtpSettings } from '../../../src/contracts/channel-settings.ts';
import { deliveryOf } from '../../contracts/channel/channel-contract.ts';
import { makeCertificate } from '../certificate.ts';
import { type FixedSecrets, fixedSecrets } from '../fixed-secrets.ts';
import { acknowledgedAlert, digestAlert, openAlert } from '../sample-alerts.ts';
import { smtpSettings } from './smtp-bench.ts';
import { type SmtpStandIn, smtpLogin, startSmtp } from './smtp-stand-in.ts';

const open: SmtpStandIn[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function started(options: Parameters<typeof startSmtp>[0] = {}): Promise<SmtpStandIn> {
  const server = await startSmtp(options);
  open.push(server);
  return server;
}

interface Opened {
  readonly channel: Channel;
  readonly secrets: FixedSecrets;
}

function channelTo(url: string, ca: string, more: Partial<SmtpSettings> = {}): Opened {
  const secrets = fixedSecrets({ [smtpSettings.secret]: url });
  return { channel: openSmtp({ ...smtpSettings, ...more }, { secrets, ca }), secrets };
}

const soon = () => AbortSignal.timeout(30_000);

describe('mail by SMTP', () => {
  test('R66: goes over TLS by STARTTLS, logged in, to every address of the channel', async () => {
    const server = await started();
    const { channel } = channelTo(server.url(), server.ca);
    expect(await channel.deliver(deliveryOf(openAlert), soon())).toEqual({
      ...{ kind: 'done', ref: '<msg_2k7c5n3p9q4r@portcullis.example.com>' },
    });
    const [mail] = server.came;
    expect(mail).toMatchObject({ secure: true, user: smtpLogin.user, from: 'portcullis@example.com' });
    expect(mail?.to).toEqual(['secops@example.com', 'alice@example.com']);
    expect(server.complaints).toEqual([]);
    expect(mail?.email.subject).toMatch(/^\[CRITICAL\]\[shop-prod\] The whole IPv4 Internet can reach tcp 22/);
  });

  test('goes over TLS from the first byte with `smtps`', async () => {
    const server = await started({ secure: true });
    const { channel } = channelTo(server.url('', 'smtps'), server.ca);
    expect((await channel.deliver(deliveryOf(openAlert), soon())).kind).toBe('done');
    expect(server.came[0]?.secure).toBe(true);
  });

  test('never sends user and password where no TLS is offered', async () => {
    const server = await started({ disabledCommands: ['STARTTLS'] });
    const { channel } = channelTo(server.url(), server.ca);
    const came = await channel.deliver(deliveryOf(openAlert), soon());
    expect(came).toMatchObject({ kind: 'refused', whole: true, why: expect.stringContaining('expected STARTTLS') });
    expect(server.came).toEqual([]);
  });

  test('trusts nobody whose certificate nobody vouches for', async () => {
    const server = await started();
    const { channel } = channelTo(server.url(), makeCertificate().cert);
    const came = await channel.deliver(deliveryOf(openAlert), soon());
    expect(came).toMatchObject({ kind: 'later', maybe: false });
    expect(server.came).toEqual([]);
  });

  test('goes without TLS only where `?tls=off` says so, and to this machine', async () => {
    const server = await started({ disabledCommands: ['STARTTLS'], authOptional: true });
    for (const query of ['?tls=off', '']) {
      const { channel } = channelTo(server.url(query).replace(/\/\/.*@/, '//'), server.ca);
      expect((await channel.deliver(deliveryOf(openAlert), soon())).kind).toBe('done');
    }
    expect(server.came.map(({ secure }) => secure)).toEqual([false, false]);
  });

  test('a wrong password refuses the channel, says nothing of it, and is looked up anew the next time', async () => {
    const server = await started();
    const { channel, secrets } = channelTo(server.url().replace('planted-pass', 'other-planted'), server.ca);
    const came = await channel.deliver(deliveryOf(openAlert), soon());
    expect(came).toMatchObject({ kind: 'refused', whole: true });
    expect(JSON.stringify(came)).not.toContain('planted');
    expect(secrets.forgotten).toEqual([smtpSettings.secret]);
  });

  test('greylisting passes: 451 is later, and the next try arrives once', async () => {
    const server = await started();
    const { channel } = channelTo(server.url(), server.ca);
    server.fail({ at: 'recipient', does: 451 }, 2);
    expect(await channel.deliver(deliveryOf(openAlert), soon())).toMatchObject({ kind: 'later', maybe: false });
    expect((await channel.deliver(deliveryOf(openAlert), soon())).kind).toBe('done');
    expect(server.came.length).toBe(1);
  });

  test('a recipient who is greylisted is tried again alone; the others get it once', async () => {
    const server = await started();
    const { channel } = channelTo(server.url(), server.ca);
    server.fail({ at: 'recipient', of: 'alice@example.com', does: 450 });
    const came = await channel.deliver(deliveryOf(openAlert), soon());
    expect(came).toMatchObject({ kind: 'later', why: expect.stringContaining('`alice@example.com` (450') });
    expect((await channel.deliver(deliveryOf(openAlert), soon())).kind).toBe('done');
    expect(server.came.map(({ to }) => to)).toEqual([['secops@example.com'], ['alice@example.com']]);
    expect(new Set(server.came.map(({ email }) => email.messageId)).size).toBe(1);
  });

  test('a recipient who is refused is told of and keeps the mail from nobody else', async () => {
    const server = await started();
    const { channel } = channelTo(server.url(), server.ca);
    server.fail({ at: 'recipient', of: 'alice@example.com', does: 550 });
    const came = await channel.deliver(deliveryOf(openAlert), soon());
    expect(came).toMatchObject({ kind: 'done', but: expect.stringContaining('`alice@example.com` (550') });
    expect(server.came.map(({ to }) => to)).toEqual([['secops@example.com']]);
  });

  test('one refused and one greylisted: the end tells of the refused one', async () => {
    const server = await started();
    const { channel } = channelTo(server.url(), server.ca);
    server.fail({ at: 'recipient', of: 'secops@example.com', does: 550 });
    server.fail({ at: 'recipient', of: 'alice@example.com', does: 451 });
    expect((await channel.deliver(deliveryOf(openAlert), soon())).kind).toBe('later');
    const came = await channel.deliver(deliveryOf(openAlert), soon());
    expect(came).toMatchObject({ kind: 'done', but: expect.stringContaining('secops@example.com') });
    expect(server.came.map(({ to }) => to)).toEqual([['alice@example.com']]);
  });

  test('what is no address keeps the mail from nobody, and is told', async () => {
    const server = await started();
    const { channel } = channelTo(server.url(), server.ca, { to: ['secops@example.com', 'ü@example.com'] });
    const came = await channel.deliver(deliveryOf(openAlert), soon());
    expect(came).toMatchObject({ kind: 'done', but: expect.stringContaining('`ü@example.com`') });
    expect(server.came[0]?.to).toEqual(['secops@example.com']);
  });

  test('a connection that breaks after the mail was handed over may have taken it; before, it has not', async () => {
    const server = await started();
    const { channel } = channelTo(server.url(), server.ca);
    for (const [at, maybe] of [
      ['content', true],
      ['recipient', false],
      ['sender', false],
      ['login', false],
    ] as const) {
      server.fail({ at, does: 'breaks' });
      expect(await channel.deliver(deliveryOf(openAlert), soon())).toMatchObject({ kind: 'later', maybe });
    }
  });

  test('a mail that the server refuses for what it is leaves the channel open', async () => {
    const server = await started();
    const { channel } = channelTo(server.url(), server.ca);
    server.fail({ at: 'content', does: 554 });
    expect(await channel.deliver(deliveryOf(openAlert), soon())).toMatchObject({ kind: 'refused', whole: false });
    server.fail({ at: 'sender', does: 553 });
    expect(await channel.deliver(deliveryOf(openAlert), soon())).toMatchObject({ kind: 'refused', whole: true });
  });

  test('what answers but speaks no SMTP is later, not an error', async () => {
    const odd = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
    const { port } = odd.address() as { readonly port: number };
    const { channel } = channelTo(`smtp://127.0.0.1:${port}`, '');
    expect((await channel.deliver(deliveryOf(openAlert), soon())).kind).toBe('later');
    odd.close();
    const { channel: nowhere } = channelTo(`smtp://127.0.0.1:${port}`, '');
    expect(await nowhere.deliver(deliveryOf(openAlert), soon())).toMatchObject({ kind: 'later', maybe: false });
  });

  test('all of one message is one thread, and each mail of it has an id of its own that a retry keeps', async () => {
    const server = await started();
    const { channel } = channelTo(server.url(), server.ca);
    const first = await channel.deliver(deliveryOf(openAlert), soon());
    const ref = first.kind === 'done' ? first.ref : null;
    const update = deliveryOf(acknowledgedAlert, { what: 'update', ref, news: acknowledgedAlert.history });
    const again = deliveryOf({ ...openAlert, revision: 5 }, { what: 'again', ref, interrupts: 2 });
    for (const delivery of [update, again, { ...again, alert: { ...again.alert, revision: 6 } }])
      expect(await channel.deliver(delivery, soon())).toMatchObject({ kind: 'done', ref });
    const ids = server.came.map(({ email }) => email.messageId);
    expect(ids.slice(0, 2)).toEqual([ref, '<msg_2k7c5n3p9q4r.r1@portcullis.example.com>']);
    expect(ids.slice(2)).toEqual(Array(2).fill('<msg_2k7c5n3p9q4r.i2@portcullis.example.com>'));
    for (const { email } of server.came.slice(1)) expect([email.inReplyTo, email.references]).toEqual([ref, ref]);
    expect(server.came[1]?.email.text).toContain('New\n  2026-01-31 09:17:27 UTC  acknowledged by olivia');
    expect(server.came[2]?.email.text).toContain('You were told of this before. It still stands.');
  });

  test('programs can tell what it is, and no robot answers it', async () => {
    const server = await started();
    const { channel } = channelTo(server.url(), server.ca);
    await channel.deliver(deliveryOf(openAlert), soon());
    await channel.deliver(deliveryOf(digestAlert), soon());
    const headers = server.came.map(({ email }) => new Map(email.headers.map(({ key, value }) => [key, value])));
    expect(Object.fromEntries(headers[0]!)).toMatchObject({
      ...{ 'auto-submitted': 'auto-generated', 'list-id': '<mail-secops.portcullis.example.com>', importance: 'high' },
      ...{ 'x-portcullis-severity': 'critical', 'x-portcullis-state': 'open', 'x-portcullis-account': '111122223333' },
    });
    expect(headers[1]!.get('importance')).toBeUndefined();
    expect(server.came[1]?.email.subject).toMatch(/^\[DIGEST\] Daily digest/);
  });

  test('an address of a mail server that cannot be used is told without any part of it', async () => {
    const wrong = [
      'mail.example.com',
      'http://planted@x',
      'smtp://planted:@x',
      'smtps://a:planted@x?tls=off',
      'smtp://',
    ];
    for (const url of [...wrong, 'smtp://a:planted%@mail.example.com', 'smtp://a:planted@h?tls=maybe']) {
      const { channel } = channelTo(url, '');
      const came = await channel.deliver(deliveryOf(openAlert), soon());
      expect(came).toMatchObject({ kind: 'refused', whole: true, why: expect.stringMatching(/expected .+ got .+/) });
      expect(JSON.stringify(came)).not.toContain('planted');
    }
  });
});
