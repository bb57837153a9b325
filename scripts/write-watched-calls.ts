import type { WatchedCall } from '../src/core/change/call.ts';

const intro = `# Watched calls

Every CloudTrail call that Portcullis reads, and what it may do to the perimeter. This page is written by \`npm run docs\`
from the tables in \`src/core/change\`.

- **perimeter** calls change groups, rules, tags and prefix lists by themselves.
- **attachment** calls put groups on something, or make default groups; they are far more numerous.
`;

/** Writes the text of docs/watched-calls.md from the one list of watched calls, by service and name. */
export function writeWatchedCalls(calls: readonly WatchedCall[]): string {
  const services = [...new Set(calls.map(({ service }) => service))].sort();
  return [intro, ...services.map((service) => writeService(service, calls))].join('\n');
}

function writeService(service: string, calls: readonly WatchedCall[]): string {
  const rows = calls
    .filter((one) => one.service === service)
    .map(({ call, tier, effect }) => `| \`${call}\` | ${tier} | ${effect} |\n`)
    .sort();
  return `## ${service}\n\n| call | tier | what it does |\n| --- | --- | --- |\n${rows.join('')}`;
}
