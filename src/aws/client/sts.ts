import type { Clock } from '../../contracts/live.ts';
import type { Reply } from '../ask-ec2.ts';
import type { OwnSession } from '../revert/reverter.ts';
import { sendOnce } from './send-once.ts';
import type { Wire } from './wire.ts';

/** Who our own credentials are. */
export interface OwnIdentity {
  readonly account: string;
  readonly arn: string;
}

/** Credentials of a session, as the SDK takes them. */
export interface SessionKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** A session to be had: for so many seconds, which a role allows from 900 on (STS API reference, AssumeRole). */
export interface WantedSession extends OwnSession {
  readonly seconds: number;
  readonly externalId?: string | undefined;
  readonly sourceIdentity?: string | undefined;
}

/** STS, asked with our own credentials in one region: its tokens are valid in all regions of the partition. */
export interface Sts {
  identity(): Promise<Reply<OwnIdentity>>;
  assume(wanted: WantedSession): Promise<Reply<SessionKeys>>;
}

/** Every call to STS must end within this, so that one that hangs does not hold up all that wait for the session. */
const timeout = 10_000;

/** Talks to STS; nothing is loaded or connected before the first call. */
export function createSts(region: string, wire: Wire, clock: Pick<Clock, 'now'>): Sts {
  const loaded = lazily(async () => {
    const sdk = await import('./sts-commands.ts');
    const settings = { region, maxAttempts: 1, requestHandler: wire, userAgentAppId: 'portcullis' };
    return { sdk, client: new sdk.STSClient(settings) };
  });
  return {
    identity: async () => {
      const { sdk, client } = await loaded();
      const asking = { action: 'GetCallerIdentity', who: 'our own credentials' };
      const ask = new sdk.GetCallerIdentityCommand({});
      const reply = await sendOnce((sending) => client.send(ask, sending), asking, { timeout }, clock);
      if (reply.kind !== 'answered') return reply;
      const { Account: account, Arn: arn } = reply.result;
      return account === undefined || arn === undefined ? unreadable(asking.action) : answered({ account, arn });
    },
    assume: async ({ role, name, seconds, externalId, sourceIdentity }) => {
      const { sdk, client } = await loaded();
      const asking = { action: 'AssumeRole', who: `role \`${role}\`` };
      const ask = new sdk.AssumeRoleCommand({
        ...{ RoleArn: role, RoleSessionName: name, DurationSeconds: seconds },
        ...{ ExternalId: externalId, SourceIdentity: sourceIdentity },
      });
      const reply = await sendOnce((sending) => client.send(ask, sending), asking, { timeout }, clock);
      if (reply.kind !== 'answered') return reply;
      const { AccessKeyId, SecretAccessKey, SessionToken } = reply.result.Credentials ?? {};
      if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined)
        return unreadable(asking.action);
      return answered({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken });
    },
  };
}

/** Makes something when it is first asked for, once. */
export function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

function answered<R>(result: R): Reply<R> {
  return { kind: 'answered', result };
}

function unreadable(action: string): Reply<never> {
  return { kind: 'unanswered', sent: true, why: `\`${action}\`: the answer lacks what it must have` };
}
