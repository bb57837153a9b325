import { isAtLeast, type Severity } from '../../../core/policy/scale.ts';
import type { Report } from '../../../flow/report/report.ts';
import { counted } from '../../cli/counted.ts';
import { type Html, html } from '../html.ts';
import { percentile } from '../percentile.ts';
import { isOpenBreach, seconds } from '../words.ts';

/** The whole report in one sentence. */
export function oneSentence(report: Report): Html {
  return html`<section class="lead" aria-labelledby="h-lead"><h2 id="h-lead">In one sentence</h2><p>${sentence(report)}</p></section>`;
}

function sentence(report: Report): string {
  const { bill, objected } = report;
  const applied = bill.decisions - bill.attempts + bill.net.changes - bill.net.acts;
  const { broke, ended, stand, unsure } = fates(report);
  if (applied === 0) return 'No change was made in this time.';
  if (broke === 0)
    return `${counted(applied, 'change')}; none broke policy${unsure > 0 ? `, ${unsure} perhaps did` : ''}.`;
  const half = percentile(ended, 50);
  const closed =
    half === null ? 'none of them has ended' : `${ended.length} of them ended after ${seconds(half)} (median)`;
  const left = stand === 0 ? 'nothing of it stands' : `${stand} still ${stand === 1 ? 'stands' : 'stand'}, or may`;
  const tried = objected.filter(
    ({ decision, fate }) => fate.kind === 'attempt' && decision.verdict?.ruling === 'breach',
  ).length;
  return `${counted(applied, 'change')}; ${broke} broke policy; ${closed}; ${left}${tried > 0 ? `; ${counted(tried, 'refused attempt')} stood out` : ''}.`;
}

/** What became of applied breaches: how long the ended ones lasted, ascending, and how many stand or may. */
export function fates({ objected }: Report): {
  readonly broke: number;
  /** How many of them are at least so severe. */
  readonly from: (severity: Severity) => number;
  readonly ended: readonly number[];
  readonly stand: number;
  readonly unsure: number;
} {
  const applied = objected.filter(({ fate }) => fate.kind !== 'attempt');
  const broke = applied.filter(({ decision }) => decision.verdict?.ruling === 'breach');
  const ended = broke.flatMap(({ fate }) => (fate.kind === 'ended' && fate.seconds !== null ? [fate.seconds] : []));
  return {
    broke: broke.length,
    from: (severity) => broke.filter(({ decision }) => isAtLeast(decision.verdict!.severity, severity)).length,
    ended: ended.sort((a, b) => a - b),
    stand: broke.filter(isOpenBreach).length,
    unsure: applied.length - broke.length,
  };
}

/** The key figures, each with how many values it rests on; what an archive cannot tell is said, never made up. */
export function keyFigures(report: Report): Html {
  const { lags, seen, bill } = report;
  const { broke, from, ended, stand } = fates(report);
  const [half, most] = [percentile(ended, 50), percentile(ended, 95)];
  const [lag, slow] = [percentile(lags, 50), percentile(lags, 95)];
  const span = (value: number | null) => (value === null ? '–' : seconds(value));
  const figure = (name: string, value: string, note: string) =>
    html`<div class="figure"><dt>${name}</dt><dd><b>${value}</b><span>${note}</span></dd></div>`;
  return html`<section aria-labelledby="h-figures"><h2 id="h-figures">Key figures</h2><dl class="figures">
${figure('Broke policy', String(broke), `of ${counted(bill.decisions - bill.attempts, 'applied act')} · ${from('critical')} critical, ${from('high')} high or worse`)}
${figure('Still so at the end', String(stand), `of ${broke}; not closed, or not known to be`)}
${figure('Exposure of what ended', span(half), `p50 · p95 ${span(most)} · n ${ended.length}`)}
${figure('Delivery by AWS', span(lag === null ? null : lag / 1000), `p50 · p95 ${span(slow === null ? null : slow / 1000)} · n ${lags.length} · to five minutes`)}
${figure('Detect', 'not measured', 'offline: nobody was notified')}
${figure('Remediate', 'not measured', 'offline: nothing was notified or reverted')}
${figure('Seen', counted(seen.length, 'place'), `account × region · ${counted(bill.groups, 'group')}`)}
${figure('Attempts', String(bill.attempts), 'refused or only tried: nothing changed')}
</dl></section>`;
}
