import type { Change } from '../../change/change.ts';
import { setCovers } from '../../net/address-set.ts';
import { internet4, internet6 } from '../../net/special.ts';
import { isEmpty } from '../../reach/algebra.ts';
import { isNobody, minusPeers, type PeerSet, peersMeet } from '../../reach/peer-set.ts';
import { listed } from '../../reach/say-peers.ts';
import { peersOfReach } from '../../reach/size.ts';
import type { BoxQuestion, Check } from '../policy.ts';
import { isPack } from '../read/place.ts';
import type { Written } from '../read/read-checks.ts';
import { peersNamed } from '../read/read-names.ts';
import { FOREIGN, namedPeers } from '../read/read-sets.ts';
import { type Spot, silently, type Tell, within } from '../tell.ts';
import type { AsWritten } from './as-written.ts';

/** Questions that nothing can ever answer, or that ask for less than they seem to. */
export function findBoxMistakes(whole: AsWritten, tell: Tell): void {
  for (const written of whole.checks) {
    const { when } = written.made;
    if (when.kind === 'gained' || when.kind === 'lost') findIn(written, when, whole, tell);
    else if (when.kind === 'tags' && when.effect.length + when.missing.length === 0) {
      tell('error', within(written.said, 'when', 'tags'), 'expected `effect` or `missing` to ask of tags, got neither');
    }
  }
}

function findIn({ said, made }: Written<Check>, when: BoxQuestion, whole: AsWritten, tell: Tell): void {
  const spot = within(said, 'when', when.kind);
  const peers = (names: readonly string[]) => peersNamed(names, spot, whole.sets, silently);
  const [asked, excepted] = [peers(when.words.peers), peers(when.words.except)];
  const own = !isPack(whole.layers, said.layer);
  if (isEmpty(when.box) && isKnown(when, whole)) {
    const why = whyEmpty(when, asked, excepted);
    // A pack's empty sets are for its user to fill; excepting all that it asks is the user's mistake.
    if (own || why.key === 'except')
      tell('error', within(spot, why.key), `check \`${made.id}\` can never fire: ${why.text}`);
  }
  if (own) findIdleExcepts(when, asked, whole, (i, text) => tell('warning', within(spot, 'except', i), text));
  when.words.except.forEach((name, i) => {
    const family = wholeFamily(whole.sets.addresses.get(name));
    if (family === null || isEmpty(when.box)) return;
    tell(
      'error',
      within(spot, 'except', i),
      `\`${name}\` holds the whole ${family} Internet, so excepting it blinds the check: narrow the set`,
    );
  });
  findWrongLimit(when, spot, tell);
  for (const why of [whyNeverCovered(when), whyNeverChanged(when)]) {
    if (why !== null) tell('error', within(spot, why.key), `check \`${made.id}\` can never fire: ${why.text}`);
  }
}

function findWrongLimit(when: BoxQuestion, spot: Spot, tell: Tell): void {
  if (when.moreThan !== null && when.moreThan < 1) {
    tell(
      'error',
      within(spot, 'more_than'),
      '`more_than: 0` asks what the check asks anyway: leave it out, or write 1 or more',
    );
  }
  if (when.covers && when.moreThan !== null) {
    tell(
      'error',
      within(spot, 'more_than'),
      '`covers` asks for the whole and `more_than` for a number: keep one of them',
    );
  }
  if (when.kind === 'lost' && when.moreThan !== null) {
    tell(
      'error',
      within(spot, 'more_than'),
      '`more_than` counts what is open, and `lost` asks of what is not any more: leave it out',
    );
  }
}

interface Why {
  readonly key: string;
  readonly text: string;
}

function whyNeverCovered({ covers, box, foreign, words }: BoxQuestion): Why | null {
  const symbols = peersOfReach(box);
  if (!covers || !(foreign || symbols.groups.cofinite || symbols.lists.cofinite)) return null;
  const names = listed(words.peers.filter((name) => isBottomless(name)).map((name) => `\`${name}\``));
  const why = 'no rules name every group or list there is';
  return { key: 'covers', text: `${why}, so ${names} is never covered: ask for addresses` };
}

function whyNeverChanged({ kind, change }: BoxQuestion): Why | null {
  if (change === null || change.length === 0 || !change.every((each) => neverBy[kind].includes(each))) return null;
  const verb = kind === 'gained' ? 'opens' : 'closes';
  return { key: 'change', text: `${change.join(', ')} never ${verb} anything` };
}

function isKnown({ words }: BoxQuestion, { sets }: AsWritten): boolean {
  return [...words.peers, ...words.except].every(
    (name) => sets.addresses.has(name) || namedPeers.has(name) || name === FOREIGN,
  );
}

function whyEmpty({ words }: BoxQuestion, asked: PeerSet, excepted: PeerSet): Why {
  const names = (list: readonly string[]) => listed(list.map((name) => `\`${name}\``));
  if (words.direction.length === 0) return { key: 'direction', text: 'it asks in no direction' };
  if (isNobody(asked))
    return { key: 'peers', text: words.peers.length === 0 ? 'it names no peers' : `${names(words.peers)} is nobody` };
  if (isNobody(minusPeers(asked, excepted))) {
    return {
      key: 'except',
      text: `all of ${names(words.peers)} is excepted by ${names(words.except)}: narrow what is excepted`,
    };
  }
  return {
    key: 'ports',
    text: words.ports.length === 0 ? 'it names no ports' : `${names(words.ports)} is no port at all`,
  };
}

/** Private addresses are never part of the Internet, so excepting them there does nothing. */
function findIdleExcepts(
  { words }: BoxQuestion,
  asked: PeerSet,
  { sets }: AsWritten,
  tell: (i: number, text: string) => void,
): void {
  const inside = [namedPeers.get('private')!, namedPeers.get('shared')!];
  words.except.forEach((name, i) => {
    const set = sets.addresses.get(name);
    if (set === undefined || isNobody(set) || peersMeet(set, asked)) return;
    if (!isNobody(inside.reduce((left, place) => minusPeers(left, place), set))) return;
    tell(
      i,
      `\`${name}\` is private addresses only, which ${listed(words.peers.map((each) => `\`${each}\``))} never holds: leave it out`,
    );
  });
}

function wholeFamily(set: PeerSet | undefined): 'IPv4' | 'IPv6' | null {
  if (set === undefined) return null;
  return setCovers(set.v4, internet4, 1) ? 'IPv4' : setCovers(set.v6, internet6, 4) ? 'IPv6' : null;
}

function isBottomless(name: string): boolean {
  const peers = namedPeers.get(name);
  return name === FOREIGN || peers?.groups.cofinite === true || peers?.lists.cofinite === true;
}

const neverBy: Readonly<Record<BoxQuestion['kind'], readonly Change['kind'][]>> = {
  gained: ['rules-removed', 'group-deleted', 'described', 'tags-changed'],
  lost: ['rules-added', 'group-created', 'described', 'tags-changed'],
};
