import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { account, alice, region } from '../../../test/model/any-calls.ts';
import { AtWork, tcp } from '../../../test/model/at-work.ts';
import type { AskEc2 } from '../../aws/ask-ec2.ts';
import type { AwsClients } from '../../aws/client/aws-clients.ts';
import type { Wire } from '../../aws/client/wire.ts';
import { type AccountAsked, examineAccount } from './examine-account.ts';
import { ownAccount } from './open-accounts.ts';

const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
const roles = { revokeRole: 'acts/PortcullisRevoke', restoreRole: 'acts/PortcullisRestore' };

/** CloudTrail that has no trail, and lets everything be asked. */
const wire: Wire = {
  handle: async () => {
    const body = Readable.from([Buffer.from('{"trailList":[],"Events":[]}')]) as never;
    return { response: { statusCode: 200, headers: {}, body } };
  },
  destroy: () => {},
  metadata: { handlerProtocol: 'http/1.1' },
  updateHttpClientConfig: () => {},
  httpHandlerConfigs: () => ({}),
};

/** Looks at an account with one open group, in which some calls are denied. */
async function examine(odd: Partial<AccountAsked>, denied: readonly string[] = [], locked = false) {
  const at = new AtWork();
  at.opens(at.group('web'), tcp(22, '192.0.2.0/24'));
  const ask: AskEc2 = async (_, action, request) =>
    denied.includes(action)
      ? { kind: 'refused', code: 'UnauthorizedOperation', message: 'no', status: 403 }
      : at.model.ask(action, request, alice, at.at).answer;
  const refusal = {
    kind: 'failed',
    failure: 'denied',
    code: 'AccessDenied',
    message: 'expected to become it',
  } as const;
  const clients = {
    ...{ reads: ask, sweeps: ask, as: () => ask },
    readerKeys: async () => (locked ? refusal : { ...keys, expiration: new Date(0) }),
  } as unknown as AwsClients;
  const found = await examineAccount({
    ...{ account: { ...ownAccount(account, [region]), ...roles }, clients, wire, acting: true, group: null },
    runner: { account, arn: `arn:aws:sts::${account}:assumed-role/Runner/i-0123456789abcdef0` },
    clock: { now: () => at.at, monotonic: () => 0 },
    ...{ needs: { trails: true, history: true }, command: 'portcullis', ...odd },
  });
  return (area: string) =>
    found
      .filter((each) => each.area === area)
      .map(({ health, expected, found: is }) => [health, expected, is].join(' | '));
}

describe('an account', () => {
  it('R124: with all that is needed is well, but for the trail that it lacks (R143)', async () => {
    const of = await examine({});
    expect(of('reads')).toEqual([expect.stringMatching(/^well .*may call all \d+ calls/)]);
    expect(of('acts').map((line) => line.split(' ')[0])).toEqual(['well', 'well']);
    expect(of('records').filter((line) => line.startsWith('ill'))).toEqual([expect.stringContaining('| none')]);
  });

  it('R124: says which read and which write is missing, and which missing one is no fault', async () => {
    const of = await examine({}, ['DescribeNetworkInterfaces', 'DescribeInternetGateways']);
    expect(of('reads')).toEqual([
      expect.stringMatching(/^ill .*`ec2:DescribeNetworkInterfaces`/),
      expect.stringMatching(/^unclear .*`ec2:DescribeInternetGateways`/),
    ]);
    const writes = (await examine({}, ['RevokeSecurityGroupIngress', 'CreateTags']))('acts');
    expect(writes).toEqual([
      expect.stringMatching(/^ill .*role `acts\/PortcullisRevoke` to be allowed `ec2:RevokeSecurityGroupIngress`/),
      expect.stringMatching(/^unclear .*`ec2:CreateTags`/),
    ]);
  });

  it('whose reading role cannot be assumed is told that, and nothing else is tried', async () => {
    const of = await examine({}, [], true);
    expect([of('reads'), of('acts')]).toEqual([[expect.stringMatching(/^ill .*expected to become it$/)], []]);
  });

  it('refuses to act in a role that we run as, and in one role for both: its sessions could not be told apart', async () => {
    const runner = { account, arn: `arn:aws:sts::${account}:assumed-role/PortcullisRevoke/i-0123456789abcdef0` };
    expect((await examine({ runner }))('acts')).toEqual([expect.stringMatching(/^ill .*which we run as/)]);
    const same = { ...ownAccount(account, [region]), revokeRole: 'One', restoreRole: 'One' };
    expect((await examine({ account: same }))('acts')).toEqual([expect.stringMatching(/^ill .*`One`, for both/)]);
    const none = ownAccount(account, [region]);
    expect((await examine({ account: none }))('acts')).toEqual([expect.stringMatching(/^unclear .*only read/)]);
    expect((await examine({ account: none, acting: false }))('acts')).toEqual([]);
  });
});
