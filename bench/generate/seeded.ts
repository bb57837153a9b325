/** A stream of chance that is the same for the same seed on every machine (sfc32, C. Doty-Humphrey, PractRand). */
export interface Seeded {
  /** A whole number of 32 bits. */
  readonly word: () => number;
  /** A whole number from 0 to `below` - 1. */
  readonly upTo: (below: number) => number;
  /** Tells whether something of this probability happens. */
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
  /** So many hexadecimal digits, lower case. */
  readonly hex: (digits: number) => string;
  readonly uuid: () => string;
  /** So many letters and digits as in AWS's principal and key ids. */
  readonly base32: (letters: number) => string;
}

const fourDigits = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'));
const twoLetters = Array.from({ length: 1024 }, (_, value) => letter(value >> 5) + letter(value & 31));

/** Starts the stream of one thing (`index`) among all that grow from one seed. */
export function startSeeded(seed: number, index: number): Seeded {
  let a = Math.imul(seed, 0x9e3779b1) | 0;
  let b = Math.imul(index, 0x85ebca6b) ^ 0x2545f491;
  let c = seed ^ Math.imul(index + 1, 0xc2b2ae35);
  let counter = index + 1;
  const word = (): number => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  };
  for (let round = 0; round < 16; round++) word();
  const upTo = (below: number): number => Math.floor((word() / 2 ** 32) * below);
  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits) {
      const value = word();
      text += fourDigits[value >>> 16]! + fourDigits[value & 0xffff]!;
    }
    return text.length === digits ? text : text.slice(0, digits);
  };
  return {
    word,
    upTo,
    chance: (probability) => word() < probability * 2 ** 32,
    pick: (from) => from[upTo(from.length)]!,
    hex,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[word() & 3]}${hex(3)}-${hex(12)}`,
    base32: (letters) => {
      let text = '';
      while (text.length < letters) {
        const value = word();
        text += twoLetters[value & 1023]! + twoLetters[(value >>> 10) & 1023]! + twoLetters[(value >>> 20) & 1023]!;
      }
      return text.slice(0, letters);
    },
  };
}

function letter(value: number): string {
  return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[value]!;
}
