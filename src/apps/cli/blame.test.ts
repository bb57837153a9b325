import { describe, expect, it } from 'vitest';
import { authorize, create, portcullis, record, revoke, writeArchive } from '../../../test/end-to-end/small-archive.ts';

const web = 'sg-0123456789abcdef0';
const modified = record(
  'ModifySecurityGroupRules',
  {
    ModifySecurityGroupRulesRequest: {
      GroupId: web,
      SecurityGroupRule: {
        tag: 1,
        SecurityGroupRuleId: 'sgr-01',
        SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv4: '10.0.0.0/8' },
      },
    },
  },
  { ModifySecurityGroupRulesResponse: { return: true } },
  { at: '2026-03-03T09:00:00Z', user: 'bob' },
);
const archive = writeArchive([
  create(web, 'prod-web', { at: '2026-03-01T08:00:00Z' }),
  authorize(web, 'sgr-01', 443, '0.0.0.0/0', { at: '2026-03-02T09:00:00Z' }),
  modified,
  authorize(web, 'sgr-02', 22, '192.0.2.0/24', { at: '2026-03-04T09:00:00Z', user: 'carol' }),
]);
const blame = (...args: readonly string[]) => portcullis(['blame', 'prod-web', archive, '--no-cache', ...args]);

describe('blame', () => {
  it('R105: says of each standing rule who made it what it is, when, how and by which change', async () => {
    const { code, out } = await blame();
    expect(code).toBe(0);
    expect(out).toMatch(
      /in +tcp 22 \(ssh\) from 192\.0\.2\.0\/24 +Mar 04 09:00 +carol.* +Authorize\S+ +chg_[a-z2-7]{8}\n/,
    );
    expect(out).toMatch(/in +tcp 443 \(https\) from 10\.0\.0\.0\/8 +Mar 03 09:00 +bob.* +Modify.*Rules +chg_/);
  });

  it('the change that it names is one that explain knows', async () => {
    const { rules } = JSON.parse((await blame('--json')).out);
    for (const { change } of rules) expect((await portcullis(['explain', change, archive, '--no-cache'])).code).toBe(0);
  });

  it('tells who was behind the rules of an earlier day', async () => {
    const { rules } = JSON.parse((await blame('--json', '--until', '2026-03-02')).out);
    const ingress = rules.filter((each: { direction: string }) => each.direction === 'ingress');
    expect(ingress).toEqual([
      expect.objectContaining({ id: 'sgr-01', by: 'alice (cli)', peer: { kind: 'ipv4', value: '0.0.0.0/0' } }),
    ]);
  });

  it('a rule that stood before the first record says so, and what else may stand is said', async () => {
    const known = writeArchive([revoke(web, 'sgr-07', 80, '0.0.0.0/0', { at: '2026-03-05T09:00:00Z' })]);
    const before = await portcullis(['blame', web, known, '--no-cache', '--until', '2026-03-04']);
    expect(before.out).toMatch(/in +tcp 80 \(http\) from 0\.0\.0\.0\/0 +before the first record +- +- +-\n/);
    expect(before.out).toContain('other rules may stand that no record tells');
  });

  it('a deleted group has no standing rule', async () => {
    const gone = writeArchive([
      create(web, 'prod-web'),
      record('DeleteSecurityGroup', { groupId: web }, { _return: true }, { at: '2026-03-05T09:00:00Z' }),
    ]);
    expect((await portcullis(['blame', web, gone, '--no-cache'])).out).toContain('deleted: no rule stands');
  });
});
