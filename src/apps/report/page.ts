import { createHash } from 'node:crypto';
import type { Report } from '../../flow/report/report.ts';
import type { About } from './about.ts';
import { html, trusted } from './html.ts';
import { startRoom } from './room.ts';
import { script } from './script.ts';
import { brokePolicy, insidePolicy } from './sections/changes.ts';
import { coverage } from './sections/coverage.ts';
import { appendix, method } from './sections/method.ts';
import { needsActionNow } from './sections/needs-action.ts';
import { keyFigures, oneSentence } from './sections/overview.ts';
import { byPersonAndTeam } from './sections/people.ts';
import { readers } from './sections/readers.ts';
import { timeline } from './sections/timeline.ts';
import { style } from './style.ts';

/** Characters that a report may have beside its rows, at least for details, and about how many a row takes. */
const [whole, least, rowOfBreach, rowInside] = [1_350_000, 200_000, 700, 260];

/** Changes inside policy that are listed one by one. */
export const listedInside = 1200;

/**
 * The report as one HTML file that asks for nothing: style and script stand in it, and its own policy (CSP) lets nothing
 * else run or load. The same report gives the same bytes.
 */
export function renderReport(report: Report, about: About): string {
  const taken = report.objected.length * rowOfBreach + report.inside.length * rowInside;
  const room = startRoom(Math.max(least, whole - taken));
  const csp = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const { bill } = report;
  const period = bill.first === null ? 'no changes' : `${bill.first.slice(0, 10)} to ${bill.last!.slice(0, 10)}`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(csp)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${about.title}</title><style>${trusted(style)}</style></head><body>
<header><h1>${about.title}</h1><p class="quiet">${period} · policy ${about.policy.digest.replace('sha256:', '').slice(0, 12)} · made offline by portcullis ${about.version}</p></header>
<main>${oneSentence(report)}
${readers(report)}
${keyFigures(report)}
${needsActionNow(report)}
${timeline(report)}
${brokePolicy(report, room)}
${insidePolicy(report)}
${byPersonAndTeam(report)}
${coverage(report, about)}
${method()}
${appendix(report, about)}</main>
<footer>This file loads nothing and sends nothing.</footer>
<script>${trusted(script)}</script></body></html>
`;
  return page.html;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
