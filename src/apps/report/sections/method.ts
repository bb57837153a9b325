import type { Report } from '../../../flow/report/report.ts';
import { counted } from '../../cli/counted.ts';
import type { About } from '../about.ts';
import { type Html, html, longText } from '../html.ts';
import { time } from '../words.ts';

/** The definition of every number, and what CloudTrail cannot show. */
export function method(): Html {
  return html`<section id="method" aria-labelledby="h-method"><h2 id="h-method">Method and limits</h2><dl class="wide">
<dt>Change</dt><dd>One call on a security group or on what it reaches through, told by its net effect: what one actor did to one group in one go is one act. Refused calls and dry runs are attempts and counted apart.</dd>
<dt>Newly reachable</dt><dd>What is permitted after and was not before, in addresses × services, over all rules of the group; not the text of the rule.</dd>
<dt>Broke policy</dt><dd>A check of the policy objects, the call was applied, and no exception, grant or <code>unless</code> valid at that time permits it. Refused attempts that a check objects to are listed and not counted.</dd>
<dt>Exposure</dt><dd>From the call that opened (or removed) what the check objects to, until the first time that none of it is open (or all of it is back), by the records and the snapshot. What still stands has no end: its age is given, and it is in no median.</dd>
<dt>Delivery by AWS</dt><dd>Time in the name of the log file minus <code>eventTime</code>. Log files are named to five minutes, so it is the same coarse.</dd>
<dt>Detect, remediate</dt><dd>First notification that was accepted minus <code>eventTime</code>; verified closed minus first notification. An archive that is read afterwards has neither.</dd>
<dt>p50, p95, n</dt><dd>Nearest rank: the value that 50 or 95 of 100 do not exceed, and of how many.</dd>
<dt>Before and after</dt><dd><code>·</code> closed, <code>= open</code> as before, <code>+ OPENED</code>, <code>− lost</code>, <code>? perhaps</code> what is known lets it be either; “in part”: for some of these addresses or services. Rows and columns do not overlap.</dd>
</dl><h3>What CloudTrail cannot show</h3><ul>
<li>Whether anybody used what was open: that is in flow logs, not here.</li>
<li>Routes, network ACLs, firewalls and public addresses: a group that permits is not yet reachable.</li>
<li>What stood before the first record, unless a snapshot tells it.</li>
<li>Calls in accounts and regions whose trail is not here, and calls that CloudTrail has not delivered yet.</li>
<li>Who is behind a shared role: a session name is chosen by its caller, and is called claimed.</li>
</ul></section>`;
}

/** From what, by what and how this report was made, so that anybody can make it again and compare. */
export function appendix({ inputs, asOf, bill }: Report, about: About): Html {
  const { policy, read, snapshot, version, command } = about;
  return html`<section id="appendix" aria-labelledby="h-appendix"><h2 id="h-appendix">Appendix</h2><dl class="wide">
<dt>Input</dt><dd>${counted(read.files, 'file')}, ${counted(read.records, 'record')} of watched calls, ${counted(read.copies, 'copy', 'copies')} left out<br><code>${inputs}</code><br>SHA-256 over the sorted changes, whatever files they came in</dd>
<dt>Snapshot</dt><dd>${snapshot === null ? 'none' : html`<code>${snapshot.file}</code> of ${time(snapshot.takenAt)} UTC<br><code>${snapshot.digest}</code>`}</dd>
<dt>Period</dt><dd>${bill.first === null ? 'no change' : html`${time(bill.first)} to ${time(bill.last!)} UTC`}${asOf !== null && html`; followed to ${time(asOf)} UTC`}</dd>
<dt>Policy</dt><dd>${policy.files.map((file) => html`<code>${file}</code> `)}<br><code>${policy.digest}</code></dd>
<dt>Program</dt><dd>portcullis ${version}</dd>
<dt>Make it again</dt><dd><code class="command">${longText(command)}</code><br>The same input, policy and version give the same bytes.</dd>
</dl><details class="fold"><summary>${counted(policy.checks.length, 'check')} of the policy, in words</summary><dl class="wide">${policy.checks.map(
    ({ id, at, sentence }) => html`<dt>${id}</dt><dd>${longText(sentence)} <code>${at}</code></dd>
`,
  )}</dl></details></section>`;
}
