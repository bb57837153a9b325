import { places } from './founding.ts';
import type { Site } from './organisation.ts';
import type { Sent } from './scene.ts';
import { stamp } from './week.ts';

interface Planted {
  readonly title: string;
  readonly site: Site;
  readonly group: string;
  /** `<severity> gained|lost ingress|egress <services> <peers>`: the effect that must be found. */
  readonly expect: string;
}

const { prod, prodUs, prodIdle } = places;

/** What was planted in the week, by its stable name. */
const planted: Readonly<Record<string, Planted>> = {
  'dual-stack-desktop': {
    title: 'All of IPv6 reaches remote desktop behind a harmless IPv4 range in the same item',
    site: prodUs,
    group: 'prod-windows',
    expect: 'critical gained ingress tcp/3380-3395 ::/0',
  },
  'widened-shell': {
    title: 'An office rule for ssh is edited in place into one for everybody',
    site: prod,
    group: 'prod-web',
    expect: 'critical gained ingress tcp/22 0.0.0.0/0',
  },
  'leaked-key-postgres': {
    title: 'A leaked key lets one address into the orders database after probing',
    site: prod,
    group: 'prod-db',
    expect: 'high gained ingress tcp/5432 198.51.100.77/32',
  },
  'leaked-key-egress': {
    title: 'The same key opens the way out of a database group that had none',
    site: prod,
    group: 'prod-db',
    expect: 'critical gained egress all 0.0.0.0/0',
  },
  'idle-region-foothold': {
    title: 'The default group of a region that nobody uses opens, and a large instance starts in it',
    site: prodIdle,
    group: 'default',
    expect: 'critical gained ingress tcp/22 0.0.0.0/0',
  },
  'two-halves': {
    title: 'Two people open half of IPv4 each, an hour apart: the second makes it everybody',
    site: prod,
    group: 'prod-bastion',
    expect: 'critical gained ingress tcp/22 128.0.0.0/1',
  },
  'overwritten-rule': {
    title: 'A pipeline run from an old branch takes a protected rule away',
    site: prod,
    group: 'prod-api',
    expect: 'high lost ingress tcp/443 10.20.0.0/16',
  },
  'scope-escape': {
    title: 'The environment tag goes two minutes before remote desktop opens',
    site: prod,
    group: 'prod-batch',
    expect: 'critical gained ingress tcp/3389 0.0.0.0/0',
  },
  'old-group-attached': {
    title: 'A forgotten wide-open group is put on a production interface',
    site: prod,
    group: 'old-partner-2019',
    expect: 'critical gained ingress tcp/0-65535 0.0.0.0/0',
  },
  'partner-list-everybody': {
    title: 'A prefix list that two groups name gets all of IPv4',
    site: prod,
    group: 'prod-bastion',
    expect: 'critical gained ingress tcp/22 0.0.0.0/0',
  },
  'global-unicast': {
    title: 'All IPv6 addresses in use reach ssh, without the words ::/0 or 22',
    site: prodUs,
    group: 'prod-web',
    expect: 'critical gained ingress tcp/20-30 2000::/3',
  },
  'forgotten-debug': {
    title: 'A debugging rule for ssh is opened from a script on Sunday and never closed',
    site: prod,
    group: 'prod-app',
    expect: 'critical gained ingress tcp/22 0.0.0.0/0',
  },
};

const header = ['incident', 'title', 'first_event_id', 'event_ids', 'account', 'region', 'group', 'at', 'expect'];

/** Writes the table of the planted incidents, by time; `group` is the group's name, `at` the time of the first record. */
export function writeLabels(labels: ReadonlyMap<string, readonly string[]>, sent: readonly Sent[]): string {
  const rows = [...labels].map(([incident, ids]) => {
    const { title, site, group, expect } = findPlanted(incident);
    const first = sent.find((one) => one.eventId === ids[0]);
    const at = first === undefined ? '' : stamp(first.at);
    return [incident, quote(title), ids[0] ?? '', ids.join(' '), site.account.id, site.region, group, at, expect];
  });
  return [header, ...rows].map((row) => `${row.join(',')}\n`).join('');
}

function findPlanted(incident: string): Planted {
  const found = planted[incident];
  if (found === undefined) throw new Error(`expected a planted incident, found \`${incident}\``);
  return found;
}

function quote(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
