import PostalMime from 'postal-mime';
import { openSes } from '../../../src/channels/email/open-ses.ts';
import type { SesSettings } from '../../../src/contracts/channel-settings.ts';
import type { ChannelBench, OpenBench } from '../../contracts/channel/channel-bench.ts';
import {
  type AwsCall,
  type AwsStandIn,
  jsonRefusal,
  plantedKey,
  startAws,
  stsAnswer,
  useAws,
} from '../aws/aws-stand-in.ts';
import { findMailFaults } from './mail-faults.ts';
import type { CameMail } from './smtp-stand-in.ts';

/** A channel of SES, as a policy has it. */
export const sesSettings: SesSettings = {
  ...{ kind: 'ses', name: 'mail.secops', fallback: null, region: 'eu-central-1', role: null },
  ...{ from: 'Portcullis <portcullis@example.com>', to: ['secops@example.com'] },
};

/** A mail in a call of SendEmail. */
export async function sentMail({ input }: AwsCall): Promise<CameMail> {
  const { Content, Destination, FromEmailAddress } = input as {
    readonly Content: { readonly Raw: { readonly Data: string } };
    readonly Destination: { readonly ToAddresses: readonly string[] };
    readonly FromEmailAddress: string;
  };
  const bytes = Buffer.from(Content.Raw.Data, 'base64');
  return {
    ...{ raw: bytes.toString('latin1'), email: await PostalMime.parse(bytes), secure: true, user: null },
    ...{ from: FromEmailAddress.replace(/^.*<|>$/g, ''), to: Destination.ToAddresses },
  };
}

/** SES that takes what the real one takes. `came`: fills with what was sent, as soon as `parsing` is over. */
export async function startSes(
  came: CameMail[] = [],
  complaints: string[] = [],
  parsing: Promise<void>[] = [],
): Promise<AwsStandIn> {
  return await startAws(
    (call) => {
      if (call.action !== 'SendEmail') return stsAnswer(call);
      const at = came.length;
      // Parsing takes a turn: the place in the list is taken now, so that the order stays.
      const { Content } = call.input as { readonly Content: { readonly Raw: { readonly Data: string } } };
      const raw = Buffer.from(Content.Raw.Data, 'base64').toString('latin1');
      came.push({
        raw,
        email: { attachments: [], headers: [], headerLines: [] },
        from: '',
        to: [],
        secure: true,
        user: null,
      });
      const parsed = sentMail(call).then((mail) => {
        came[at] = mail;
        complaints.push(...findMailFaults(mail));
      });
      parsing.push(parsed);
      return { body: JSON.stringify({ MessageId: `0102018f-${at}` }) };
    },
    {
      busy: jsonRefusal('TooManyRequestsException', 429, { 'retry-after': '7' }),
      down: jsonRefusal('InternalFailure', 500),
      key: jsonRefusal('AccessDeniedException', 403),
      gone: jsonRefusal('NotFoundException', 404),
    },
  );
}

/** SES takes part in the contract of channels. */
export const sesBench: ChannelBench = {
  open: async (): Promise<OpenBench> => {
    const [came, complaints, parsing]: [CameMail[], string[], Promise<void>[]] = [[], [], []];
    const aws = await startSes(came, complaints, parsing);
    useAws(aws.endpoint);
    const channel = openSes(sesSettings);
    const deliver: typeof channel.deliver = async (delivery, signal) => {
      const end = await channel.deliver(delivery, signal);
      await Promise.all(parsing);
      return end;
    };
    return {
      channel: { ...channel, deliver },
      shown: () => came.map(({ email }) => `${email.subject}\n${email.text}`),
      standing: () => came.length,
      complaints: () => complaints,
      fail: (trouble) => aws.fail(trouble),
      secrets: [plantedKey],
      close: () => aws.close(),
    };
  },
};
