import { describe, expect, it } from 'vitest';
import { sayDiagnosis } from './diagnosis.ts';
import { judgePermissions, readTried, type TriedPermission } from './judge-permission.ts';

const trial = {
  area: 'reads',
  about: 'account 111122223333',
  who: 'role `Reader`',
  iam: 'portcullis doctor --iam read',
} as const;
const denied = { kind: 'refused', code: 'UnauthorizedOperation', message: 'You are not authorized' } as const;

const tried = (permission: string, at: string, reply: Parameters<typeof readTried>[0]): TriedPermission => {
  return { permission, at, tried: readTried(reply) };
};
const dry = { kind: 'refused', code: 'DryRunOperation', message: 'Request would have succeeded' } as const;

describe('a permission that was tried', () => {
  it('R124: a dry run that would have been done is allowed, one that is refused names what is missing', () => {
    expect(readTried(dry)).toEqual({ kind: 'allowed' });
    expect(readTried(denied)).toMatchObject({ kind: 'missing', code: 'UnauthorizedOperation' });
    const [one, ...more] = judgePermissions(trial, [
      tried('ec2:DescribeSecurityGroups', 'eu-west-1', dry),
      tried('ec2:DescribeNetworkInterfaces', 'eu-west-1', denied),
    ]);
    expect(more).toEqual([]);
    expect(one).toMatchObject({ health: 'ill', fix: [expect.stringContaining('doctor --iam read')] });
    expect(sayDiagnosis(one!)).toBe(
      'account 111122223333: expected role `Reader` to be allowed `ec2:DescribeNetworkInterfaces` in eu-west-1, found that it is not allowed (AWS says: You are not authorized)',
    );
  });

  it('what is allowed everywhere is said once, what is missing in some regions names them', () => {
    const regions = ['eu-west-1', 'eu-west-2', 'us-east-1', 'us-west-2'];
    const well = judgePermissions(
      trial,
      regions.map((region) => tried('ec2:DescribeSecurityGroups', region, dry)),
    );
    expect(well.map(({ health, found }) => [health, found])).toEqual([
      ['well', 'role `Reader` may call `ec2:DescribeSecurityGroups` in 4 regions (eu-west-1, eu-west-2, …)'],
    ]);
    const some = judgePermissions(
      trial,
      regions.map((region) => tried('ec2:DescribeSecurityGroups', region, region === 'us-east-1' ? denied : dry)),
    );
    expect(some.map(({ expected }) => expected)).toEqual([
      'role `Reader` to be allowed `ec2:DescribeSecurityGroups` in us-east-1',
    ]);
  });

  it('another refusal, or no answer, is neither: it is said to be unknown, with the reason', () => {
    const found = judgePermissions(trial, [
      tried('ec2:DescribeSecurityGroups', 'eu-west-1', { kind: 'unanswered', why: 'no answer came' }),
      tried('ec2:DescribeSecurityGroupRules', 'eu-west-1', {
        kind: 'refused',
        code: 'RequestExpired',
        message: 'late',
      }),
    ]);
    expect(found.map(({ health, found: what }) => [health, what])).toEqual([
      ['unclear', 'no answer to that: no answer came'],
      ['unclear', 'no answer to that: RequestExpired: late'],
    ]);
    expect(judgePermissions(trial, [])).toEqual([]);
  });
});
