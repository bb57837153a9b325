import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { liveMark } from './live-table.ts';
import { measureAll } from './measure-all.ts';
import { type NoiseLine, noiseTable } from './noise-table.ts';

/** Where the figures stand, and how many weeks they are of. */
export const page = join(import.meta.dirname, '../../docs/noise.md');
export const seededWeeks = 50;

/** The page: its words, and the table as it was just measured. */
export function writePage(lines: readonly NoiseLine[]): string {
  return `# How many messages, and what they catch

Figures of \`npm run noise\` (it writes this page; a test fails when they differ). They count, they do not time, so they are
the same on every machine.

${noiseTable(lines)}

${sayMissed(lines)}

What is told at once was tuned on these fifty weeks, and one check of a pack came of an incident in them that was missed. For a
hundred others \`npm run noise -- 51-150\` printed 2.8 messages for each 100 changes in the median (1.3 to 5.3), and 592 of 593 incidents
caught. The one that was not, by the policy that tells all neither, opens what another incident of its week had opened before.

Telling all goes through the same keeping quiet as the packs do; without it, it would be 100 messages for each 100 changes.

A **message** interrupts: it reaches a person at once, by page or chat. The same to several channels is one message; the copies
are counted beside it. What is listed in a daily digest is no message. An **incident** is caught when a message holds a
record of it that had the effect in question; a message about refused calls or a tag before it is not enough.

## The weeks

\`test/weeks/\` makes weeks from seeds: an organisation with a pipeline that replaces whole rule sets, clusters that open and
close port ranges all day, stacks, Auto Scaling, careful and careless people, broken robots, refused calls; about 150 to
400 changes. In each are four to eight incidents of 25 kinds: openings in pieces, in IPv6 only, in ranges, by prefix list, by an old
group that is put on an interface, after a tag was removed, by the pipeline's own role, for one address, and so on. The weeks and their
labels were committed before anything of what keeps quiet was written. The policy of a week names the roles of the pipeline and the
controllers and the addresses of the office, and uses the packs as they are; no pack knows a name in it.

Incidents are a large part of what is told: the seeded weeks hold about two for each 100 changes, the example week five (twelve in
232 changes), so that it cannot come below that.

## What keeps quiet

Severity decides first: a route says from which on it tells. Then: what one actor does to one group, or the same to many, within the route's
\`group_for\` is one message, and the worst is sent at once. What opened and closed again within that time is in the digest. What was told
and still stands is added to its message and not told again, unless it gets worse, came back, or somebody else does it. A group that
was told of is not told again for each instance it is put on. Refused calls are one message per episode; what their actor brings about
within the next hour is told too. A channel that had its budget gets one counted message for the rest; the worst passes always.
Nothing is dropped: every decision is told, joined, collapsed, digested or recorded, and the counts stand in each digest.

Live it is the same code, by the time at which was decided. What people know already interrupts them again only when it got worse,
came back, was not acknowledged in time, or by a reminder (after an hour, four hours and a day; then digests tell it); that takes room
like any message, and without room it stays an edit. In a route's \`quiet_hours\` all but the worst waits, and comes as one message at
their end. What a mute keeps back is counted on it and listed in digests. A pager hears of what is being put right only when that fails,
takes more than a minute, or is done.
`;
}

/** What the packs did not catch, by week and kind. */
function sayMissed(lines: readonly NoiseLine[]): string {
  const missed = lines.slice(0, 2).flatMap(({ weeks }) => weeks.flatMap((each) => each.missed));
  return missed.length === 0 ? 'The packs missed nothing.' : `The packs missed: ${missed.join(', ')}.`;
}

if (process.argv[1] === import.meta.filename) {
  const [first, last] = (process.argv[2] ?? `1-${seededWeeks}`).split('-').map(Number) as [number, number];
  const lines = await measureAll(first, last);
  if (process.argv[2] === undefined) {
    const [, live] = readFileSync(page, 'utf8').split(liveMark);
    writeFileSync(page, `${writePage(lines)}${live === undefined ? '' : `${liveMark}${live}`}`);
  }
  process.stdout.write(`${noiseTable(lines)}\n`);
}
