import { authorizes, item, sessionOf, v4 } from './calls.ts';
import type { EventCase, Scene } from './case.ts';
import { wholeIpv4 } from './labels.ts';

const anywhere = '0.0.0.0/0';
const issuer =
  'The session issuer, with its account, is what AWS asserts of a session; session name and user agent are the caller’s choice.';
const frozen = { tags: { frozen: 'yes' } };
const opensWeb = ({ group }: Scene) => group.opens('tcp', 443, '203.0.113.0/24');

/** Who did it. */
export const deeds: readonly EventCase[] = [
  {
    name: 'a frozen group is opened by hand',
    scenario: '18, R52',
    group: frozen,
    act: opensWeb,
    decides: 'Any new ingress of a frozen group is forbidden, but to the pipeline.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['frozen'], severity: 'high' },
  },
  {
    name: 'a frozen group is opened by the pipeline',
    scenario: '18, R50',
    group: frozen,
    before: ({ world }) => world.as(sessionOf('tf-deploy')),
    act: opensWeb,
    decides: issuer,
    source: 'CloudTrail userIdentity',
    expected: { ruling: 'permitted', permitted: ['frozen'] },
  },
  {
    name: 'a frozen group is opened by the pipeline of another account of ours',
    scenario: '18',
    group: frozen,
    before: ({ world }) => world.as(sessionOf('tf-deploy', 'run-1', '222233334444')),
    act: opensWeb,
    decides: issuer,
    source: 'CloudTrail userIdentity',
    expected: { ruling: 'permitted', permitted: ['frozen'] },
  },
  {
    name: 'a role of the same name in a stranger’s account',
    scenario: '18',
    group: frozen,
    before: ({ world }) => world.as(sessionOf('tf-deploy', 'run-1', '444455556666')),
    act: opensWeb,
    decides: issuer,
    source: 'CloudTrail userIdentity',
    expected: { ruling: 'breach', breach: ['frozen'] },
  },
  {
    name: 'another role whose session is called tf-deploy',
    scenario: '18',
    group: frozen,
    before: ({ world }) => world.as(sessionOf('Developer', 'tf-deploy')),
    act: opensWeb,
    decides: 'Who assumes a role chooses the name of the session.',
    source: 'IAM roles',
    expected: { ruling: 'breach', breach: ['frozen'] },
  },
  {
    name: 'a user who is called tf-deploy',
    scenario: '18',
    group: frozen,
    before: ({ world }) => world.as('tf-deploy'),
    act: opensWeb,
    decides: 'A user is not the role of the same name.',
    source: 'CloudTrail userIdentity',
    expected: { ruling: 'breach', breach: ['frozen'] },
  },
  {
    name: 'a user agent that says Terraform, from a console session',
    scenario: '18',
    group: frozen,
    act: (scene) =>
      authorizes(
        scene,
        { groupId: scene.group.id, ipPermissions: { items: [item([443, 443], v4('203.0.113.0/24'))] } },
        [{ ports: [443, 443], cidr: '203.0.113.0/24' }],
        { userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.5', sessionCredentialFromConsole: 'true' },
      ),
    decides: 'The user agent is what the caller sends.',
    source: 'CloudTrail record contents',
    others:
      'Panther allows a change whose user agent looks like Terraform and whose ARN contains Operator: both can be spoofed',
    expected: { ruling: 'breach', breach: ['frozen'] },
  },
  {
    name: 'CloudFormation on behalf of a user',
    scenario: '18',
    group: frozen,
    before: ({ world }) =>
      world.as({
        ...{ type: 'IAMUser', principalId: 'AIDAALICE', accountId: '111122223333', userName: 'alice' },
        ...{ arn: 'arn:aws:iam::111122223333:user/alice', invokedBy: 'cloudformation.amazonaws.com' },
      }),
    act: opensWeb,
    decides: 'The service acts with the rights of the user who asked it to.',
    source: 'CloudTrail userIdentity',
    others: 'Elastic’s maintainers call leaving CloudFormation out "an easy bypass" (#5064)',
    expected: { ruling: 'breach', breach: ['frozen'] },
  },
  {
    name: 'the pipeline opens SSH to everybody',
    scenario: '18',
    before: ({ world }) => world.as(sessionOf('tf-deploy')),
    act: ({ group }) => group.opens('tcp', 22, anywhere),
    decides: 'The pipeline is excused from the freeze, from nothing else.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: wholeIpv4 },
  },
  {
    name: 'the pipeline removes protected reach',
    scenario: 'R17',
    group: { tags: { protected: 'yes' } },
    before: ({ world, group }) => {
      group.opens('tcp', 443, '10.0.0.0/8');
      world.as(sessionOf('tf-deploy'));
    },
    act: ({ group }) => group.closes('tcp', 443, '10.0.0.0/8'),
    decides: 'Protected reach is not removed, by whomever.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['protected-lost'] },
  },
];
