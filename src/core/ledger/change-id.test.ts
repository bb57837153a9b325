import { expect, test } from 'vitest';
import { World } from '../../../test/builders/world.ts';
import { readChanges } from '../change/read.ts';
import type { JsonObject } from '../leaf/canonical.ts';
import { readRecord } from '../trail/read.ts';
import { changeId, subjectName } from './change-id.ts';

const place = { file: 'records.json', number: 1 };

function changesIn(json: JsonObject) {
  const record = readRecord(json, place);
  return record.kind === 'unreadable' ? [] : readChanges(record, place).changes;
}

const world = new World();
const tagged = world.call('CreateTags', {
  request: {
    resourcesSet: { items: ['sg-1', 'sg-2', 'sgr-1'].map((resourceId) => ({ resourceId })) },
    tagSet: { items: [{ key: 'a' }] },
  },
});

test('every change of a record has its own id, the same in every reading', () => {
  const ids = changesIn(tagged).map(changeId);
  expect(new Set(ids).size).toBe(3);
  expect(ids.every((id) => /^chg_[a-z2-7]{26}$/.test(id))).toBe(true);
  expect(changesIn(JSON.parse(JSON.stringify(tagged)) as JsonObject).map(changeId)).toEqual(ids);
});

test('a correction has the ids of what it corrects, and the two views of one action have one id', () => {
  const ids = changesIn(tagged).map(changeId);
  const addendum = { reason: 'UPDATED_DATA', originalEventID: tagged.eventID };
  expect(changesIn({ ...tagged, eventID: 'other', addendum }).map(changeId)).toEqual(ids);
  const shared = { ...tagged, sharedEventID: 'shared-1' };
  expect(changesIn({ ...shared, eventID: 'other' }).map(changeId)).toEqual(changesIn(shared).map(changeId));
  expect(changesIn({ ...tagged, awsRegion: 'us-east-1' }).map(changeId)).not.toEqual(ids);
});

test('a subject is named by id, a rule by its own, a group without one by where it is and its name', () => {
  expect(changesIn(tagged).map(subjectName)).toEqual(['sg-1', 'sg-2', 'sgr-1']);
  const named = world.call('DeleteSecurityGroup', { request: { groupName: 'web' } });
  const unnamed = world.call('DeleteSecurityGroup', { request: {} });
  expect(changesIn(named).map(subjectName)).toEqual(['111122223333/eu-west-1/-/web']);
  expect(changesIn(unnamed).map(subjectName)).toEqual(['111122223333/eu-west-1/unnamed']);
});
