import type { Decision } from '../../core/plan/decision.ts';
import { counted } from './counted.ts';
import { as, type Line } from './screen.ts';
import { tableLines } from './table.ts';
import { sayWhen } from './when.ts';
import { sayWho, whoCell } from './who.ts';

/** Counts attempts that are alike: same call, same answer, same actor. */
export class Attempts {
  readonly #alike = new Map<string, { decision: Decision; count: number; last: string }>();
  #total = 0;

  add(decision: Decision): void {
    this.#total++;
    const key = JSON.stringify([decision.call.name, decision.call.error?.code, sayWho(decision.actor)]);
    const seen = this.#alike.get(key);
    if (seen === undefined) this.#alike.set(key, { decision, count: 1, last: decision.at });
    else {
      seen.count++;
      if (decision.at > seen.last) seen.last = decision.at;
    }
  }

  /** The block that tells them, most frequent first. */
  lines(width: number, withYear: boolean, most = 8): readonly Line[] {
    if (this.#total === 0) return [];
    const sorted = [...this.#alike.values()].sort((a, b) => b.count - a.count || (a.last < b.last ? 1 : -1));
    const rows = sorted
      .slice(0, most)
      .map(({ decision, count, last }) => [
        { text: String(count).padStart(5) },
        { text: decision.call.name },
        { text: decision.call.error?.code.replace(/^(Client|Server)\./, '') ?? decision.call.result },
        whoCell(decision.actor),
        { text: sayWhen(last, withYear) },
      ]);
    const columns = [
      { title: 'TIMES', least: 5 },
      { title: 'CALL', least: 16 },
      { title: 'REFUSED WITH', least: 12 },
      { title: 'BY', least: 10, most: 30 },
      { title: 'LAST (UTC)', least: withYear ? 16 : 12 },
    ];
    const more = sorted.length - most;
    return [
      [as('bold', `Attempts  ${counted(this.#total, 'call')} refused or only tried: nothing changed`)],
      ...tableLines(columns, rows, width),
      ...(more > 0 ? [[as('dim', `… and ${counted(more, 'other kind')} (--all lists every one)`)]] : []),
    ];
  }
}
