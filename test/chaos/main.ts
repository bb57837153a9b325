import { parseArgs } from 'node:util';
import { keyed, runChaos } from './run-chaos.ts';

// The acceptance of telling: everything arrives while channels fail and processes are killed. Exit code 1 where it does not.

const { values } = parseArgs({
  options: {
    decisions: { type: 'string', default: '10000' },
    groups: { type: 'string', default: '1500' },
    kills: { type: 'string', default: '50' },
    fail: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    life: { type: 'string', default: '5000' },
  },
});
const numbers = Object.fromEntries(Object.entries(values).map(([key, text]) => [key, Number(text)]));
const report = await runChaos(numbers as unknown as Parameters<typeof runChaos>[0], (line) => console.error(line));
const { dead, due, killed, messages, missing, pending, seconds, sent, services, suppressed, waiting, wrong } = report;
console.log(
  `${killed} killed in ${seconds.toFixed(0)} s; ${messages.length} messages, ${pending} pending, ${dead} given up`,
);
console.log(`decisions by channel: ${due} due = ${sent} sent + ${waiting} waiting + ${suppressed} kept back`);
let failed = wrong.length + missing.length + pending + dead;
for (const [name, tally] of Object.entries(services)) {
  const most = keyed.includes(name) ? 0 : killed + tally.lost;
  const share = ((100 * tally.failed) / Math.max(1, tally.asked)).toFixed(0);
  console.log(
    `${name}: ${tally.asked} requests, ${share} % failed, ${tally.lost} answers lost; shows ${tally.shows.size}, ${tally.twice} twice (at most ${most})`,
  );
  for (const complaint of tally.complaints.slice(0, 5)) console.log(`  complaint: ${complaint}`);
  if (tally.twice > most || tally.complaints.length > 0) failed++;
}
for (const each of [...wrong, ...missing].slice(0, 20)) console.log(`wrong: ${each}`);
process.exitCode = failed === 0 ? 0 : 1;
