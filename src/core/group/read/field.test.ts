import { expect, describe as suite, test } from 'vitest';
import type { Json } from '../../leaf/canonical.ts';
import { accountId, describe, list, object, opened, text, texts } from './field.ts';

suite('reading one value in any of CloudTrail’s spellings', () => {
  test('a text may have been guessed to be a number or a boolean; empty ones are none', () => {
    const value = { a: 'x', b: 12, c: true, d: '', e: null, f: {}, g: [] };
    expect(Object.keys(value).map((key) => text(value, key))).toEqual(['x', '12', 'true', null, null, null, null]);
    for (const none of [undefined, null, 'x', 7, []] as (Json | undefined)[]) expect(text(none, 'length')).toBeNull();
  });

  test('an object may be written as JSON text', () => {
    expect(object({ a: { b: 1 } }, 'a')).toEqual({ b: 1 });
    expect(object({ a: ' {"b":1}' }, 'a')).toEqual({ b: 1 });
    for (const none of ['', 'x', '[1]', '{"b":', null, [], 7]) expect(object({ a: none }, 'a')).toBeNull();
  });

  test('text that only begins like JSON, or never ends nesting, stays text', () => {
    const endless = '['.repeat(5000) + ']'.repeat(5000);
    for (const same of ['{cut', '[', '{type=IAMUser}', endless, '12', 'true']) expect(opened(same)).toBe(same);
    expect(opened('[1,{"a":2}]')).toEqual([1, { a: 2 }]);
  });

  test.each<[string, Json | undefined, readonly Json[]]>([
    ['classic', { items: [{ a: 1 }, { a: 2 }] }, [{ a: 1 }, { a: 2 }]],
    ['classic, collapsed by an export', { items: { a: 1 } }, [{ a: 1 }]],
    ['classic and empty', {}, []],
    ['wrapped, one', { content: 'x', tag: 1 }, [{ content: 'x', tag: 1 }]],
    [
      'wrapped, several',
      [
        { content: 'x', tag: 1 },
        { content: 'y', tag: 2 },
      ],
      [
        { content: 'x', tag: 1 },
        { content: 'y', tag: 2 },
      ],
    ],
    ['of an answer, one', { item: { a: 1 } }, [{ a: 1 }]],
    ['of an answer, several', { item: [{ a: 1 }] }, [{ a: 1 }]],
    ['of members', { member: ['x'] }, ['x']],
    ['one bare scalar', 'x', ['x']],
    ['written as text', '{"items":[1]}', [1]],
    ['an empty text', '', []],
    ['null', null, []],
    ['absent', undefined, []],
  ])('a list is read: %s', (_, value, wanted) => {
    expect(list(value)).toEqual(wanted);
  });

  test('scalars of a list are read bare, as content, or by their key', () => {
    expect(texts({ items: ['a', { content: 'b', tag: 1 }, { groupId: 'c' }, 7, null, {}] }, 'groupId')).toEqual([
      'a',
      'b',
      'c',
      '7',
    ]);
  });

  test('R25: an account id is padded to twelve digits, and anything else is left as it is', () => {
    expect(['111122223333', '1234', '0', 'amazon-elb', '1234567890123', null].map(accountId)).toEqual([
      '111122223333',
      '000000001234',
      '000000000000',
      'amazon-elb',
      '1234567890123',
      null,
    ]);
  });

  test('what cannot be used is shown by its beginning, in 40 characters at most', () => {
    expect([describe(undefined), describe(null), describe(7), describe({ a: 1 }), describe('x')]).toEqual([
      'none',
      '`null`',
      '`7`',
      '`{"a":1}`',
      '`x`',
    ]);
    expect(describe('y'.repeat(41))).toBe(`\`${'y'.repeat(39)}…\``);
    expect(describe('y'.repeat(40))).toBe(`\`${'y'.repeat(40)}\``);
  });
});
