import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientSettings } from './client-settings.ts';

/** Keys of a session of a role, as clients of the SDK take them: they ask anew shortly before the end. */
export interface RoleKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** A role cannot be assumed: told from a refusal of what is done with it. */
export class RoleRefused extends Error {
  override readonly cause: unknown;

  constructor(cause: unknown) {
    super('the role could not be assumed');
    this.name = 'RoleRefused';
    this.cause = cause;
  }
}

/** Assumes a role by its ARN with our own credentials, for an hour (STS API reference, AssumeRole). */
export async function roleKeys(role: string, region: string | null): Promise<RoleKeys> {
  const client = new STSClient(clientSettings(region));
  try {
    const ask = { RoleArn: role, RoleSessionName: 'portcullis-notify', DurationSeconds: 3600 };
    const { Credentials: keys } = await client.send(new AssumeRoleCommand(ask));
    return {
      ...{ accessKeyId: keys?.AccessKeyId ?? '', secretAccessKey: keys?.SecretAccessKey ?? '' },
      ...{ sessionToken: keys?.SessionToken ?? '', expiration: keys?.Expiration ?? new Date(0) },
    };
  } catch (error) {
    throw new RoleRefused(error);
  } finally {
    client.destroy();
  }
}

/** The account of our own credentials. */
export async function ownAccount(region: string | null, signal: AbortSignal): Promise<string> {
  const client = new STSClient(clientSettings(region));
  try {
    const { Account } = await client.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    return Account ?? '';
  } finally {
    client.destroy();
  }
}
