import { describe, expect, it } from 'vitest';
import { changeWith } from '../../../../test/builders/change.ts';
import type { ListEdited } from '../../../core/change/change.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import { beforeChange } from './before-change.ts';

const id = 'pl-0123456789abcdef0';
const on = { kind: 'list', id, name: null, vpc: null } as const;

function edited(parts: Partial<ListEdited> = {}): ListEdited {
  const told = {
    act: 'modified',
    added: [{ cidr: '0.0.0.0/0', description: null }],
    removed: [],
    entries: 'known',
  } as const;
  return changeWith({ kind: 'list-edited', on, ...told, version: 4, ...parts }) as ListEdited;
}

function lookAt(at: number, version: number): SubjectEvidence {
  return { kind: 'observed-list', at, list: { id, name: 'offices', version, entries: ['0.0.0.0/0'] } };
}

const before = (change: ListEdited, evidence: readonly SubjectEvidence[] = []) =>
  beforeChange({ id: 'chg_1', change } as Parameters<typeof beforeChange>[0], evidence);

describe('what stood before an edit of a prefix list', () => {
  it('R81: an edit makes the version after the one that its answer tells, before anybody has looked', () => {
    expect(before(edited())).toEqual({ version: 5 });
  });

  it('a look that still shows the old version, while the edit is under way, does not count', () => {
    const change = edited();
    expect(before(change, [lookAt(change.record.at, 4)])).toEqual({ version: 5 });
  });

  it('where no answer tells one, the first look after it does', () => {
    const change = edited({ version: null });
    expect(before(change, [lookAt(change.record.at + 1, 7)])).toEqual({ version: 7 });
    expect(before(change)).toEqual({});
  });

  it('what edits no entries makes no version', () => {
    expect(before(edited({ added: [] }))).toEqual({});
    expect(before(edited({ act: 'restored', entries: 'unknown' }))).toEqual({});
  });
});
