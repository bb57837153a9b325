import { setCovers, setsMeet } from '../net/address-set.ts';
import { internet4, internet6 } from '../net/special.ts';
import { equals, intersect, isEmpty } from './algebra.ts';
import type { Effect, Span } from './bounds.ts';
import { exposureRank } from './exposure.ts';
import { everybody } from './peer-set.ts';
import type { Reach } from './reach.ts';
import { type Row, reachOfRow, rowsOf } from './row.ts';
import { sayPeers, shortPeers, wholeInternet } from './say-peers.ts';
import { EVERYTHING, sayServices } from './say-services.ts';

/** What a sentence may also know. */
export interface Setting {
  /** Name of the group, for `… on prod-web`; absent: `this group`, or nothing. */
  readonly on?: string;
  /** Reach of the group after the change: says when an addition completed the Internet. */
  readonly after?: Reach;
  /** The change only took rules away, so that "no effect" means that nothing was lost. */
  readonly onlyRemoved?: boolean;
}

/** What became reachable, worst first: `the whole Internet can reach tcp 22 (ssh); and 2 more`. No capital, no full stop. */
export function sayGained(gained: Reach, setting: Setting = {}): string {
  return sayGainedRows(worstFirst(gained), setting);
}

function sayGainedRows(rows: readonly Row[], setting: Setting): string {
  return sayFirst(rows, (row) => sayRow(row, 'gained', setting)) ?? 'nothing new: already open';
}

/** What is no longer reachable: `10.20.0.0/16 (private) can no longer reach tcp 443 (https)`. */
export function sayLost(lost: Reach, setting: Setting = {}): string {
  return (
    sayFirst(worstFirst(lost), (row) => sayRow(row, 'lost', setting)) ?? 'nothing lost: other rules permit it still'
  );
}

/** What is open, worst first: `the whole Internet can reach tcp 22 (ssh); and 2 more`; `null` = nothing. */
export function sayStanding(reach: Reach, setting: Setting = {}): string | null {
  return sayFirst(worstFirst(reach), (row) => sayRow(row, 'standing', setting)) ?? null;
}

/** Every row of a reach as its own sentence, worst first. */
export function sayEach(reach: Reach, tense: 'gained' | 'lost' | 'standing', setting: Setting = {}): readonly string[] {
  return worstFirst(reach).map((row) => sayRow(row, tense, setting));
}

/** The whole effect of a change in one sentence, with what is not known about it. */
export function sayEffect(effect: Effect, setting: Setting = {}): string {
  const { gained, lost } = effect;
  const parts: string[] = [];
  if (!isEmpty(gained.atMost)) {
    const rows = worstFirst(gained.atMost);
    const whole = completes(rows, setting);
    const rest = whole === null ? '' : `; with what was open before, ${whole} now can`;
    parts.push(sayGainedRows(rows, setting) + doubt(gained, ', unless it could already') + rest);
  }
  if (!isEmpty(lost.atMost))
    parts.push(sayLost(lost.atMost, setting) + doubt(lost, ', unless another rule permits it'));
  if (lost.unknown) parts.push('what was there before is not known');
  if (parts.length > 0) return parts.join('; ');
  return setting.onlyRemoved ? 'nothing lost: other rules permit it still' : 'nothing new: already open';
}

/** The effect in at most 89 characters for a table: `+IPv4 Internet → tcp 22`, `−10.20.0.0/16 → tcp 443`, `?` = perhaps. */
export function sayShort(effect: Effect, setting: Setting = {}): string {
  const rows = worstFirst(effect.gained.atMost);
  const gained = sayShortSpan('+', effect.gained, rows, completes(rows, setting));
  const lost = sayShortSpan('−', effect.lost, worstFirst(effect.lost.atMost), null);
  const text = [gained, lost, effect.lost.unknown ? '−unknown' : ''].filter((part) => part !== '').join(' ');
  if (text === '') return 'no effect';
  return text.length < 90 ? text : `${text.slice(0, 88)}…`;
}

function sayShortSpan(sign: string, span: Span, rows: readonly Row[], completed: string | null): string {
  const [row] = rows;
  if (row === undefined) return '';
  const what = sayServices(row.services, 2, false).replace(EVERYTHING, 'everything');
  const who = completed === null ? shortPeers(row.peers) : completed.replace(/^the whole/, 'rest of the');
  const more = rows.length > 1 ? ` +${rows.length - 1} more` : '';
  const perhaps = doubt(span, ' ?');
  return `${sign}${row.direction === 'ingress' ? `${who} → ${what}` : `out to ${who}: ${what}`}${more}${perhaps}`;
}

function doubt(span: Span, text: string): string {
  return equals(span.atLeast, span.atMost) ? '' : text;
}

/** The Internet that the change completed: with what was open before, all of it can reach those services now. */
function completes([row]: readonly Row[], { after }: Setting): string | null {
  if (after === undefined || row === undefined || wholeInternet(row.peers) !== null) return null;
  const slabs = row.services.map(({ from, to }) => ({ from, to, peers: everybody }));
  const box = row.direction === 'ingress' ? { ingress: slabs, egress: [] } : { ingress: [], egress: slabs };
  const now = rowsOf(intersect(after, box));
  const [all] = now;
  if (all === undefined || now.length > 1) return null;
  // What was whole before, and got nothing of this, is not completed by it.
  const gets4 = setsMeet(row.peers.v4, internet4, 1) && setCovers(all.peers.v4, internet4, 1);
  const gets6 = setsMeet(row.peers.v6, internet6, 4) && setCovers(all.peers.v6, internet6, 4);
  return gets4 || gets6 ? wholeInternet(all.peers) : null;
}

function sayFirst(rows: readonly Row[], say: (row: Row) => string): string | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  return rows.length === 1 ? say(first) : `${say(first)}; and ${rows.length - 1} more`;
}

function sayRow(row: Row, tense: 'gained' | 'lost' | 'standing', { on }: Setting): string {
  const who = sayPeers(row.peers);
  const what = sayServices(row.services, 3, true);
  const can = tense === 'lost' ? 'can no longer reach' : 'can reach';
  if (row.direction === 'ingress') return `${who} ${can} ${what}${on === undefined ? '' : ` on ${on}`}`;
  const may = tense === 'gained' ? 'can now reach' : can;
  return `${on ?? 'this group'} ${may} ${who.replace(/,$/, '')} on ${what}`;
}

function worstFirst(reach: Reach): readonly Row[] {
  const rows = rowsOf(reach);
  if (rows.length < 2) return rows;
  const ranked = rows.map((row, place) => ({ row, place, rank: exposureRank(reachOfRow(row)) }));
  return ranked.sort((a, b) => b.rank - a.rank || a.place - b.place).map(({ row }) => row);
}
