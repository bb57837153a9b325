import { openSmtp } from '../../../src/channels/email/open-smtp.ts';
import type { Channel } from '../../../src/contracts/channel.ts';
import type { SmtpSettings } from '../../../src/contracts/channel-settings.ts';
import type { ChannelBench, ChannelTrouble } from '../../contracts/channel/channel-bench.ts';
import { fixedSecrets } from '../fixed-secrets.ts';
import { type SmtpTrouble, smtpLogin, startSmtp } from './smtp-stand-in.ts';

/** A channel of mail, as a policy has it. */
export const smtpSettings: SmtpSettings = {
  ...{ kind: 'smtp', name: 'mail.secops', fallback: null, secret: '$' + '{env:SMTP_URL}' },
  ...{ from: 'portcullis@example.com', to: ['secops@example.com', 'Alice <alice@example.com>'] },
};

const troubles: Readonly<Record<Exclude<ChannelTrouble, 'busy'>, SmtpTrouble>> = {
  down: { at: 'content', does: 451 },
  reset: { at: 'greeting', does: 'breaks' },
  lost: { at: 'content', does: 'breaks', taken: true },
  hang: { at: 'greeting', does: 'hangs' },
  slow: { at: 'content', does: 'hangs', taken: true },
  key: { at: 'login', does: 535 },
  gone: { at: 'recipient', does: 550 },
};

/** Mail by SMTP takes part in the contract of channels, against a real server with STARTTLS and a login. */
export const smtpBench: ChannelBench = {
  open: async () => {
    const server = await startSmtp();
    const secrets = fixedSecrets({ [smtpSettings.secret]: server.url() });
    return {
      channel: openSmtp(smtpSettings, { secrets, ca: server.ca }),
      shown: () => server.came.map(({ email }) => `${email.subject}\n${email.text}`),
      standing: () => new Set(server.came.map(({ email }) => email.messageId)).size,
      complaints: () => server.complaints,
      fail: (trouble) => {
        if (trouble !== 'busy') server.fail(troubles[trouble], trouble === 'gone' ? 2 : 1);
      },
      secrets: [smtpLogin.pass, encodeURIComponent(smtpLogin.pass), 'smtp://'],
      close: () => server.close(),
    };
  },
  withoutSecret: (why): Channel => openSmtp(smtpSettings, { secrets: fixedSecrets({ [smtpSettings.secret]: why }) }),
  cannot: { busy: 'SMTP has no word for when to come back (RFC 5321, 4.2.1)' },
};
