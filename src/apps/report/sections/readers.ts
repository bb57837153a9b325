import type { Report } from '../../../flow/report/report.ts';
import { counted } from '../../cli/counted.ts';
import { type Html, html } from '../html.ts';
import { percentile } from '../percentile.ts';
import { isOpenBreach, seconds } from '../words.ts';
import { fates } from './overview.ts';

/** Where each of four readers begins, with the sentence for them. */
export function readers(report: Report): Html {
  const { rulings, doubts, seen, bill, teams } = report;
  const { broke, ended, stand } = fates(report);
  const open = report.objected.filter(isOpenBreach).length;
  const longest = percentile(ended, 100);
  const untold = teams.find((team) => team.name === 'no owner told')?.changes ?? 0;
  const item = (who: string, to: string, where: string, text: string) =>
    html`<li><b>${who}</b> ${text} <a href="#${to}">${where}</a></li>`;
  return html`<nav class="readers" aria-label="Where to begin"><ul>
${item('Security', 'action', 'Needs action now', `${counted(open, 'thing')} to look at.`)}
${item('DevOps', 'broke', 'Broke policy', `${counted(broke, 'act')} to mend or except; ${rulings.clear + rulings.permitted} inside policy.`)}
${item('Compliance', 'coverage', 'Coverage and gaps', `${counted(seen.length, 'account and region', 'accounts and regions')}; ${doubts.length === 0 ? 'no fact was lacking' : `${counted(doubts.length, 'kind')} of facts lacking`}; ${untold === 0 ? 'every act has an owner' : `${counted(untold, 'act')} without an owner`}.`)}
${item('Leadership', 'people', 'By person and team', `${broke} of ${counted(bill.decisions - bill.attempts, 'act')} broke policy, ${stand} not over${longest === null ? '' : `; the longest that ended was open ${seconds(longest)}`}.`)}
</ul></nav>`;
}
