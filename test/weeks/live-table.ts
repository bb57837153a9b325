import type { LiveNoise } from './live-noise.ts';
import { median } from './measure-noise.ts';

/** Where the part of the page begins that the live loop writes. */
export const liveMark = '\n## End to end\n';

/** The part of the page about the live loop: its words, and the figures as they were measured. */
export function writeLivePart(weeks: readonly LiveNoise[]): string {
  const example = weeks.filter(({ week }) => week === 'example');
  const seeded = weeks.filter(({ week }) => week !== 'example');
  const rows = [rowOf('the example week', example), rowOf(`${seeded.length} seeded weeks`, seeded)];
  return `${liveMark}
Figures of \`node test/weeks/write-live-noise.ts\` (it writes this part; a test lets a few of the weeks pass again). The weeks go
through all of it: their records arrive one by one after 8 to 90 seconds, one in 25 after up to ten minutes, some twice and in no order;
groups are looked at as they stood; every decision, sweep, incident and reminder of the live loop is heard, worded and delivered to
channels that only remember it. The policies are those above, what stood before is adopted, and nothing is reverted.

| weeks | changes | as an archive | messages | again, as it got worse or came back | per 100 changes, median | incidents caught | reminders | digests, most on one day |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

${sayBooks(weeks)} ${sayMissed(weeks)}

**Reminders are apart.** Nobody in these weeks mends anything, so that what stays open is told again after one hour, four hours and
a day, as it should be; from then on it stands in the daily digest (without one, it is told every day). In the seeded weeks that is
${perIncident(seeded)} reminders for each incident that was planted; whoever closes, excepts or grants what is told gets none. With them it would be
${median(seeded.map((each) => ((each.messages + each.anew + each.reminders) / each.changes) * 100)).toFixed(1)} for each 100 changes in the median: of what is told and left as it is, most of what follows is reminders.

${sayUnlike(weeks)}
`;
}

function rowOf(say: string, weeks: readonly LiveNoise[]): string {
  const sum = (of: (week: LiveNoise) => number): number => weeks.reduce((total, each) => total + of(each), 0);
  const rates = weeks.map(({ messages, anew, changes }) => ((messages + anew) / changes) * 100);
  const spread = weeks.length === 1 ? '' : ` (${Math.min(...rates).toFixed(1)} to ${Math.max(...rates).toFixed(1)})`;
  const incidents = sum((each) => each.incidents);
  const cells = [
    ...[say, sum((each) => each.changes), sum((each) => each.archive), sum((each) => each.messages)],
    ...[sum((each) => each.anew), `${median(rates).toFixed(1)}${spread}`],
    `${incidents - sum((each) => each.missed.length)}/${incidents}`,
    ...[sum((each) => each.reminders), Math.max(...weeks.map(({ digestsADay }) => digestsADay))],
  ];
  return `| ${cells.join(' | ')} |`;
}

function perIncident(weeks: readonly LiveNoise[]): string {
  const sum = (of: (week: LiveNoise) => number): number => weeks.reduce((total, each) => total + of(each), 0);
  return (sum(({ reminders }) => reminders) / sum(({ incidents }) => incidents)).toFixed(1);
}

function sayBooks(weeks: readonly LiveNoise[]): string {
  const sum = (of: (week: LiveNoise) => number): number => weeks.reduce((total, each) => total + of(each), 0);
  const [due, sent] = [sum((each) => each.due), sum((each) => each.sent)];
  const [pending, kept] = [sum((each) => each.pending), sum((each) => each.suppressed)];
  const wrong = weeks.flatMap((each) => each.wrong);
  const adds = wrong.length === 0 ? 'at the end of every day it added up' : `it did not add up: ${wrong.join('; ')}`;
  return `Of ${due} things that were due on a channel ${sent} were sent, ${pending} waited at the end and ${kept} were kept back;\n${adds}.`;
}

function sayMissed(weeks: readonly LiveNoise[]): string {
  const missed = weeks.flatMap(({ week, missed: kinds }) => kinds.map((kind) => `${kind} of the ${week}`));
  return missed.length === 0 ? 'No incident was missed.' : `Missed: ${missed.join(', ')}.`;
}

function sayUnlike(weeks: readonly LiveNoise[]): string {
  const live = weeks.flatMap(({ week, onlyLive }) => onlyLive.map((say) => `- ${week}, live only: ${say}`));
  const archive = weeks.flatMap(({ week, onlyArchive }) => onlyArchive.map((say) => `- ${week}, archive only: ${say}`));
  const all = [...live, ...archive];
  const others =
    'Records that come in another order than they were made in stand in one message more or less, here and there.';
  if (all.length === 0) return `Whatever an archive tells of these weeks is told live, and nothing else. ${others}`;
  const [head, why] =
    archive.length > 0
      ? ['What only one side tells:', '']
      : [
          `Whatever an archive tells of these weeks is told live, too. ${others}
What is told live only was seen, not recorded:`,
          `
No record tells that EC2 makes a default group with each VPC, nor what a rule that went had hidden. The two of a bastion are a
prefix list that a sweep read in the seconds between an edit of it and its record; what a sweep sees of a rule waits for its record, or
is joined by it.`,
        ];
  return `${head}\n\n${all.join('\n')}\n${why}`.trimEnd();
}
