import { existsSync } from 'node:fs';
import type { Source } from '../../contracts/source.ts';
import { sayLength } from '../../core/alert/say-time.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import type { AwsAccess, AwsCredentials } from '../../sources/aws/access.ts';
import type { HistorySite } from '../../sources/lookup-events/history-site.ts';
import { openLookupArchive } from '../../sources/lookup-events/open-lookup-archive.ts';
import { openS3Archive } from '../../sources/s3/open-s3-archive.ts';
import { readS3Url } from '../../sources/s3/s3-url.ts';
import { type OpenedAccounts, openAccounts, sitesIn } from '../doctor/open-accounts.ts';
import { systemClock } from '../live/system-clock.ts';
import { aboutAws } from './about-aws.ts';
import { Complaint } from './complaint.ts';
import { counted } from './counted.ts';
import { type ArchiveSettings, awsWord, type OpenedRecords } from './open-records.ts';
import type { Options } from './options.ts';
import { notice, type Terminal } from './screen.ts';
import { whenOf } from './when.ts';

const day = 86_400_000;

/** How far Event history reaches back, and so how far it is read unless told otherwise. */
const historyDays = 90;

/** A bucket of CloudTrail's logs: what was not asked for is not even listed. */
export async function openBucket(
  path: string,
  options: Options,
  terminal: Terminal,
  { calls, sidecar }: ArchiveSettings,
): Promise<Source> {
  const { settings, regions } = aboutAws(options, terminal);
  const { since, account } = options;
  const place = readS3Url(path);
  if (place === null) throw new Complaint(`expected \`s3://bucket/prefix\`, got \`${path}\``);
  const accounts = account === undefined ? settings?.accounts.map((each) => each.account) : [account];
  const { env } = terminal;
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || regions[0] || 'us-east-1';
  return openS3Archive({
    ...{ place, access: { region }, calls, sidecar },
    ...(accounts === undefined ? {} : { accounts: new Set(accounts) }),
    ...(regions.length === 0 ? {} : { regions: new Set(regions) }),
    ...(since === undefined ? {} : { since: whenOf('--since', since, terminal.now()) }),
  });
}

/** The Event history of accounts and regions: a first run that needs keys to read, and nothing that is set up. */
export async function openHistory(
  options: Options,
  terminal: Terminal,
  { calls, sidecar }: ArchiveSettings,
): Promise<OpenedRecords> {
  const { settings, regions } = aboutAws(options, terminal);
  const { since, until, account } = options;
  if (existsSync(awsWord)) notice(terminal, 'reads the Event history of AWS; the folder of that name is `./aws`');
  const now = terminal.now();
  const [from, to] = [
    since === undefined ? now - historyDays * day : whenOf('--since', since, now),
    until === undefined ? now : Math.min(now, whenOf('--until', until, now, 'last')),
  ];
  if (from >= to) throw new Complaint(`expected a time before ${writeInstant(to)} at \`--since\`, got \`${since}\``);
  const named = settings?.accounts ?? [];
  const wanted = account === undefined ? named : named.filter((each) => each.account === account);
  if (named.length > 0 && wanted.length === 0)
    throw new Complaint(`expected an account of the settings at \`--account\`, got \`${account}\``);
  const opened = await openAccounts({ accounts: wanted, regions, env: terminal.env, clock: systemClock });
  if (typeof opened === 'string') throw new Complaint(opened);
  const sites = sitesIn(opened).map((site): HistorySite => ({ ...site, access: accessTo(opened, site) }));
  const days = Math.ceil((to - from) / day);
  // At least one call for each day of each place, two in a second for each place, all places at once.
  const least = (days * 1000) / 2;
  const keeps = sidecar === null ? '' : '; whole days are kept, so that a run that is broken off goes on';
  notice(
    terminal,
    `reads ${counted(days, 'day')} of Event history of ${counted(opened.accounts.length, 'account')}, ${counted(sites.length, 'region')} in all: ${sayLength(least)} or more, at 2 calls a second in each${keeps}`,
  );
  const source = openLookupArchive({ sites, since: from, until: to, calls, clock: systemClock, sidecar });
  return { source, close: () => opened.close() };
}

/** Credentials of who reads there; SDK's own where no role is named. */
function accessTo(
  opened: OpenedAccounts,
  { account, region }: { readonly account: string; readonly region: string },
): AwsAccess {
  const hasRole = opened.accounts.some((each) => each.account === account && each.readRole !== null);
  if (!hasRole) return { region };
  return {
    region,
    credentials: async (): Promise<AwsCredentials> => {
      const keys = await opened.of(account).readerKeys({ account, region });
      if (keys === null) throw new Error(`expected a role to read ${account} with, found none`);
      if (!('kind' in keys)) return keys;
      throw Object.assign(new Error(keys.message), { name: keys.code ?? 'CredentialsProviderError' });
    },
  };
}
