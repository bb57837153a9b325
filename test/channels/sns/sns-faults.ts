import type { AwsCall } from '../aws/aws-stand-in.ts';

/** A publication as SNS takes it apart. */
export interface Published {
  readonly subject: string;
  readonly bodies: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string>>;
  readonly group: string | null;
  readonly copy: string | null;
}

/** Takes a call of Publish apart. */
export function publishedOf({ input }: Pick<AwsCall, 'input'>): Published {
  const text = (key: string): string => String(input[key] ?? '');
  const attributes: Record<string, string> = {};
  for (let n = 1; input[`MessageAttributes.entry.${n}.Name`] !== undefined; n += 1)
    attributes[text(`MessageAttributes.entry.${n}.Name`)] = text(`MessageAttributes.entry.${n}.Value.StringValue`);
  return {
    ...{ subject: text('Subject'), bodies: JSON.parse(text('Message')) as Record<string, string>, attributes },
    group: input.MessageGroupId === undefined ? null : text('MessageGroupId'),
    copy: input.MessageDeduplicationId === undefined ? null : text('MessageDeduplicationId'),
  };
}

/** The GSM alphabet as far as each character counts once and is ASCII (3GPP TS 23.038, table 6.2.1). */
const gsm = /^[A-Za-z0-9 @$_!"#%&'()*+,\-./:;<=>?\n]*$/;

/** What SNS refuses or cuts (SNS API reference, Publish; developer guide, "Mobile text messaging" and "message attributes"). */
export function findSnsFaults(call: Pick<AwsCall, 'input'>): readonly string[] {
  const { subject, bodies, attributes, group, copy } = publishedOf(call);
  const { input } = call;
  const faults: string[] = [];
  const expect = (holds: boolean, what: string) => {
    if (!holds) faults.push(what);
  };
  expect(subject.length > 0 && subject.length < 100, `a subject of ${subject.length} characters`);
  expect(/^[\x21-\x7e][\x20-\x7e]*$/.test(subject), `subject ${subject}`);
  expect(input.MessageStructure === 'json', 'no structure');
  expect(typeof bodies.default === 'string' && bodies.default !== '', 'no default');
  expect(
    Object.values(bodies).every((body) => typeof body === 'string'),
    'a body that is no text',
  );
  expect(Buffer.byteLength(String(input.Message)) <= 262_144, 'more than 256 KiB');
  const sms = bodies.sms ?? '';
  expect(sms.length > 0 && sms.length <= 160, `an SMS of ${sms.length} characters`);
  expect(gsm.test(sms), `an SMS beyond the GSM alphabet: ${sms}`);
  for (const [name, value] of Object.entries(attributes)) {
    expect(/^[A-Za-z0-9_.-]{1,256}$/.test(name), `an attribute named ${name}`);
    expect(value !== '' && !/[\0-\x08\x0b\x0c\x0e-\x1f]/.test(value), `attribute ${name}`);
  }
  for (const key of ['https', 'http', 'sqs', 'lambda']) {
    const body = bodies[key] ?? '';
    try {
      const told = JSON.parse(body) as { readonly $schema?: string; readonly version?: string };
      expect(told.$schema === 'portcullis:message:1' || told.version === '1.0', `what ${key} gets`);
    } catch {
      faults.push(`${key} gets no JSON`);
    }
  }
  const isFifo = String(input.TopicArn).endsWith('.fifo');
  const token = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;
  expect(isFifo ? token.test(group ?? '') && token.test(copy ?? '') : group === null && copy === null, 'FIFO');
  return faults;
}
