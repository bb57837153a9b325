import type { RuleRow } from '../../core/plan/decision.ts';
import type { Objected } from '../../flow/report/report.ts';
import { jsonText } from '../cli/format/write-rows.ts';
import { sayRulePeer, sayRuleService } from '../cli/rule-text.ts';
import { sayTime } from '../cli/when.ts';
import { type Html, html, longText } from './html.ts';
import { matrixTable } from './matrix-table.ts';
import { sayExposure, sayFate, whoOf } from './words.ts';

/** Rules that are listed before the rest is counted. */
const listed = 12;

/** The decision itself, for who wants to take it further. */
export function rawDecision({ decision }: Objected): Html {
  return html`<details class="raw"><summary>Raw decision (JSON)</summary><pre tabindex="0">${longText(jsonText(decision))}</pre></details>`;
}

/** Everything that is told of one change when its row is opened. */
export function changeDetails({ decision, fate, matrices }: Objected): Html {
  const { on, account, region, actor, call, records, verdict, response } = decision;
  const of = [
    on.id,
    on.vpc,
    on.environment === null ? null : `environment ${on.environment}`,
    on.owner === null ? null : `owner ${on.owner}`,
  ];
  const place = [...of, `account ${account.id}${account.name === null ? '' : ` (${account.name})`}`, region];
  const identity = {
    asserted: 'name asserted by AWS',
    claimed: 'name only claimed by the caller',
    none: 'no name told',
  };
  const mfa = actor.mfa === null ? 'MFA not told' : actor.mfa ? 'with MFA' : 'without MFA';
  const steps = (response?.steps ?? []).filter((step) => step.do !== 'none');
  return html`<p class="say">${capital(decision.say)}.</p>
${matrices.map(matrixTable)}
<dl>
<dt>Policy</dt><dd>${(verdict?.checks ?? []).map((check) => {
    const ruled = { breach: 'violates', unknown: 'may violate', permitted: 'permitted:' }[check.ruling];
    const sum = check.adjusted.map(({ id, by }) => `, ${by > 0 ? '+' : '−'}${Math.abs(by)} ${id}`).join('');
    return html`<p>${ruled} <b>${check.id}</b> <code>${check.at}</code> ${check.severity}${sum}${check.over ? ', over again' : ''}<br>“${check.say}”${check.excusedBy === null ? '' : ` by ${check.excusedBy}`}</p>`;
  })}${(verdict?.unknowns ?? []).map(({ what, why }) => html`<p class="quiet">not known: ${what}, ${why}</p>`)}</dd>
<dt>Rules</dt><dd>${ruleList(decision.rules)}</dd>
<dt>On</dt><dd>${place.filter((part) => part !== null).join(' · ')}</dd>
<dt>Who</dt><dd>${whoOf(decision)} (${identity[actor.identity]}), from ${actor.sourceIp ?? 'an address not told'}, ${mfa}<br><code>${actor.principal ?? actor.type}</code></dd>
<dt>Result</dt><dd>${sayFate(fate)}; so for ${sayExposure(fate)}${steps.map((step) => html`<br>${response!.mode}: ${step.state} ${step.do} ${step.rules.join(', ')}${step.why === null ? '' : ` (${step.why})`}`)}</dd>
<dt>Evidence</dt><dd>${call.service} ${call.name}, ${sayTime(decision.at)} UTC, ${decision.basis === 'exact' ? 'known exactly' : 'known within bounds'}<br>${records.slice(0, listed).map(({ eventId }) => html`<code>${eventId}</code> `)}${records.length > listed && html`and ${records.length - listed} more`}<br>id <code>${decision.id}</code></dd>
</dl>`;
}

function ruleList(rules: readonly RuleRow[]): Html {
  if (rules.length === 0) return html`none of its own`;
  const told = rules.slice(0, listed).map((rule) => {
    const sign = rule.op === 'add' || rule.op === 'after' ? '+' : '−';
    const way = rule.direction === 'egress' ? 'out ' : '';
    const text =
      rule.protocol === null && rule.peer === null
        ? 'a rule whose content is not told'
        : `${way}${sayRuleService(rule)} ${sayRulePeer(rule)}`;
    return html`<li>${sign} ${text} ${rule.id !== null && html`<code>${rule.id}</code>`}${rule.description ? html` <q>${rule.description}</q>` : ''}</li>`;
  });
  return html`<ul class="plain">${told}${rules.length > listed && html`<li>and ${rules.length - listed} more</li>`}</ul>`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
