import { type Mark, marks, type Report } from '../../../flow/report/report.ts';
import { counted } from '../../cli/counted.ts';
import { type Html, html } from '../html.ts';

const symbols: Readonly<Record<Mark, string>> = {
  critical: '▲',
  high: '■',
  medium: '◆',
  low: '●',
  unsure: '?',
  attempt: '×',
  inside: '·',
};

/** Marks of one day at most, three on a line; with more changes on a day, one mark stands for several. */
const most = 60;

/** A strip of days with a mark for every change, worst on top. */
export function timeline({ days }: Report): Html {
  const strip = allDays([...days.keys()]);
  const per = Math.ceil(Math.max(1, ...[...days.values()].map(sum)) / most);
  const used = marks.filter((mark) => [...days.values()].some((counts) => counts[mark] > 0));
  return html`<section id="timeline" aria-labelledby="h-timeline"><h2 id="h-timeline">Timeline</h2>
<p class="quiet">${used.map((mark) => html`<span class="key"><i class="m-${mark}" aria-hidden="true">${symbols[mark]}</i> ${mark}</span> `)}${per === 1 ? 'one mark is one change' : `one mark is up to ${per} changes of one kind`}; days are in UTC</p>
<div class="scroll" tabindex="0" role="region" aria-label="Changes by day"><ol class="strip">${strip.map((day) => dayColumn(day, days.get(day) ?? null, per))}</ol></div></section>`;
}

function dayColumn(day: string, counts: Readonly<Record<Mark, number>> | null, per: number): Html {
  const all = counts === null ? 0 : sum(counts);
  const told = marks.filter((mark) => counts !== null && counts[mark] > 0);
  const words = told.map((mark) => `${counts![mark]} ${mark}`).join(', ');
  const column = told.map(
    (mark) => html`<i class="m-${mark}">${symbols[mark].repeat(Math.ceil(counts![mark] / per))}</i>`,
  );
  return html`<li data-day="${day}"><span class="marks" aria-hidden="true">${column}</span><span class="day">${day.slice(5)}</span><span class="sum" title="${words}">${all}<span class="hidden"> ${counted(all, 'change').replace(/^\d[\d,]* /, '')}${words === '' ? '' : `: ${words}`}</span></span></li>`;
}

function sum(counts: Readonly<Record<Mark, number>>): number {
  return marks.reduce((all, mark) => all + counts[mark], 0);
}

/** Every day between the first and the last where they are few, else those with changes. */
function allDays(days: readonly string[]): readonly string[] {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const [from, to] = [Date.parse(`${first}T00:00:00Z`), Date.parse(`${last}T00:00:00Z`)];
  const count = Math.round((to - from) / 864e5) + 1;
  if (count > 400) return days;
  return Array.from({ length: count }, (_, at) => new Date(from + at * 864e5).toISOString().slice(0, 10));
}
