import type { Decision } from '../../../core/plan/decision.ts';
import type { Objected, Report } from '../../../flow/report/report.ts';
import { counted, grouped } from '../../cli/counted.ts';
import { changeDetails, rawDecision } from '../change-details.ts';
import { type Html, html } from '../html.ts';
import type { Room } from '../room.ts';
import { badge, isOpenBreach, nameOf, sayExposure, sayFate, time, whoOf } from '../words.ts';

/** All that broke policy, worst first, and folded away what may have; a row opens. */
export function brokePolicy({ objected }: Report, room: Room): Html {
  const broke = objected.filter(({ decision }) => decision.verdict?.ruling === 'breach');
  const perhaps = objected.filter(({ decision }) => decision.verdict?.ruling !== 'breach');
  const refused = broke.filter(({ fate }) => fate.kind === 'attempt').length;
  const told =
    refused === 0 ? `${broke.length}` : `${broke.length - refused}, and ${counted(refused, 'refused attempt')}`;
  const table = rows(broke, room);
  const unsure = rows(perhaps, room);
  return html`<section id="broke" aria-labelledby="h-broke"><h2 id="h-broke">Broke policy <span class="n">${told}</span></h2>
${broke.length === 0 ? html`<p>No change broke policy.</p>` : table}
${perhaps.length > 0 && html`<details class="fold"><summary>${perhaps.length} ${perhaps.length === 1 ? 'other' : 'others'} may have: what is known lets it be either</summary>${unsure}</details>`}
${room.refused() > 0 && html`<p class="quiet">${counted(room.refused(), 'row')} without all details, to keep this file small.</p>`}</section>`;
}

/** Rows that are listed of each kind; a page with more opens too slowly. */
const most = 3000;

function rows(all: readonly Objected[], room: Room): Html {
  return html`<div class="rows"><div class="head" aria-hidden="true"><span>when (UTC)</span><span>group</span><span>newly reachable</span><span>by</span><span>result</span><span>exposure</span></div>
${all.slice(0, most).map((each) => row(each, room))}</div>${all.length > most && html`<p>… and ${counted(all.length - most, 'more row')}, less severe: <code>portcullis scan</code> lists all.</p>`}`;
}

function row(each: Objected, room: Room): Html {
  const { decision, fate } = each;
  const detail = room.take(changeDetails(each));
  const raw = detail === null ? null : room.takeRaw(rawDecision(each));
  const open = isOpenBreach(each);
  const long = 'seconds' in fate ? (fate.seconds ?? 0) : 0;
  return html`<details class="row${open && ' open'}" id="${decision.id}" data-day="${decision.at.slice(0, 10)}" data-long="${long}"><summary>
<span>${time(decision.at)} ${badge(decision)}</span><span>${nameOf(decision)}</span><span>${decision.short}</span><span>${whoOf(decision)}</span><span>${open ? html`<b>${sayFate(fate)}</b>` : sayFate(fate)}</span><span>${sayExposure(fate)}</span></summary>
<div class="body">${detail ?? html`<p class="say">${decision.say}</p>`}${raw ?? room.instead(decision.id)}</div></details>
`;
}

/** What is inside policy: how many by whom, and collapsed the changes themselves. */
export function insidePolicy({ inside, insideCount, people }: Report): Html {
  const by = people.filter((share) => share.changes > share.breaches).slice(0, 8);
  const names = by.map(({ name, changes, breaches }) => html`<li><b>${grouped(changes - breaches)}</b> ${name}</li>`);
  return html`<section id="inside" aria-labelledby="h-inside"><h2 id="h-inside">Inside policy <span class="n">${insideCount}</span></h2>
<p>${counted(insideCount, 'act')} that no check objects to, or that something permits. Most are by:</p><ul class="tags">${names}</ul>
<details class="fold"><summary>${inside.length < insideCount ? `The last ${grouped(inside.length)} of them` : 'All of them'}, latest first</summary><div class="scroll" tabindex="0" role="region" aria-label="Changes inside policy"><table class="list" data-sortable><thead><tr><th scope="col">when (UTC)</th><th scope="col">group</th><th scope="col">change</th><th scope="col">by</th><th scope="col">ruling</th></tr></thead><tbody>
${inside.map(insideRow)}</tbody></table></div></details></section>`;
}

function insideRow(decision: Decision): Html {
  const ruled = decision.call.result !== 'applied' ? 'attempt' : (decision.verdict?.ruling ?? 'not judged');
  const why = decision.verdict?.checks.find((check) => check.excusedBy !== null)?.excusedBy;
  return html`<tr data-day="${decision.at.slice(0, 10)}"><td>${time(decision.at)}</td><td>${nameOf(decision)}</td><td>${decision.short}</td><td>${whoOf(decision)}</td><td>${ruled}${why ? `: ${why}` : ''}</td></tr>
`;
}
