import type { EventCase, Scene } from './case.ts';

const anywhere = '0.0.0.0/0';
const failed = 'A record with an error code tells of a call that changed nothing.';
/** A call that EC2 refuses, some seconds after the one before. */
function refused({ world, group }: Scene, seconds = 60, code = 'Client.UnauthorizedOperation'): void {
  world.wait(seconds).refusing(code);
  group.opens('tcp', 22, anywhere);
}

/** Calls that were refused. */
export const refusals: readonly EventCase[] = [
  {
    name: 'a denied call',
    scenario: '12, BM-4',
    before: ({ group }) => group.opens('tcp', 443, '203.0.113.0/24'),
    act: (scene) => refused(scene),
    decides: failed,
    source: 'CloudTrail record contents',
    others: 'A denied call makes cds-snc’s function revoke the rule that was there; Sigma has no success test [run]',
    expected: { ruling: 'clear' },
  },
  {
    name: 'a dry run',
    scenario: '12',
    act: (scene) => refused(scene, 60, 'Client.DryRunOperation'),
    decides: 'DryRunOperation: the call would have succeeded, and was not made.',
    source: 'EC2 error codes',
    others: 'It makes cds-snc’s function revoke the rule that was there [run]',
    expected: { ruling: 'clear' },
  },
  {
    name: 'a duplicate of a rule that stands',
    scenario: '12',
    before: ({ group }) => group.opens('tcp', 443, anywhere),
    act: ({ group }) => group.opens('tcp', 443, anywhere),
    decides: 'InvalidPermission.Duplicate: the rule stands already, and nothing was made.',
    source: 'EC2 error codes',
    others: 'It makes cds-snc’s function revoke the legitimate rule [run]',
    expected: { ruling: 'clear' },
  },
  {
    name: 'a denied call on a frozen and protected group',
    scenario: '12',
    group: { tags: { frozen: 'yes', protected: 'yes' } },
    before: ({ group }) => group.opens('tcp', 443, '203.0.113.0/24'),
    act: ({ world, group }) => {
      world.refusing('Client.UnauthorizedOperation');
      group.closes('tcp', 443, '203.0.113.0/24');
    },
    decides: failed,
    source: 'CloudTrail record contents',
    expected: { ruling: 'clear' },
  },
  {
    name: 'the third denied call in ten minutes',
    scenario: '12, R23',
    before: (scene) => {
      scene.world.as('mallory');
      refused(scene);
      refused(scene);
    },
    act: (scene) => refused(scene),
    decides: 'The check asks for more than three.',
    source: 'our policy',
    expected: { ruling: 'clear' },
  },
  {
    name: 'the fourth denied call in ten minutes',
    scenario: '12, R23',
    before: (scene) => {
      scene.world.as('mallory');
      refused(scene);
      refused(scene);
      refused(scene, 60, 'Client.InvalidPermission.Duplicate');
    },
    act: (scene) => refused(scene),
    decides: 'The check asks for more than three refused calls of one actor within ten minutes.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['probing'], severity: 'high' },
  },
  {
    name: 'the fourth denied call, over three groups',
    scenario: '12, R23',
    before: (scene) => {
      const others = [scene.world.group('a'), scene.world.group('b')];
      scene.world.as('mallory');
      for (const group of others) refused({ ...scene, group });
      refused(scene);
    },
    act: (scene) => refused(scene),
    decides: 'Calls are counted by actor, wherever they go.',
    source: 'our policy',
    expected: { ruling: 'breach', breach: ['probing'] },
  },
  {
    name: 'four denied calls in an hour',
    scenario: '12, R23',
    before: (scene) => {
      scene.world.as('mallory');
      for (let i = 0; i < 3; i++) refused(scene, 1200);
    },
    act: (scene) => refused(scene, 1200),
    decides: 'The check looks back ten minutes.',
    source: 'our policy',
    expected: { ruling: 'clear' },
  },
  {
    name: 'four denied calls of four actors',
    scenario: '12, R23',
    before: (scene) => {
      for (const actor of ['alice', 'bob', 'carol']) {
        scene.world.as(actor);
        refused(scene);
      }
      scene.world.as('dave');
    },
    act: (scene) => refused(scene),
    decides: 'Calls are counted by actor.',
    source: 'our policy',
    expected: { ruling: 'clear' },
  },
];
