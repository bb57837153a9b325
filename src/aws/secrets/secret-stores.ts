import type { Clock } from '../../contracts/live.ts';
import type { ReadKept, SecretStore } from '../../contracts/secrets.ts';
import type { Patience, Reply } from '../ask-ec2.ts';
import { type SendWith, sendOnce } from '../client/send-once.ts';
import { lazily } from '../client/sts.ts';
import { createWire, type Wire } from '../client/wire.ts';

/** The stores of AWS that secrets may be kept in. */
export interface AwsSecretStores {
  readonly stores: Readonly<Record<SecretStore, ReadKept>>;
  close(): void;
}

/** How long a look may take, in milliseconds. */
const timeout = 10_000;

/**
 * Reads secrets with our own credentials: parameters of Systems Manager, decrypted, and secrets of Secrets Manager by name or
 * ARN. `region`: where they are kept; left out, where the SDK finds itself, and an ARN says it itself. Loads the SDK with the
 * first secret.
 */
export function awsSecretStores(clock: Pick<Clock, 'now'>, region?: string): AwsSecretStores {
  const wire = createWire();
  const ssm = lazily(async () => {
    const sdk = await import('./ssm-client.ts');
    return { sdk, client: new sdk.SSMClient(settingsOf(wire, region)) };
  });
  const later = lazily(async () => await import('./secretsmanager-client.ts'));
  const ask = async <R>(
    { action, name, patience }: { readonly action: string; readonly name: string; readonly patience: Patience },
    send: (sending: SendWith) => Promise<R>,
    read: (result: R) => string | undefined,
  ): ReturnType<ReadKept> => {
    const asking = { action, who: 'our own credentials' };
    const reply = await sendOnce(send, asking, { timeout, ...patience }, clock);
    return textOf(reply, read, `\`${action}\` of \`${name}\``);
  };
  return {
    stores: {
      ssm: async (name, signal) => {
        const { sdk, client } = await ssm();
        const command = new sdk.GetParameterCommand({ Name: name, WithDecryption: true });
        const asking = { action: 'ssm:GetParameter', name, patience: { signal } };
        return await ask(
          asking,
          (sending) => client.send(command, sending),
          ({ Parameter }) => Parameter?.Value,
        );
      },
      secretsmanager: async (name, signal) => {
        const sdk = await later();
        const own = /^arn:[^:]+:secretsmanager:([a-z0-9-]+):/.exec(name)?.[1];
        const client = new sdk.SecretsManagerClient(settingsOf(wire, own ?? region));
        const command = new sdk.GetSecretValueCommand({ SecretId: name });
        const asking = { action: 'secretsmanager:GetSecretValue', name, patience: { signal } };
        return await ask(
          asking,
          (sending) => client.send(command, sending),
          ({ SecretString }) => SecretString,
        );
      },
    },
    close: () => wire.destroy(),
  };
}

function settingsOf(wire: Wire, region: string | undefined) {
  const fixed = { maxAttempts: 1, requestHandler: wire, userAgentAppId: 'portcullis' };
  return region === undefined ? fixed : { ...fixed, region };
}

/** Codes after which a secret cannot be had until somebody mends something. */
const final =
  /^(ParameterNotFound|ParameterVersionNotFound|ResourceNotFoundException|AccessDenied(Exception)?|InvalidKeyId|DecryptionFailure|Invalid(Parameter|Request)Exception|ValidationException)$/;

/** What AWS says beside its code may hold what should not be shown: it is left out. */
function textOf<R>(
  reply: Reply<R>,
  read: (result: R) => string | undefined,
  doing: string,
): Awaited<ReturnType<ReadKept>> {
  if (reply.kind === 'unanswered') return { kind: 'later', why: `${doing}: no answer came` };
  if (reply.kind === 'answered') {
    const text = read(reply.result);
    if (text !== undefined) return { kind: 'read', text };
    return { kind: 'refused', why: `expected a text from ${doing}, got none: keep the secret as text` };
  }
  if (/^Region is missing/.test(reply.message))
    return { kind: 'refused', why: `expected a region for ${doing}, got none: set AWS_REGION` };
  if (/NotFound/.test(reply.code))
    return { kind: 'refused', why: `expected ${doing} to find it, got ${reply.code}: keep the secret there` };
  if (final.test(reply.code))
    return {
      kind: 'refused',
      why: `expected permission for ${doing}, got ${reply.code}: give it, and the use of its key (\`doctor --iam\` prints what is needed)`,
    };
  return { kind: 'later', why: `${doing} was not answered now (${reply.code})` };
}
