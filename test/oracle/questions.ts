import fc from 'fast-check';

/** What the oracle is asked: how EC2 stores a CIDR, or what set algebra makes of two lists of CIDRs. */
export type Question =
  | { readonly op: 'canonical'; readonly text: string }
  | {
      readonly op: 'union' | 'minus' | 'intersect';
      readonly width: 1 | 4;
      readonly a: readonly string[];
      readonly b: readonly string[];
    };

const byte = fc.oneof(
  { weight: 3, arbitrary: fc.nat(255) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 127, 128, 255) },
);
const ipv4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));
const group = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(0xffff) });
const groups = fc.array(group, { minLength: 8, maxLength: 8 });

/** One address in one of its many spellings: upper case, padded, with a gap anywhere there are zeros, with dots at the end. */
const ipv6 = fc
  .tuple(groups, fc.boolean(), fc.boolean(), fc.nat(8), fc.nat(8), fc.boolean())
  .map(([all, upper, padded, from, length, dotted]) => {
    const words = all.map((value) => value.toString(16).padStart(padded ? 4 : 1, '0'));
    const tail = dotted
      ? `${all[6]! >> 8}.${all[6]! & 255}.${all[7]! >> 8}.${all[7]! & 255}`
      : `${words[6]}:${words[7]}`;
    const spelt = [...words.slice(0, 6), tail];
    const to = Math.min(from + length, 6);
    const gap = from < to && all.slice(from, to).every((value) => value === 0);
    const text = gap ? `${spelt.slice(0, from).join(':')}::${spelt.slice(to).join(':')}` : spelt.join(':');
    return upper ? text.toUpperCase() : text;
  });

const odd = fc.constantFrom(
  ...[
    '010.0.0.0/8',
    '10.0.0.0',
    '10.0.0/8',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.256/8',
    '1.2.3.4.5/8',
    '/8',
    '',
    '0x0a.0.0.0/8',
  ],
  ...[
    '::1%eth0/64',
    '::/129',
    ':::/0',
    '1::2::3/64',
    '1:2:3:4:5:6:7/64',
    '1:2:3:4:5:6:7:8:9/64',
    '12345::/16',
    'g::/16',
    ':1/16',
  ],
  ...[
    '1:/16',
    '::1.2.3/120',
    '::1.2.3.04/120',
    '1:2:3:4:5:6:7:1.2.3.4/64',
    '::/0/0',
    '1:2:3:4:5:6:7::/112',
    '::2:3:4:5:6:7:8/16',
  ],
  ...[
    '208.236.235.254/0',
    '100.68.0.18/18',
    '0:0:0:0:0:0:0:0/0',
    '::FFFF:192.0.2.1/128',
    '2001:DB8::1/64',
    '10.0.0.0/-1',
    ' 10.0.0.0/8',
  ],
);

const cidr4 = fc.tuple(ipv4, fc.nat(32)).map(([address, prefix]) => `${address}/${prefix}`);
const cidr6 = fc.tuple(ipv6, fc.nat(128)).map(([address, prefix]) => `${address}/${prefix}`);
const spoilt = fc
  .tuple(fc.oneof(cidr4, cidr6), fc.nat(40), fc.constantFrom('', ':', '.', '0', 'f', '/', '%', ' '))
  .map(([text, at, put]) => text.slice(0, at) + put + text.slice(at + 1));

const canonical: fc.Arbitrary<Question> = fc
  .oneof(
    { weight: 4, arbitrary: cidr4 },
    { weight: 8, arbitrary: cidr6 },
    { weight: 1, arbitrary: odd },
    { weight: 4, arbitrary: spoilt },
  )
  .map((text) => ({ op: 'canonical', text }));

/** Blocks that crowd at the word boundaries, where carrying is hard, with all the prefixes that meet there. */
const block4 = fc
  .tuple(
    fc.constantFrom(0, 10, 127, 128, 255),
    byte,
    fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 13, max: 32 })),
  )
  .map(([a, b, prefix]) => writeBlock((BigInt(a) << 24n) | (BigInt(b) << 16n) | BigInt(b), 32, prefix));
const block6 = fc
  .tuple(
    fc.constantFrom(0n, 1n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 64n - 1n, 2n ** 64n, 2n ** 96n - 1n, 2n ** 128n - 1n),
    fc.nat(40),
    fc.oneof(
      fc.constantFrom(0, 1, 3, 31, 32, 33, 63, 64, 65, 95, 96, 97, 127, 128),
      fc.integer({ min: 118, max: 128 }),
    ),
  )
  .map(([base, add, prefix]) => writeBlock((base + BigInt(add)) % 2n ** 128n, 128, prefix));

function writeBlock(value: bigint, bits: number, prefix: number): string {
  const masked = (value >> BigInt(bits - prefix)) << BigInt(bits - prefix);
  const part = bits === 32 ? 8 : 16;
  const parts = Array.from(
    { length: bits / part },
    (_, i) => (masked >> BigInt(bits - part * (i + 1))) & (2n ** BigInt(part) - 1n),
  );
  return `${parts.map((one) => one.toString(bits === 32 ? 10 : 16)).join(bits === 32 ? '.' : ':')}/${prefix}`;
}

const algebra: fc.Arbitrary<Question> = fc
  .tuple(fc.constantFrom('union', 'minus', 'intersect'), fc.constantFrom(1, 4))
  .chain(([op, width]) => {
    const blocks = fc.array(width === 1 ? block4 : block6, { maxLength: 7 });
    return fc.tuple(blocks, blocks).map(([a, b]): Question => ({ op, width, a, b }));
  });

/** The same questions for the same seed. */
export function questions(count: number, seed: number): Question[] {
  return fc.sample(fc.oneof({ weight: 3, arbitrary: canonical }, { weight: 2, arbitrary: algebra }), {
    numRuns: count,
    seed,
  });
}
