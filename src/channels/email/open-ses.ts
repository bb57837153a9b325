import type { Channel, Delivered, Delivery } from '../../contracts/channel.ts';
import type { SesSettings } from '../../contracts/channel-settings.ts';
import { openClients } from '../aws/open-clients.ts';
import { whatAwsSaid } from '../aws/what-aws-said.ts';
import { neverRejects } from '../never-rejects.ts';
import { composeMail, renderMail } from './compose.ts';
import { recipientsOf, senderIn } from './recipients.ts';

/** At most 50 recipients a mail (SES developer guide, "Service quotas"). */
const mostRecipients = 50;

/**
 * Mail by Amazon SES, the same mail as by SMTP. SES puts a Message-ID of its own in place of ours (SES developer guide,
 * "Header fields"): nothing knows a copy, so that one that may be a copy says so, and threads hang on the id that SES gave.
 */
export function openSes(settings: SesSettings): Channel {
  const clients = openClients(async (how) => new (await import('./ses-client.ts')).SESv2Client(how));

  async function send(delivery: Delivery, signal: AbortSignal): Promise<Delivered> {
    const recipients = recipientsOf(settings.to);
    if ('wrong' in recipients) return { kind: 'refused', why: recipients.wrong, whole: true };
    const sender = senderIn(settings.from);
    const wrong = wrongIn(settings, sender !== null, recipients.to.length);
    if (sender === null || wrong !== null) return { kind: 'refused', why: wrong ?? '', whole: true };
    const { from, domain } = sender;
    const mail = renderMail(delivery, { channel: settings.name, from, to: recipients.to, domain });
    const raw = await composeMail(mail);
    const asking = { action: 'ses:SendRawEmail', on: domain, now: delivery.now };
    try {
      const client = await clients.get(settings.region, settings.role);
      const { SendEmailCommand } = await import('./ses-client.ts');
      const ask = {
        ...{ FromEmailAddress: from, Destination: { ToAddresses: [...recipients.to] } },
        Content: { Raw: { Data: raw } },
      };
      const { MessageId } = await client.send(new SendEmailCommand(ask), { abortSignal: signal });
      const given = MessageId === undefined ? null : sesMessageId(MessageId, await client.config.region());
      const but = recipients.but === null ? {} : { but: recipients.but };
      return { kind: 'done', ref: mail.after ?? given ?? mail.id, ...but };
    } catch (error) {
      return whatAwsSaid(error, asking);
    }
  }

  return {
    ...{ memory: 'none', takes: ['first', 'update', 'again'] },
    deliver: neverRejects(send),
    close: () => clients.close(),
  };
}

/** The Message-ID that SES gives a mail: its own id at `email.amazonses.com` in us-east-1, at its region elsewhere. */
function sesMessageId(id: string, region: string): string {
  return `<${id}@${region === 'us-east-1' ? 'email' : region}.amazonses.com>`;
}

function wrongIn({ name, role }: SesSettings, isSender: boolean, recipients: number): string | null {
  const at = `channel \`${name}\``;
  if (!isSender) return `${at}: expected \`from\`, such as \`portcullis@example.com\`, got no address: set it`;
  if (role !== null && !role.startsWith('arn:')) return `${at}: expected the ARN of a role, got a name: set the ARN`;
  if (recipients > mostRecipients)
    return `${at}: expected at most ${mostRecipients} recipients, got ${recipients}: set the address of a list`;
  return null;
}
