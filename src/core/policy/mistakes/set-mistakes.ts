import { type AddressSet, addressOf } from '../../net/address-set.ts';
import { canonicalCidr, readCidr } from '../../net/cidr.ts';
import { type Said, saidIn } from '../join.ts';
import { companionOf, isPack } from '../read/place.ts';
import { textsOf, valueAt } from '../read/plain-value.ts';
import { type ListedCidr, readAddressList } from '../read/read-address-list.ts';
import { type Tell, within } from '../tell.ts';
import { findActorMistakes } from './actor-mistakes.ts';
import type { AsWritten } from './as-written.ts';

/** Sets that stand for nothing, and CIDRs that stand in a set twice. */
export function findSetMistakes(whole: AsWritten, tell: Tell): void {
  for (const [id, said] of saidIn(whole.joined, 'sets.addresses')) findAddressMistakes(id, said, whole, tell);
  for (const [id, said] of saidIn(whole.joined, 'sets.ports')) {
    if (textsOf(said.value).length > 0 || isPack(whole.layers, said.layer)) continue;
    tell('error', said, `port set \`${id}\` is empty, so no check that names it can see a port: write its ports`);
  }
  for (const [id, said] of saidIn(whole.joined, 'sets.actors')) findActorMistakes(id, said, tell);
}

function findAddressMistakes(id: string, said: Said, { layers }: AsWritten, tell: Tell): void {
  const file = companionOf(layers, said, 'file');
  const own = textsOf(valueAt(said.value, 'cidrs'));
  const isUnread = file === null && valueAt(said.value, 'file') !== undefined;
  const listed = file === null ? listedOf(own) : readAddressList(file.text).cidrs;
  if (listed.length === 0 && !isUnread && !isPack(layers, said.layer)) {
    const where = file === null ? 'write its CIDRs' : `${file.name} holds no CIDR`;
    tell('warning', said, `address set \`${id}\` is empty, so it stands for nobody: ${where}`);
  }
  const doubles = doublesIn(listed);
  if (file === null) {
    for (const { inner, outer } of doubles) tell('warning', within(said, 'cidrs', inner.line), sayDouble(inner, outer));
  } else if (doubles.length > 0) {
    const { inner, outer } = doubles[0]!;
    const more = doubles.length === 1 ? '' : `, and ${doubles.length - 1} more lines like it`;
    const place = `${file.name}:${inner.line}: `;
    tell('warning', within(said, 'file'), `${place}${sayDouble(inner, outer, ` of line ${outer.line}`)}${more}`);
  }
}

function listedOf(cidrs: readonly string[]): readonly ListedCidr[] {
  return cidrs.flatMap((text, line) => {
    const cidr = readCidr(text);
    return 'misread' in cidr ? [] : [{ text, line, cidr }];
  });
}

function sayDouble(inner: ListedCidr, outer: ListedCidr, where = ''): string {
  const same = canonicalCidr(inner.text) === canonicalCidr(outer.text);
  return same
    ? `\`${inner.text}\` stands in the set twice${where}: keep one`
    : `\`${inner.text}\` lies within \`${outer.text}\`${where}, which stands in the set too: keep the wider one`;
}

interface Double {
  readonly inner: ListedCidr;
  readonly outer: ListedCidr;
}

function doublesIn(listed: readonly ListedCidr[]): readonly Double[] {
  const found = (['ipv4', 'ipv6'] as const).flatMap((kind) => {
    const width = kind === 'ipv4' ? 1 : 4;
    const ends = (set: AddressSet) => [addressOf(set, 0, width), addressOf(set, width, width)] as const;
    const sorted = listed
      .filter(({ cidr }) => cidr.kind === kind)
      .map((each) => ({ each, ends: ends(each.cidr.addresses) }))
      .sort((a, b) => compare(a.ends[0], b.ends[0]) || compare(b.ends[1], a.ends[1]) || a.each.line - b.each.line);
    let outer = sorted[0];
    return sorted.slice(1).flatMap((inner): Double[] => {
      if (outer !== undefined && inner.ends[1] <= outer.ends[1]) return [{ inner: inner.each, outer: outer.each }];
      outer = inner;
      return [];
    });
  });
  return found.sort((a, b) => a.inner.line - b.inner.line);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
