import { expect, test } from 'vitest';
import { readStructText } from './struct-text.ts';

test('R31: the struct that Athena prints for an identity is read with its nesting', () => {
  const text =
    '{type=AssumedRole, principalid=AROAEXAMPLE:alice, arn=arn:aws:sts::111122223333:assumed-role/admin/alice, invokedby=null, sessioncontext={attributes={mfaauthenticated=false, creationdate=2026-01-31T08:00:00Z}, sessionissuer=null}}';
  expect(readStructText(text)).toEqual({
    type: 'AssumedRole',
    principalid: 'AROAEXAMPLE:alice',
    arn: 'arn:aws:sts::111122223333:assumed-role/admin/alice',
    invokedby: null,
    sessioncontext: {
      attributes: { mfaauthenticated: 'false', creationdate: '2026-01-31T08:00:00Z' },
      sessionissuer: null,
    },
  });
});

test('a value with a comma stays one value, and lists are lists', () => {
  expect(readStructText('{username=Doe, Jane, tags=[a, b], list=[{arn=x}, {arn=y}], empty={}}')).toEqual({
    username: 'Doe, Jane',
    tags: ['a', 'b'],
    list: [{ arn: 'x' }, { arn: 'y' }],
    empty: {},
  });
});

test('text that is no struct is none', () => {
  for (const text of [
    '',
    'x',
    '{',
    '{a',
    '{a=1',
    '{a=1}x',
    `${'{a='.repeat(50)}1${'}'.repeat(50)}`,
    `{a=${','.repeat(100_000)}}`,
  ])
    expect(readStructText(text)).toBeNull();
});
