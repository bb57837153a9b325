import type { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { inTransaction } from './transaction.ts';

/** A database that says what it was asked, and fails at one of these words. */
function failingAt(word: string, errcode: number) {
  const asked: string[] = [];
  const exec = (sql: string): void => {
    asked.push(sql);
    if (sql === word) throw Object.assign(new Error(`at ${word}`), { code: 'ERR_SQLITE_ERROR', errcode });
  };
  return { db: { exec } as unknown as DatabaseSync, asked };
}

const [busy, full, constraint] = [5, 13, 1555];

describe('a transaction', () => {
  it('that could not begin did nothing', () => {
    const { db, asked } = failingAt('begin immediate', busy);
    const never = () => expect.unreachable();
    expect(inTransaction(db, never)).toEqual({ kind: 'unavailable', maybe: false, why: 'at begin immediate' });
    expect(asked).toEqual(['begin immediate']);
  });

  it('whose commit fails may have happened: nobody knows', () => {
    const { db, asked } = failingAt('commit', full);
    expect(inTransaction(db, () => 1)).toEqual({ kind: 'unavailable', maybe: true, why: 'at commit' });
    expect(asked).toEqual(['begin immediate', 'commit', 'rollback']);
  });

  it('whose work fails for the disk did nothing; one that breaks a rule is a fault of ours and is thrown', () => {
    const work = (errcode: number) => () => {
      throw Object.assign(new Error('at work'), { code: 'ERR_SQLITE_ERROR', errcode });
    };
    const { db, asked } = failingAt('none', 0);
    expect(inTransaction(db, work(full))).toEqual({ kind: 'unavailable', maybe: false, why: 'at work' });
    expect(() => inTransaction(db, work(constraint))).toThrow('at work');
    expect(asked).toEqual(['begin immediate', 'rollback', 'begin immediate', 'rollback']);
  });

  it('whose answer is not to be kept is taken back', () => {
    const { db, asked } = failingAt('none', 0);
    expect(
      inTransaction(
        db,
        () => 'lost',
        (did) => did !== 'lost',
      ),
    ).toEqual({ kind: 'did', did: 'lost' });
    expect(asked).toEqual(['begin immediate', 'rollback']);
  });
});
