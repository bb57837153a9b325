import type { AwsSecurityFinding, Resource } from '@aws-sdk/client-securityhub';
import type { Delivery } from '../../contracts/channel.ts';
import type { Alert } from '../../core/alert/alert.ts';
import { isOver } from '../../core/alert/is-over.ts';
import type { Severity } from '../../core/policy/scale.ts';
import { bareLine } from '../bare-line.ts';
import { cutTo } from '../cut-text.ts';
import { linkOf } from '../link-of.ts';
import { unlinked } from '../unlinked.ts';

/** Where a finding is imported: the account and region that it belongs to. */
export interface FindingPlace {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

const labels = {
  critical: 'CRITICAL',
  high: 'HIGH',
  medium: 'MEDIUM',
  low: 'LOW',
  none: 'INFORMATIONAL',
} as const satisfies Readonly<Record<Severity, string>>;

/**
 * A message as a finding in the AWS Security Finding Format (Security Hub API reference, `AwsSecurityFinding`; schema
 * 2018-10-08). The same message keeps its id; what happens later is a newer `UpdatedAt`. What is closed or accepted, and what
 * was only a drill or a test, is archived: `Workflow` and `Note` cannot be imported once a finding exists.
 */
export function renderFinding({ alert, repeated, now }: Delivery, place: FindingPlace): AwsSecurityFinding {
  const { kind, severity, key, checks, headline, status, at, updatedAt } = alert;
  const { partition, account, region } = place;
  const calm = kind === 'drill' || kind === 'test' || kind === 'digest';
  const over = calm || isOver(alert);
  const Severity = { Label: labels[calm ? 'none' : severity], Original: severity };
  return {
    SchemaVersion: '2018-10-08',
    Id: bareLine(key, 255) || bareLine(alert.id, 255),
    ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
    ...{ CompanyName: 'Portcullis', ProductName: 'Portcullis' },
    GeneratorId: `portcullis/${checks[0] === undefined ? kind : bareLine(checks[0], 200)}`,
    AwsAccountId: account,
    ...{
      FirstObservedAt: iso(at),
      LastObservedAt: iso(updatedAt),
      CreatedAt: iso(at),
      UpdatedAt: iso(Math.max(now, updatedAt)),
    },
    Title: theirs(headline, 256) || '-',
    Description: theirs([status, ...alert.facts.flatMap(({ lines }) => lines)].join('; '), 1024) || '-',
    FindingProviderFields: { Severity, Types: typesOf(alert) },
    Resources: [resourceOf(alert, place)],
    ...(kind === 'incident' ? { Compliance: { Status: over ? 'PASSED' : 'FAILED' } } : {}),
    ...remediationOf(alert),
    ProductFields: fieldsOf(alert, repeated),
    RecordState: over ? 'ARCHIVED' : 'ACTIVE',
    ...(kind === 'drill' || kind === 'test' ? { Sample: true } : {}),
  };
}

/** Types of the taxonomy (Security Hub user guide, "Types taxonomy for ASFF"). */
function typesOf({ suspicious, kind }: Alert): string[] {
  const checked = 'Software and Configuration Checks/AWS Security Best Practices/Network Reachability';
  if (kind !== 'incident' && kind !== 'collapsed' && kind !== 'drill') return ['Software and Configuration Checks'];
  return suspicious === true ? [checked, 'TTPs/Defense Evasion'] : [checked];
}

function resourceOf({ place }: Alert, { partition, account, region }: FindingPlace): Resource {
  const on = place?.on ?? null;
  const of = { Partition: partition as 'aws', Region: bareLine(place?.region ?? region, 16) };
  if (place === null || on === null) return { ...of, Type: 'AwsAccount', Id: `AWS::::Account:${account}` };
  const id = bareLine(place.arn ?? on, 512);
  if (!/^sg-[0-9a-f]{8,17}$/.test(on)) return { ...of, Type: 'Other', Id: id };
  const group = {
    ...{ GroupId: on, OwnerId: place.account },
    ...(place.name === null ? {} : { GroupName: theirs(place.name, 255) || '-' }),
    ...(place.vpc === null ? {} : { VpcId: bareLine(place.vpc, 64) }),
  };
  return { ...of, Type: 'AwsEc2SecurityGroup', Id: id, Details: { AwsEc2SecurityGroup: group } };
}

/** A `Recommendation` has at most 512 characters of text, and as many of an address. */
const mostOfUrl = 512;

function remediationOf({ offers, playbook }: Alert): Pick<AwsSecurityFinding, 'Remediation'> {
  const link = linkOf(playbook);
  const url = link === null || link.length > mostOfUrl ? {} : { Url: link };
  const told = [
    ...offers.map(({ say, command }) => `${say}: ${command}`),
    ...(playbook === null ? [] : [`Playbook: ${playbook}`]),
  ];
  const text = bareLine(told.join('; '), 512);
  if (text === '') return {};
  return { Remediation: { Recommendation: { Text: text, ...url } } };
}

/** At most 50 pairs; a key has at most 128 characters, a value 2048. */
function fieldsOf(alert: Alert, repeated: boolean): Record<string, string> {
  const { place, ids } = alert;
  const told: readonly (readonly [string, string | null])[] = [
    ...alert.facts.slice(0, 20).map(({ label, lines }) => [label, lines.join('\n')] as const),
    ['status', alert.status],
    ['state', alert.state],
    ['message', alert.id],
    ['decisions', ids.decisions.slice(0, 20).join(' ')],
    ['incidents', ids.incidents.slice(0, 20).join(' ')],
    ['checks', alert.checks.slice(0, 20).join(' ')],
    ['actor', alert.who],
    ['environment', place?.environment ?? null],
    ['owner', place?.owner ?? null],
    ['playbook', alert.playbook],
    ['suppressed', alert.suppressed === 0 ? null : String(alert.suppressed)],
    ['repeated', repeated ? 'yes' : null],
  ];
  const fields: Record<string, string> = {};
  for (const [key, value] of told) {
    const lines = (value ?? '').split('\n').map((line) => theirs(line, 1000));
    const text = cutTo(lines.join('\n').trim(), 2000);
    if (text !== '') fields[`portcullis/${bareLine(key, 100).toLowerCase()}`] = text;
  }
  return fields;
}

function theirs(text: string, most: number): string {
  return cutTo(unlinked(bareLine(text, most)), most);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
