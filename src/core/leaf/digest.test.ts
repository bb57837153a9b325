import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestName, sha256 } from './digest.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const native = (input: string | Uint8Array): string => createHash('sha256').update(input).digest('hex');

describe('SHA-256', () => {
  test('gives the digests of FIPS 180-4’s own examples', () => {
    expect(hex(sha256('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(hex(sha256(''))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hex(sha256('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'))).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
  });

  test('agrees with node:crypto at every length around its blocks', () => {
    for (let length = 0; length <= 260; length++) {
      const bytes = Uint8Array.from({ length }, (_, n) => (n * 31 + length) & 255);
      expect(hex(sha256(bytes))).toBe(native(bytes));
    }
  });

  test('agrees with node:crypto on any bytes and any text, lone surrogates included', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => void expect(hex(sha256(bytes))).toBe(native(bytes))),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        (text) => void expect(hex(sha256(text))).toBe(native(text)),
      ),
    );
    expect(hex(sha256('\ud800'))).toBe(native('\ud800'));
  });

  test('agrees with node:crypto on a megabyte', () => {
    const text = 'a'.repeat(1_000_000);
    expect(hex(sha256(text))).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
  });
});

describe('short names', () => {
  test('are the first 130 bits in base32 of RFC 4648, lower case', () => {
    const bits = [...sha256('abc')].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
    const wanted = Array.from({ length: 26 }, (_, n) => alphabet[Number.parseInt(bits.slice(n * 5, n * 5 + 5), 2)]);
    expect(digestName('abc')).toBe(wanted.join(''));
  });

  test('have 26 characters whatever they name', () => {
    fc.assert(fc.property(fc.string(), (text) => void expect(digestName(text)).toMatch(/^[a-z2-7]{26}$/)));
  });
});
