import type { Alert } from '../../core/alert/alert.ts';
import { headlineOf } from '../alert-label.ts';
import { bareLine } from '../bare-line.ts';
import { cutWords } from '../cut-text.ts';
import { unlinked } from '../unlinked.ts';

/** One text message in the GSM alphabet (3GPP TS 23.038) is 160 characters; any other character would halve that. */
const longest = 160;

const words: Readonly<Record<Alert['severity'], string>> = {
  ...{ critical: 'CRIT', high: 'HIGH', medium: 'MED', low: 'LOW', none: 'INFO' },
};

/**
 * What a phone gets by SMS: `CRIT shop-prod: Internet->ssh on prod-web by alice. Reverted and verified after 14 s. chg_7f3k2m9p4q`. At
 * most 160 characters, all of them in the GSM alphabet and none of those that count twice.
 */
export function smsText(alert: Alert, repeated: boolean): string {
  const { kind, severity, place, who, status, short, ids } = alert;
  const word = kind === 'drill' || kind === 'test' || kind === 'digest' ? kind.toUpperCase() : words[severity];
  const account = place === null ? '' : ` ${gsm(place.accountName ?? place.account, 24)}`;
  const on = place === null || (place.name ?? place.on) === null ? '' : ` on ${gsm(place.name ?? place.on ?? '', 24)}`;
  const by = who === null ? '' : ` by ${gsm(who.split(' ')[0] ?? '', 24)}`;
  const id = ids.decisions[0] ?? ids.incidents[0] ?? '';
  const what = place === null && kind !== 'incident' ? gsm(headlineOf(alert), 90) : gsm(short, 40);
  const head = sentence(`${word}${account}${repeated ? ' (repeated)' : ''}: ${what}${on}${by}`);
  const end = id === '' ? '' : ` ${gsm(id, 14)}`;
  const room = longest - head.length - end.length - 2;
  const said = room < 12 || status === '' ? '' : ` ${sentence(gsm(status, room))}`;
  return `${head}${said}${end}`;
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

/** In characters that count once: the GSM alphabet without its extension (`^{}\[~]|€`) and what looks alike in it. */
function gsm(text: string, most: number): string {
  const plain = unlinked(bareLine(text, most * 4))
    .replaceAll('→', '->')
    .replace(/[‐-―]/g, '-')
    .replace(/[‘’`]/g, "'")
    .replace(/[“”]/g, '"')
    .replaceAll('…', '...')
    .replace(/[[{]/g, '(')
    .replace(/[\]}]/g, ')')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[|\\~^]/g, '/')
    .replace(/[^\x20-\x7e]/g, '?')
    .replace(/[|\\~^[\]{}`]/g, '?');
  return cutWords(plain, most, '..');
}
