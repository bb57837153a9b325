import type { Objected, Report } from '../../../flow/report/report.ts';
import { type Html, html } from '../html.ts';
import { matrixTable } from '../matrix-table.ts';
import { badge, isOpenBreach, nameOf, sayExposure, time, whoOf } from '../words.ts';

/** Changes that are shown with all there is; the others stand in the table below. */
const shown = 12;

/** What a check objects to and stands, or may stand, at the end: opened, worst first, each with what to do. */
export function needsActionNow({ objected }: Report): Html {
  const open = objected.filter(isOpenBreach);
  const body =
    open.length === 0
      ? html`<p>Nothing that broke policy stands at the end of this time.</p>`
      : open.slice(0, shown).map(card);
  const more = open.length - shown;
  return html`<section id="action" aria-labelledby="h-action"><h2 id="h-action">Needs action now <span class="n">${open.length}</span></h2>
${body}${more > 0 && html`<p>… and ${more} more below, marked <b>STILL SO</b>.</p>`}</section>`;
}

function card(each: Objected): Html {
  const { decision, fate, matrices } = each;
  return html`<details class="card" open><summary>${badge(decision)} <b>${nameOf(decision)}</b> <span>${decision.short}</span></summary>
<p>Since ${time(decision.at)} UTC, ${fate.kind === 'stands' && `for ${sayExposure(fate)}, `}by ${whoOf(decision)}${fate.kind === 'not-known' && '. Nothing tells whether it still stands: look at it live'}.</p>
${whatToDo(each)}
${matrices.length > 0 && html`<details><summary>Before and after</summary>${matrices.map(matrixTable)}</details>`}
<p><a href="#${decision.id}">Who, rules, evidence</a></p></details>`;
}

/** What to do: the playbook of the policy where it names one, and what holds for every change. */
function whatToDo({ decision }: Objected): Html {
  const books = [...new Set((decision.verdict?.checks ?? []).flatMap((check) => check.playbook ?? []))];
  const owner = decision.on.owner;
  const command = revokeCommand(decision);
  return html`<ol class="todo">${books.map((book) => html`<li>Follow the playbook <code>${book}</code>.</li>`)}
<li>Ask ${owner === null ? 'whoever owns the group' : html`the owner, <b>${owner}</b>,`} and ${whoOf(decision)} whether it is needed.</li>
<li>If not, take it back${command === null ? '.' : html`: <code class="command">${command}</code>`}</li>
<li>If so, narrow it, or put an exception with an end and a reason into the policy.</li></ol>`;
}

/** The call that takes added rules back; only for ids of AWS's own form, since it is there to be copied into a shell. */
function revokeCommand({ on, rules, region }: Objected['decision']): string | null {
  const added = rules.filter((rule) => rule.op === 'add' && rule.direction === rules[0]?.direction);
  const ids = added.flatMap((rule) => rule.id ?? []);
  const safe = ids.every((id) => /^sgr-[0-9a-f]{8,17}$/.test(id)) && /^[a-z0-9-]{1,30}$/.test(region);
  if (!safe || ids.length === 0 || on.id === null || !/^sg-[0-9a-f]{8,17}$/.test(on.id)) return null;
  return `aws ec2 revoke-security-group-${added[0]!.direction} --region ${region} --group-id ${on.id} --security-group-rule-ids ${ids.join(' ')}`;
}
