import { expect, test } from 'vitest';
import { lookAt, seenRule } from '../../../../test/builders/looks.ts';
import { evidenceIn } from '../../../../test/builders/remembered.ts';
import { World } from '../../../../test/builders/world.ts';
import { ruleTagsAt } from './rule-tags.ts';
import type { SubjectEvidence } from './subject-evidence.ts';

const world = new World();
const { at: start } = world;

/** A record that sets the ticket of the rule. */
function ticket(value: string, at: number): SubjectEvidence {
  world.at = at;
  const request = {
    resourcesSet: { items: [{ resourceId: 'sgr-1' }] },
    tagSet: { items: [{ key: 'ticket', value }] },
  };
  const [told] = evidenceIn(world.call('CreateTags', { request, response: { _return: true } }));
  return told!.evidence;
}

/** A look at the group of the rule. */
const look = (tags: Readonly<Record<string, string>>, at: number): SubjectEvidence =>
  lookAt(at, [{ ...seenRule('sgr-1', 443), tags }]);

const minute = 60_000;

test('tags of a rule are those of the last look and of records since, else those of the first look after', () => {
  const evidence = [look({ ticket: 'T-1', team: 'shop' }, start), ticket('T-2', start + minute)];
  const tags = (at: number) => ruleTagsAt(evidence, at).get('sgr-1');
  expect(tags(start - minute)).toEqual({ ticket: 'T-1', team: 'shop' });
  expect(tags(start)).toEqual({ ticket: 'T-1', team: 'shop' });
  expect(tags(start + minute)).toEqual({ ticket: 'T-2', team: 'shop' });
});

test('R16: a tag of a rule that was set within half a minute before a look stays as the record says', () => {
  const before = [look({ ticket: 'T-1' }, start), ticket('T-2', start + minute)];
  const tags = (at: number) => ruleTagsAt([...before, look({ ticket: 'T-1' }, at)], at).get('sgr-1');
  expect(tags(start + minute)).toEqual({ ticket: 'T-2' });
  expect(tags(start + minute + 29_000)).toEqual({ ticket: 'T-2' });
  expect(tags(start + minute + 31_000)).toEqual({ ticket: 'T-1' });
});
