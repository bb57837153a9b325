import type { Report } from '../../../flow/report/report.ts';
import { counted } from '../../cli/counted.ts';
import type { About } from '../about.ts';
import { type Html, html } from '../html.ts';
import { seconds, time } from '../words.ts';

/** Reasons that are listed before the rest is counted. */
const listed = 10;

/** What was seen and what was not: a quiet report must never look healthy by accident. */
export function coverage({ seen, silence, doubts, otherTime, rulings }: Report, { read, unreadable }: About): Html {
  return html`<section id="coverage" aria-labelledby="h-coverage"><h2 id="h-coverage">Coverage and gaps</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Accounts and regions seen"><table class="list"><caption>Accounts and regions with changes in the records; a place that is not here was quiet, or is not recorded</caption><thead><tr><th scope="col">account</th><th scope="col">region</th><th scope="col">acts</th><th scope="col">first (UTC)</th><th scope="col">last (UTC)</th></tr></thead><tbody>
${seen.map(
  ({
    account,
    accountName,
    region,
    decisions,
    first,
    last,
  }) => html`<tr><td>${account}${accountName === null ? '' : ` (${accountName})`}</td><td>${region}</td><td>${decisions}</td><td>${time(first)}</td><td>${time(last)}</td></tr>
`,
)}</tbody></table></div>
<ul>
<li>${read.unreadable === 0 ? 'Everything could be read.' : html`<b>${counted(read.unreadable, 'thing')} could not be read:</b>`}${unreadable.length > 0 && html`<ul>${unreadable.slice(0, listed).map(({ file, record, reason }) => html`<li><code>${file}${record === null ? '' : `:${record}`}</code> ${reason}</li>`)}${read.unreadable > listed && html`<li>and ${read.unreadable - listed} more</li>`}</ul>`}</li>
<li>${silence === null ? 'Too few records to tell a silence.' : html`Longest time without a record of a change: ${seconds(silence.seconds)}, from ${time(silence.from)} to ${time(silence.to)} UTC.`}</li>
<li>${rulings.otherTime === 0 ? 'No verdict rests on facts of another time.' : html`${counted(rulings.otherTime, 'verdict')} rest on facts of another time than the change:<ul>${otherTime.slice(0, listed).map(({ what, why, count }) => html`<li>${what} as of ${time(why)}: ${count}</li>`)}</ul>`}</li>
<li>${doubts.length === 0 ? 'No verdict lacks a fact.' : html`Facts that were not known, with the number of verdicts that asked for them:<ul>${doubts.slice(0, listed).map(({ what, why, count }) => html`<li>${what}: ${why}: ${count}</li>`)}${doubts.length > listed && html`<li>and ${doubts.length - listed} other reasons</li>`}</ul>`}</li>
</ul></section>`;
}
