import { createServer } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  assumed,
  type CameIn,
  type Doing,
  ec2Error,
  identityOf,
  type Loopback,
  noGroups,
  startLoopback,
  stsError,
} from '../../../test/moto/loopback.ts';
import { systemClock } from '../../apps/live/system-clock.ts';
import type { AskEc2 } from '../ask-ec2.ts';
import { failureOf } from '../failure-of.ts';
import { type AwsClients, type AwsParts, createAwsClients } from './aws-clients.ts';

const site = { account: '111122223333', region: 'eu-west-1' };
const role = `arn:aws:iam::${site.account}:role/PortcullisRevoke`;
const revoke = { GroupId: 'sg-0123456789abcdef0', SecurityGroupRuleIds: ['sgr-0123456789abcdef0'] };
const own = { ...process.env };

let loopback: Loopback | null = null;
let open: AwsClients[] = [];

/** Loading the SDK takes longer than the short times below. */
beforeAll(async () => {
  await import('./ec2-commands.ts');
  await import('./sts-commands.ts');
});

beforeEach(() => {
  process.env = { ...own };
  for (const key of Object.keys(process.env)) if (key.startsWith('AWS_')) delete process.env[key];
  Object.assign(process.env, {
    ...{
      AWS_ACCESS_KEY_ID: 'AKIAPLANTED',
      AWS_SECRET_ACCESS_KEY: 'planted-secret-0',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    ...{ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
  });
});

afterEach(async () => {
  vi.useRealTimers();
  for (const each of open) each.close();
  await loopback?.stop();
  [open, loopback, process.env] = [[], null, { ...own }];
});

/** Clients whose AWS does as told: STS lets everybody in unless told otherwise. */
async function against(
  does: (request: CameIn, nth: number) => Doing | null,
  parts: Partial<AwsParts> = {},
): Promise<AwsClients & { readonly heard: readonly CameIn[] }> {
  let sessions = 0;
  loopback = await startLoopback((request, nth) => {
    const doing = does(request, nth);
    if (doing !== null) return doing;
    if (request.action === 'AssumeRole') return assumed(++sessions);
    return request.action === 'GetCallerIdentity' ? identityOf(site.account) : noGroups;
  });
  process.env.AWS_ENDPOINT_URL = loopback.endpoint;
  return { ...clientsOf(parts), heard: loopback.heard };
}

function clientsOf(parts: Partial<AwsParts> = {}): AwsClients {
  const roles = { read: 'PortcullisRead', revoke: 'PortcullisRevoke', restore: 'PortcullisRestore' };
  const clients = createAwsClients({ roles, home: site.region, clock: systemClock, ...parts });
  open.push(clients);
  return clients;
}

const readGroups = (ask: AskEc2, timeout = 50_000) =>
  ask(site, 'DescribeSecurityGroups', { MaxResults: 5 }, { timeout });
const revokes = ({ as }: AwsClients, name = 'portcullis-act_1', timeout = 50_000) =>
  as({ role, name })(site, 'RevokeSecurityGroupIngress', revoke, { timeout });
const actions = (heard: readonly CameIn[]) => heard.map(({ action }) => action);

describe('a call that ends without an answer', () => {
  test('R82: may have happened once it was written to a connection that stood', async () => {
    for (const doing of [{ kind: 'hangs' }, { kind: 'drops' }] as const) {
      const clients = await against(({ action }) => (action === 'RevokeSecurityGroupIngress' ? doing : null));
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const asked = revokes(clients);
      while (!actions(clients.heard).includes('RevokeSecurityGroupIngress')) await new Promise(setImmediate);
      if (doing.kind === 'hangs') vi.advanceTimersByTime(60_000);
      vi.useRealTimers();
      const reply = await asked;
      expect(reply).toMatchObject({ kind: 'unanswered', sent: true });
      expect(reply.kind !== 'answered' && failureOf(reply, 'writes').failure).toBe('maybe');
      await loopback!.stop();
    }
  });

  test('is no more likely for a write on a connection that was kept: each has one of its own', async () => {
    const clients = await against(() => null);
    await readGroups(clients.reads);
    await revokes(clients);
    const kept = clients.heard.map(({ action, headers }) => [action, headers.connection]);
    expect(kept).toContainEqual(['DescribeSecurityGroups', 'keep-alive']);
    expect(kept).toContainEqual(['RevokeSecurityGroupIngress', 'close']);
  });

  test('may have happened when what came is a page of somebody between', async () => {
    const page: Doing = { kind: 'answers', status: 502, xml: '<html><title>Bad Gateway</title>' };
    const clients = await against(({ action }) => (action === 'RevokeSecurityGroupIngress' ? page : null));
    expect(await revokes(clients)).toMatchObject({ kind: 'unanswered', sent: true });
  });

  test('R82: cannot have happened when nobody took the connection', async () => {
    const clients = await against(() => null);
    await loopback!.stop();
    const reply = await readGroups(clients.reads);
    expect(reply).toMatchObject({ kind: 'unanswered', sent: false });
    expect(reply.kind !== 'answered' && failureOf(reply, 'writes').failure).toBe('transient');
  });

  test('cannot have happened while TLS was not agreed upon', async () => {
    const mute = createServer(() => {});
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as { readonly port: number };
    await against(() => null);
    process.env.AWS_ENDPOINT_URL_EC2 = `https://127.0.0.1:${port}`;
    const clients = clientsOf();
    expect(await readGroups(clients.reads, 500)).toMatchObject({ kind: 'unanswered', sent: false });
    clients.close();
    mute.close();
  });

  test('is called off by its signal, before and while it waits', async () => {
    const clients = await against(({ action }) => (action === 'DescribeSecurityGroups' ? { kind: 'hangs' } : null));
    const ask = (signal: AbortSignal) => clients.reads(site, 'DescribeSecurityGroups', {}, { signal });
    expect(await ask(AbortSignal.abort())).toMatchObject({ kind: 'unanswered', sent: false });
    const end = new AbortController();
    const asked = ask(end.signal);
    while (!actions(clients.heard).includes('DescribeSecurityGroups')) await new Promise((go) => setTimeout(go, 5));
    end.abort();
    expect(await asked).toMatchObject({ kind: 'unanswered', sent: true, why: expect.stringContaining('called off') });
  });

  test('does not wait longer for a session than it may take', async () => {
    const clients = await against(({ action }) => (action === 'AssumeRole' ? { kind: 'hangs' } : null));
    expect(await revokes(clients, 'portcullis-act_1', 300)).toMatchObject({ kind: 'unanswered', sent: false });
  });
});

describe('a call that comes too late', () => {
  test('R82: is not sent in its last moment, when nobody would hear the answer', async () => {
    let now = 0;
    const clock = { ...systemClock, monotonic: () => now };
    const clients = await against(
      ({ action }) => {
        if (action === 'AssumeRole') now = 60_000;
        return null;
      },
      { clock },
    );
    expect(await revokes(clients)).toMatchObject({ kind: 'unanswered', sent: false });
    expect(actions(clients.heard)).toEqual(['AssumeRole']);
  });
});

describe('a refusal', () => {
  test('comes with AWS’s own code, and the call is never made again by itself', async () => {
    const throttled = ec2Error('RequestLimitExceeded', 'Request limit exceeded.', 503);
    const clients = await against(({ action }) => (action === 'RevokeSecurityGroupIngress' ? throttled : null));
    expect(await revokes(clients)).toMatchObject({ kind: 'refused', code: 'RequestLimitExceeded', status: 503 });
    expect(actions(clients.heard)).toEqual(['AssumeRole', 'RevokeSecurityGroupIngress']);
  });

  test('of what is not allowed says who lacks it, without what AWS encodes', async () => {
    const denied = ec2Error(
      'UnauthorizedOperation',
      'You are not authorized. Encoded authorization failure message: abcDEF',
      403,
    );
    const clients = await against(({ action }) => (action === 'RevokeSecurityGroupIngress' ? denied : null));
    const reply = await revokes(clients);
    expect(reply).toMatchObject({
      code: 'UnauthorizedOperation',
      message: `expected permission for \`RevokeSecurityGroupIngress\`, found none (role \`${role}\`): \`doctor --iam\` prints what is needed (AWS says: You are not authorized)`,
    });
  });

  test('R84: by a clock ten minutes off says so, is tried again, and the next call allows for it', async () => {
    const skewed = () => {
      const there = new Date(Date.now() + 600_000);
      return ec2Error('AuthFailure', 'AWS was not able to validate the provided access credentials', 401, there);
    };
    const clients = await against(({ action }, nth) =>
      action === 'DescribeSecurityGroups' && nth === 2 ? skewed() : null,
    );
    const reply = await readGroups(clients.reads);
    expect(reply).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('10 minutes behind the one of AWS'),
    });
    expect(reply.kind !== 'answered' && failureOf(reply, 'reads').failure).toBe('expired');
    expect(await readGroups(clients.reads)).toMatchObject({ kind: 'answered' });
    const [, first, second] = clients.heard.map(({ headers }) => readAmzDate(String(headers['x-amz-date'])));
    expect(second! - first!).toBeGreaterThan(590_000);
  });

  test('of a role that is missing or does not trust us says what to look at', async () => {
    const denied = stsError(
      'AccessDenied',
      'User: arn:aws:iam::444455556666:user/x is not authorized to perform: sts:AssumeRole',
    );
    const clients = await against(({ action }) => (action === 'AssumeRole' ? denied : null));
    const reply = await revokes(clients);
    expect(reply).toMatchObject({
      kind: 'refused',
      code: 'AccessDenied',
      message: expect.stringContaining(`role \`${role}\``),
    });
    expect(reply.kind !== 'answered' && failureOf(reply, 'writes').failure).toBe('denied');
    expect(reply).toMatchObject({ message: expect.stringMatching(/must exist, its trust policy must name us/) });
  });

  test('of credentials that have expired says so, and the next call has new ones', async () => {
    const expired = ec2Error('ExpiredToken', 'The security token included in the request is expired');
    const clients = await against(({ action, headers }) =>
      action === 'DescribeSecurityGroups' && headers['x-amz-security-token'] === 'planted-token-1' ? expired : null,
    );
    const reply = await readGroups(clients.reads);
    expect(reply).toMatchObject({ code: 'ExpiredToken', message: expect.stringContaining('found expired ones') });
    expect(reply.kind !== 'answered' && failureOf(reply, 'reads').failure).toBe('expired');
    expect(await readGroups(clients.reads)).toMatchObject({ kind: 'answered' });
    expect(actions(clients.heard).filter((action) => action === 'AssumeRole')).toHaveLength(2);
  });

  test('for want of credentials says where they may come from', async () => {
    const clients = await against(() => null);
    delete process.env.AWS_ACCESS_KEY_ID;
    const reply = await readGroups(clients.reads);
    expect(reply).toMatchObject({
      code: 'CredentialsProviderError',
      message: expect.stringContaining('set AWS_PROFILE'),
    });
    expect(clients.heard).toEqual([]);
  });

  test('R143: and no message ever holds a secret or a token', async () => {
    const echo: Doing = ec2Error('AuthFailure', 'no', 401);
    const clients = await against(({ action }) => (action === 'DescribeSecurityGroups' ? echo : null));
    const told = JSON.stringify([await readGroups(clients.reads), await clients.whoAmI(), await revokes(clients)]);
    expect(told).not.toMatch(/planted-(secret|token)|ASIA|AKIA/);
  });
});

describe('a session', () => {
  test('R83: carries the action in its name, the external id and the source identity, and is short', async () => {
    const clients = await against(() => null, { externalId: 'x-1', sourceIdentity: 'portcullis' });
    await revokes(clients);
    expect(Object.fromEntries(clients.heard[0]!.form)).toMatchObject({
      ...{ RoleArn: role, RoleSessionName: 'portcullis-act_1', DurationSeconds: '900' },
      ...{ ExternalId: 'x-1', SourceIdentity: 'portcullis' },
    });
    expect(clients.heard[1]!.headers['x-amz-security-token']).toBe('planted-token-1');
  });

  test('is made once for calls at the same time, kept, and made anew shortly before its end', async () => {
    let now = 0;
    const clock = { ...systemClock, monotonic: () => now };
    const clients = await against(() => null, { clock });
    await Promise.all([revokes(clients), revokes(clients), revokes(clients)]);
    now = 700_000;
    await revokes(clients);
    expect(actions(clients.heard).filter((action) => action === 'AssumeRole')).toHaveLength(1);
    now = 790_000;
    await revokes(clients);
    expect(actions(clients.heard).filter((action) => action === 'AssumeRole')).toHaveLength(2);
    expect(clients.heard.at(-1)!.headers['x-amz-security-token']).toBe('planted-token-2');
  });

  test('of another action is another one', async () => {
    const clients = await against(() => null);
    await revokes(clients, 'portcullis-act_1');
    await revokes(clients, 'portcullis-act_2');
    const names = clients.heard.flatMap(({ form }) => form.get('RoleSessionName') ?? []);
    expect(names).toEqual(['portcullis-act_1', 'portcullis-act_2']);
  });

  test('that was refused is asked for anew by the next call', async () => {
    const clients = await against(({ action }, nth) =>
      action === 'AssumeRole' && nth === 1 ? stsError('AccessDenied', 'no') : null,
    );
    expect(await readGroups(clients.reads)).toMatchObject({ kind: 'refused' });
    expect(await readGroups(clients.reads)).toMatchObject({ kind: 'answered' });
  });
});

describe('credentials for other services', () => {
  test('are those of who reads there, until shortly before their end', async () => {
    const clock = { ...systemClock, now: () => 1_000_000, monotonic: () => 0 };
    const clients = await against(() => null, { clock });
    expect(await clients.readerKeys(site)).toEqual({
      ...{ accessKeyId: 'ASIA1', secretAccessKey: 'planted-secret-1', sessionToken: 'planted-token-1' },
      expiration: new Date(1_000_000 + 3_600_000 - 120_000),
    });
  });

  test('are left to the SDK where there is no role', async () => {
    const clients = await against(() => null, { roles: { read: null, revoke: 'R', restore: 'S' } });
    expect(await clients.readerKeys(site)).toBeNull();
    expect(await clients.readerKeys({ ...site, account: '444455556666' })).toMatchObject({ failure: 'account' });
  });
});

describe('reads without a role', () => {
  const roles = { read: null, revoke: 'R', restore: 'S' };

  test('are made with our own credentials where they are of that account', async () => {
    const clients = await against(() => null, { roles });
    expect(await readGroups(clients.reads)).toEqual({ kind: 'answered', result: { SecurityGroups: [] } });
    expect(await readGroups(clients.sweeps)).toMatchObject({ kind: 'answered' });
    expect(actions(clients.heard)).toEqual(['GetCallerIdentity', 'DescribeSecurityGroups', 'DescribeSecurityGroups']);
  });

  test('are never made of another account, whose groups would look like those asked for', async () => {
    const clients = await against(
      ({ action }) => (action === 'GetCallerIdentity' ? identityOf('444455556666') : null),
      { roles },
    );
    const reply = await readGroups(clients.reads);
    expect(reply).toMatchObject({
      kind: 'refused',
      code: 'WrongAccount',
      message: expect.stringContaining('444455556666'),
    });
    expect(reply.kind !== 'answered' && failureOf(reply, 'reads').failure).toBe('account');
    expect(actions(clients.heard)).toEqual(['GetCallerIdentity']);
  });
});

describe('what can be asked besides', () => {
  test('is who we are, and the regions that an account may use', async () => {
    const item = (name: string) => `<item><regionName>${name}</regionName></item>`;
    const xml = `<DescribeRegionsResponse><regionInfo>${item('us-east-1')}${item('eu-west-1')}</regionInfo></DescribeRegionsResponse>`;
    const clients = await against(({ action }) => (action === 'DescribeRegions' ? { kind: 'answers', xml } : null));
    expect(await clients.whoAmI()).toEqual({ account: site.account, arn: `arn:aws:iam::${site.account}:user/alice` });
    expect(await clients.regions(site.account)).toEqual(['eu-west-1', 'us-east-1']);
  });

  test('comes to a failure that says what to do', async () => {
    const clients = await against(({ action }) => (action === 'AssumeRole' ? stsError('AccessDenied', 'no') : null));
    expect(await clients.regions(site.account)).toMatchObject({
      kind: 'failed',
      failure: 'denied',
      code: 'AccessDenied',
    });
  });
});

describe('what the product cannot do', () => {
  test('R83: no call that makes or deletes a group, a list, an interface or a VPC is ever sent', async () => {
    const clients = await against(() => null);
    for (const action of ['CreateSecurityGroup', 'DeleteSecurityGroup', 'DeleteVpc', 'CreateNetworkInterface'] as const)
      expect(await clients.as({ role, name: 'x-1' })(site, action, {} as never)).toMatchObject({
        kind: 'unanswered',
        sent: false,
      });
    expect(actions(clients.heard)).toEqual(['AssumeRole']);
  });
});

function readAmzDate(text: string): number {
  return Date.parse(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
