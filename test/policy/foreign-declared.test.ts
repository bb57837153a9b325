import { expect, it } from 'vitest';
import { readDeclared } from '../../src/core/group/read/declared.ts';
import type { Json } from '../../src/core/leaf/canonical.ts';
import { readPolicy } from '../../src/core/policy/read-policy.ts';
import { judgeDeclared } from '../../src/flow/judge-declared.ts';

const value = {
  version: 1,
  checks: {
    strangers: {
      say: 'Groups of foreign accounts are not let in',
      when: { gained: { direction: ['ingress'], peers: ['foreign'], except: [], ports: ['all'] } },
      severity: { else: 'high' },
      respond: { else: ['none'] },
    },
  },
};
const { policy } = readPolicy([{ name: 'portcullis.yaml', value, lineOf: () => 1, files: new Map() }]);

function rulingOf(source: Json): string {
  const rule = { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, ...(source as object) };
  const json = {
    AWSTemplateFormatVersion: '2010-09-09',
    Parameters: { Group: { Type: 'String' }, Account: { Type: 'String' } },
    Resources: { Db: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: [rule] } } },
  };
  const [group] = judgeDeclared(readDeclared(json).declared!, { policy: policy!, engine: '0' }, { file: 'x', now: 0 });
  const { ruling, unknowns } = group!.decision.verdict;
  return [ruling, ...unknowns.map(({ why }) => why)].join(': ');
}

it.each<[string, Json]>([
  ['clear', { SourceSecurityGroupId: { Ref: 'Group' } }],
  ['clear', { SourceSecurityGroupId: { Ref: 'Group' }, SourceSecurityGroupOwnerId: { Ref: 'AWS::AccountId' } }],
  [
    'unknown: nobody tells which account the group at the other end is of',
    { SourceSecurityGroupId: { Ref: 'Group' }, SourceSecurityGroupOwnerId: { Ref: 'Account' } },
  ],
  ['breach', { SourceSecurityGroupId: { Ref: 'Group' }, SourceSecurityGroupOwnerId: '444455556666' }],
  ['breach', { SourceSecurityGroupName: 'app', SourceSecurityGroupOwnerId: '444455556666' }],
  ['clear', { SourceSecurityGroupId: 'sg-843f59ed', SourceSecurityGroupOwnerId: 'amazon-elb' }],
])('R162: foreign is %s for %j', (ruling, source) => {
  expect(rulingOf(source)).toBe(ruling);
});
