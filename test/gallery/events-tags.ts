import { sessionOf } from './calls.ts';
import type { EventCase, Scene } from './case.ts';

const issuer =
  'The session issuer, with its account, is what AWS asserts of a session; session name and user agent are the caller’s choice.';
const frozen = { tags: { frozen: 'yes' } };
const opensWeb = ({ group }: Scene) => group.opens('tcp', 443, '203.0.113.0/24');

/** Tags that change. */
export const tagChanges: readonly EventCase[] = [
  {
    name: 'somebody takes the tag of the freeze off',
    scenario: '15',
    group: frozen,
    before: ({ world }) => world.as('mallory'),
    act: ({ group }) => group.tags('frozen', null),
    decides: 'Without the tag the freeze applies no more: protection is less.',
    source: 'EC2 tags',
    others: 'No peer judges changes of tags; c7n users ask for it (#3397, #7164)',
    expected: { ruling: 'breach', breach: ['tag-escape'], severity: 'critical' },
  },
  {
    name: 'and then opens the group',
    scenario: '15',
    group: frozen,
    before: ({ world, group }) => {
      world.as('mallory');
      group.tags('frozen', null);
      world.wait(60);
    },
    act: opensWeb,
    decides: 'While a tag change that lowers protection stands in breach, the tags before it count.',
    source: 'our policy',
    others: 'Firewall Manager chooses groups anew by the new tags',
    expected: { ruling: 'breach', breach: ['frozen'] },
  },
  {
    name: 'the tag of the freeze gets another value',
    scenario: '15',
    group: frozen,
    before: ({ world }) => world.as('mallory'),
    act: ({ group }) => group.tags('frozen', 'no'),
    decides: 'Tagging with a key that is there replaces its value.',
    source: 'EC2 tags',
    expected: { ruling: 'breach', breach: ['tag-escape'] },
  },
  {
    name: 'production becomes development by a tag',
    scenario: '15',
    group: { tags: { environment: 'prod' } },
    before: ({ world }) => world.as('mallory'),
    act: ({ group }) => group.tags('environment', 'dev'),
    decides: 'In development the checks are milder: protection is less.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['tag-escape'] },
  },
  {
    name: 'a tag that says hands off, by somebody who may not',
    scenario: '15',
    before: ({ world }) => world.as('mallory'),
    act: ({ group }) => group.tags('portcullis', 'off'),
    decides: 'The tag would make it a group that is never touched.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['tag-escape'] },
  },
  {
    name: 'a tag that no check asks about',
    scenario: '15',
    group: frozen,
    act: ({ group }) => group.tags('colour', 'blue'),
    decides: 'Every check applies as it did.',
    source: 'our policy',
    expected: { ruling: 'clear' },
  },
  {
    name: 'a group is frozen',
    scenario: '15',
    act: ({ group }) => group.tags('frozen', 'yes'),
    decides: 'One check more applies: protection is more.',
    source: 'our policy',
    expected: { ruling: 'clear' },
  },
  {
    name: 'the pipeline ends the freeze',
    scenario: '15',
    group: frozen,
    before: ({ world }) => world.as(sessionOf('tf-deploy')),
    act: ({ group }) => group.tags('frozen', null),
    decides: issuer,
    source: 'CloudTrail userIdentity',
    expected: { ruling: 'permitted', permitted: ['tag-escape'] },
  },
  {
    name: 'after the pipeline ended the freeze',
    scenario: '15',
    group: frozen,
    before: ({ world, group }) => {
      world.as(sessionOf('tf-deploy'));
      group.tags('frozen', null);
      world.as('alice');
    },
    act: opensWeb,
    decides: 'A permitted change of tags counts from then on.',
    source: 'our policy',
    expected: { ruling: 'clear' },
  },
  {
    name: 'the owner is taken off a service',
    scenario: 'R158, R159',
    group: { name: 'service-a', tags: { owner: 'payments' } },
    act: ({ group }) => group.tags('owner', null),
    decides: 'No tag says any more who owns it.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['tagging'], severity: 'low' },
  },
];
