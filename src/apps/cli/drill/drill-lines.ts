import { writeInstant } from '../../../core/leaf/instant.ts';
import { brokenLink, type DrillHop, type DrillLink } from '../../../core/plan/drill/drill-link.ts';
import type { Drilled } from '../../../flow/drill/drill-parts.ts';
import { nextLines } from '../hints.ts';
import { as, type Line, type Terminal } from '../screen.ts';
import { wrapLine } from '../wrap-line.ts';
import type { OpenedDrill } from './opened-drill.ts';

/** What each hop is, in words. */
const words: Readonly<Record<DrillHop, string>> = {
  ready: 'the canary is there, and on nothing',
  made: 'ssh was opened on it, to an address that nobody has',
  recorded: 'a source told of it',
  decided: 'the policy objects',
  told: 'people were told',
  reverted: 'it was closed again',
  verified: 'reading again showed that',
  kept: 'the other rules of the canary stand',
  cleaned: 'nothing of it is left',
  written: 'it stands in the ledger',
};

const looks = { passed: 'green', failed: 'alarm', skipped: 'yellow', unreached: 'dim' } as const;
const marks = { passed: '✓', failed: '✗', skipped: '-', unreached: ' ' } as const;

/** What is about to be drilled. */
export function headLine({ place, policy }: Pick<OpenedDrill, 'place' | 'policy'>): Line {
  return [as('bold', 'Drill'), `  ${place}`, as('dim', `  policy ${policy.slice(0, 19)}`)];
}

/** A link as soon as it is known: how long after the call, and what was seen. */
export function linkLine({ after, hop, on, say, state }: DrillLink, columns: number): readonly Line[] {
  const time = after === null ? '' : `${(after / 1000).toFixed(1)} s`;
  const head: Line = [as(looks[state], `${marks[state]} ${hop.padEnd(9)}`), as('dim', time.padStart(9)), '  '];
  const what = state === 'failed' || state === 'skipped' ? '' : `${words[hop]}`;
  const where = on === null ? '' : `: ${on}`;
  const more = say === null ? '' : what === '' ? (on === null ? say : `${on}: ${say}`) : ` (${say})`;
  const lines = wrapLine([what === '' ? more : `${what}${where}${more}`], Math.max(30, columns - 24));
  return lines.map((line, at): Line => (at === 0 ? [...head, ...line] : [' '.repeat(22), ...line]));
}

/** What it came to: what broke, with what was not reached after it. */
export function endLines(
  { began, ended, id, links, passed }: Drilled,
  { ledger }: Pick<OpenedDrill, 'ledger'>,
  terminal: Terminal,
): readonly Line[] {
  const span = `${((ended - began) / 1000).toFixed(1)} s`;
  const broken = brokenLink(links);
  const unreached = links.filter(({ state }) => state === 'unreached').map(({ hop }) => hop);
  const tail: Line[] = unreached.length === 0 ? [] : [[as('dim', `not reached: ${unreached.join(', ')}`)]];
  const next =
    ledger === null
      ? []
      : nextLines(terminal, [[`kpi ${ledger}`, 'how fast changes are detected: drills are counted apart']]);
  if (passed)
    return [[], [as('green', 'Passed'), `  every link held, in ${span}  `, as('dim', id)], ...tail, [], ...next];
  const where =
    broken === null ? 'nobody knows where' : `at: ${broken.hop}${broken.on === null ? '' : ` (${broken.on})`}`;
  return [[], [as('alarm', 'Failed'), `  ${where}  `, as('dim', id)], ...tail, []];
}

/** A drill as JSON has it. */
export function drillRow({ began, decision, ended, group, id, links, name, passed, rule, site }: Drilled) {
  const broken = brokenLink(links);
  return {
    ...{
      id,
      passed,
      failed: broken?.hop ?? null,
      account: site.account,
      region: site.region,
      group,
      name,
      rule,
      decision,
    },
    ...{ began: writeInstant(began), ended: writeInstant(ended), took: ended - began },
    links: links.map(({ at, ...link }) => ({ ...link, at: at === null ? null : writeInstant(at) })),
  };
}
