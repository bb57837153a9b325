import { sayLength } from '../../core/alert/say-time.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Fate, Objected } from '../../flow/report/report.ts';
import { sayName } from '../cli/who.ts';
import { type Html, html } from './html.ts';

/** A time for a table: `Mar 03 09:14`; with `datetime` for programs. */
export function time(iso: string): Html {
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)}</time>`;
}

/** Seconds as a span of time. */
export function seconds(count: number): string {
  return sayLength(count * 1000);
}

/** What a verdict is called, with a symbol beside the word: colour never says anything alone. */
export function badge({ verdict, call }: Pick<Decision, 'verdict' | 'call'>): Html {
  const severity = verdict?.severity ?? 'none';
  if (verdict?.ruling === 'breach') {
    const symbol = { critical: '▲', high: '■', medium: '◆', low: '●', none: '○' }[severity];
    return html`<b class="badge s-${severity}"><i aria-hidden="true">${symbol}</i> ${severity}</b>`;
  }
  if (verdict?.ruling === 'unknown')
    return html`<b class="badge s-unsure"><i aria-hidden="true">?</i> perhaps ${severity}</b>`;
  if (verdict?.ruling === 'permitted') return html`<b class="badge s-ok"><i aria-hidden="true">✓</i> permitted</b>`;
  const attempt = call.result !== 'applied';
  return html`<b class="badge s-ok"><i aria-hidden="true">${attempt ? '×' : '✓'}</i> ${attempt ? 'attempt' : 'ok'}</b>`;
}

/** What became of it, in few words. */
export function sayFate(fate: Fate): string {
  switch (fate.kind) {
    case 'attempt':
      return 'refused: nothing changed';
    case 'unmoved':
      return 'no reach moved';
    case 'not-known':
      return 'not known whether it stands';
    case 'stands':
      return fate.sure ? 'STILL SO at the end' : 'perhaps still so';
    case 'ended':
      return fate.by === null ? 'ended, nobody tells by whom' : `ended by ${fate.by}`;
  }
}

/** How long it was so: `3 d 4 h, and counting`. */
export function sayExposure(fate: Fate): string {
  if (fate.kind === 'stands') return `${seconds(fate.seconds)}, counting`;
  if (fate.kind === 'ended') return fate.seconds === null ? 'not known' : seconds(fate.seconds);
  return fate.kind === 'not-known' ? 'not known' : '–';
}

/** The name of what a decision is about. */
export function nameOf({ on, effects }: Decision): string {
  return on.name ?? on.id ?? effects[0]?.group?.name ?? effects[0]?.group?.id ?? 'not told';
}

/** Who, and through what: `alice@example.com (console)`. */
export function whoOf({ actor }: Decision): string {
  const via = actor.via.value;
  return via === 'unknown' ? sayName(actor) : `${sayName(actor)} (${via})`;
}

/** Whether somebody has to look: what a check objects to stands, or may stand. */
export function needsAction(fate: Fate): boolean {
  return fate.kind === 'stands' || fate.kind === 'not-known';
}

/** Whether it broke policy for certain, and stands or may stand. */
export function isOpenBreach({ decision, fate }: Objected): boolean {
  return decision.verdict?.ruling === 'breach' && needsAction(fate);
}
