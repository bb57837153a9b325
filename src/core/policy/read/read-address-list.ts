import { type Cidr, canonicalCidr, readCidr } from '../../net/cidr.ts';

/** A CIDR and the line where it stands. */
export interface ListedCidr {
  readonly text: string;
  readonly line: number;
  readonly cidr: Cidr;
}

/** A list of addresses as read, with every line that was not understood. */
export interface AddressListReading {
  readonly cidrs: readonly ListedCidr[];
  readonly misread: readonly { readonly line: number; readonly message: string }[];
}

/** Reads a list of addresses: one CIDR a line, `#` begins a comment, empty lines are free. */
export function readAddressList(text: string): AddressListReading {
  const cidrs: ListedCidr[] = [];
  const misread: { line: number; message: string }[] = [];
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .forEach((whole, index) => {
      const word = whole.replace(/#.*$/s, '').trim();
      if (word === '') return;
      const cidr = readCidr(word);
      if ('misread' in cidr) misread.push({ line: index + 1, message: `${cidr.misread}${repair(word)}` });
      else cidrs.push({ text: word, line: index + 1, cidr });
    });
  return { cidrs, misread };
}

function repair(word: string): string {
  const single = `${word}/${word.includes(':') ? 128 : 32}`;
  return canonicalCidr(single) === null ? '' : `: write \`${single}\` for the one address`;
}
