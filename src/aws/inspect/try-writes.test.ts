import { describe, expect, it } from 'vitest';
import { account, alice, region } from '../../../test/model/any-calls.ts';
import { AtWork, tcp } from '../../../test/model/at-work.ts';
import type { AskEc2, Ec2Reply } from '../ask-ec2.ts';
import { createGatherer } from '../gather/gatherer.ts';
import { isRead } from '../model/call.ts';
import { createReverter } from '../revert/reverter.ts';
import { tryReads } from './try-reads.ts';
import { findTrialThings, tryWrites } from './try-writes.ts';

const site = { account, region };
const roles = { revoke: 'PortcullisRevoke', restore: 'PortcullisRestore' };

/** EC2 with a group that is open, a client that notes every call, and one that refuses some of them. */
function begin() {
  const at = new AtWork();
  const group = at.group('web');
  at.opens(group, tcp(22, '192.0.2.0/24'));
  const sent: { readonly action: string; readonly request: object }[] = [];
  const client =
    (denied: readonly string[] = []): AskEc2 =>
    async (_, action, request) => {
      sent.push({ action, request });
      if (denied.includes(action))
        return { kind: 'refused', code: 'UnauthorizedOperation', message: 'no', status: 403 } satisfies Ec2Reply;
      return at.model.ask(action, request, alice, at.at).answer;
    };
  return { at, group, sent, client, gatherer: createGatherer(client(), { now: () => at.at }) };
}

describe('permissions that are tried', () => {
  it('R124: every write is sent as a dry run, in the role it is for, and nothing is changed', async () => {
    const { at, group, sent, client, gatherer } = begin();
    const before = at.model.state;
    const things = await findTrialThings(gatherer, site, group);
    if (typeof things === 'string') throw new Error(things);
    const names: string[] = [];
    const as = ({ name, role }: { readonly name: string; readonly role: string }) => {
      names.push(`${role.split('/').at(-1)} ${name}`);
      return client();
    };
    const tried = await tryWrites(createReverter(as, roles), site, things);
    expect(tried.map(({ permission, role, tried: { kind } }) => `${permission} ${role} ${kind}`)).toEqual(
      expect.arrayContaining([
        'ec2:RevokeSecurityGroupIngress revoke allowed',
        'ec2:AuthorizeSecurityGroupIngress restore allowed',
        'ec2:ModifySecurityGroupRules restore allowed',
        'ec2:CreateTags restore allowed',
        'ec2:DeleteTags restore allowed',
      ]),
    );
    const writes = sent.filter(({ action }) => !isRead(action as never));
    expect(writes.length).toBeGreaterThan(5);
    for (const { request } of writes) expect(request).toMatchObject({ DryRun: true });
    expect(at.model.state).toEqual(before);
    expect(new Set(names)).toEqual(
      new Set(['PortcullisRevoke portcullis-doctor', 'PortcullisRestore portcullis-doctor']),
    );
  });

  it('R124: one that is refused is missing, the others are not', async () => {
    const { group, client, gatherer } = begin();
    const things = await findTrialThings(gatherer, site, group);
    if (typeof things === 'string') throw new Error(things);
    const reverter = createReverter(() => client(['RevokeSecurityGroupEgress']), roles);
    const tried = await tryWrites(reverter, site, things);
    expect(tried.filter(({ tried: { kind } }) => kind !== 'allowed').map(({ permission }) => permission)).toEqual([
      'ec2:RevokeSecurityGroupEgress',
    ]);
  });

  it('R124: reads are dry runs as well, and say which is missing', async () => {
    const { client } = begin();
    const tried = await tryReads(client(['DescribeNetworkInterfaces']), site);
    expect(tried.filter(({ tried: { kind } }) => kind === 'missing').map(({ permission }) => permission)).toEqual([
      'ec2:DescribeNetworkInterfaces',
    ]);
    expect(tried.filter(({ tried: { kind } }) => kind === 'allowed').length).toBeGreaterThan(3);
  });

  it('a group that is not there, or none at all, is said', async () => {
    const { gatherer } = begin();
    expect(await findTrialThings(gatherer, site, 'sg-0123456789abcdef0')).toBe(
      'there is no group `sg-0123456789abcdef0`',
    );
  });
});
