import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { distinctRecords, examples, readWeek, type WeekRecord } from './read-week.ts';

const files = readWeek(examples);
const records = distinctRecords(files);
const all = files.flatMap((file) => file.records);

describe('the example week', () => {
  it('R24: three accounts in four regions, in the S3 key layout of an organisation trail', () => {
    const shape =
      /^AWSLogs\/o-exampleorg\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/2026\/03\/0[2-9]\/\1_CloudTrail_\2_2026030[2-9]T\d{4}Z_\w{16}\.json\.gz$/;
    expect(files.filter(({ key }) => !shape.test(key))).toEqual([]);
    const sites = new Set(records.map((record) => `${record.recipientAccountId}/${record.awsRegion}`));
    expect(sites.size).toBe(12);
    for (const file of files) {
      const [, account, region] = shape.exec(file.key)!;
      expect(file.records.every((one) => one.recipientAccountId === account && one.awsRegion === region)).toBe(true);
    }
  });

  it('it is small enough to travel, and large enough to be a week', () => {
    const bytes = files.reduce((sum, { key }) => sum + statSync(join(examples, 'week', key)).size, 0);
    expect(bytes).toBeLessThan(2_500_000);
    expect(records.length).toBeGreaterThan(17_000);
    expect(files.length).toBeLessThan(500);
    expect(readdirSync(join(examples, 'week'))).toEqual(['AWSLogs']);
  });

  it('most records are not about groups, and some only look so', () => {
    const wanted = records.filter(isPerimeter);
    expect(wanted.length / records.length).toBeLessThan(0.02);
    expect(wanted.filter((record) => record.errorCode === undefined).length).toBeGreaterThan(220);
    const named = records.filter((one) => !isPerimeter(one) && JSON.stringify(one).includes('AuthorizeSecurityGroup'));
    expect(new Set(named.map(({ eventName }) => eventName))).toContain('PutRule');
  });

  it('files come late, in disorder and with copies, and every copy is the same byte for byte', () => {
    const several = files.filter((file) => file.records.length > 1);
    const mixed = several.filter(({ records: inside }) =>
      inside.some((one, at) => one.eventTime < (inside[at - 1]?.eventTime ?? '')),
    );
    expect(mixed.length / several.length).toBeGreaterThan(0.35);
    expect(mixed.length / several.length).toBeLessThan(0.5);
    const byId = Map.groupBy(all, ({ eventID }) => eventID);
    const copied = [...byId.values()].filter((copies) => copies.length > 1);
    expect(copied.some(([first]) => isPerimeter(first!))).toBe(true);
    expect(copied.every((copies) => new Set(copies.map((one) => JSON.stringify(one))).size === 1)).toBe(true);
  });

  it('a record is delivered two to ten minutes after it happened, unless an addendum says otherwise', () => {
    const odd = files.flatMap(({ key, records: inside }) => inside.filter((one) => !isPunctual(key, one)));
    expect(odd.map((one) => one.addendum?.reason).sort()).toEqual(['DELIVERY_DELAY', 'UPDATED_DATA']);
  });

  it('a corrected record points back, and a cross-account one stands in both accounts', () => {
    const corrected = records.find((one) => one.addendum?.reason === 'UPDATED_DATA');
    const original = records.find((one) => one.eventID === corrected?.addendum?.originalEventID);
    expect(original?.requestParameters).toEqual(corrected?.requestParameters);
    const pair = records.filter(({ sharedEventID }) => sharedEventID !== undefined);
    expect(new Set(pair.map(({ sharedEventID }) => sharedEventID)).size).toBe(1);
    expect(pair.map(({ recipientAccountId }) => recipientAccountId).sort()).toEqual(['111122223333', '333344445555']);
  });

  it('addresses and keys are those of the documentation', () => {
    const text = files.map((file) => file.text).join('\n');
    const strange = [...text.matchAll(/"sourceIPAddress":"(\d[^"]*)"/g)].filter(
      ([, ip]) => !/^(192\.0\.2|198\.51\.100|203\.0\.113)\./.test(ip!),
    );
    expect(strange).toEqual([]);
    const keys = [...text.matchAll(/"accessKeyId":"([^"]*)"/g)].filter(
      ([, key]) => !/^A(KIA|SIA)\w{9}EXAMPLE$/.test(key!),
    );
    expect(keys).toEqual([]);
  });
});

describe('the labels', () => {
  const [header, ...rows] = readFileSync(join(examples, 'labels.csv'), 'utf8').trim().split('\n');
  const byId = new Map(records.map((record) => [record.eventID, record]));

  it('twelve incidents, each with records of the week at its place and time', () => {
    expect(header).toBe('incident,title,first_event_id,event_ids,account,region,group,at,expect');
    expect(rows).toHaveLength(12);
    for (const row of rows) {
      const cells = (row.match(/"(?:[^"]|"")*"|[^,]+/g) ?? []) as string[];
      const [, , first, ids, account, region, , at, expected] = cells;
      const told = ids!.split(' ').map((id) => byId.get(id));
      expect(told.every((one) => one !== undefined && one.errorCode === undefined)).toBe(true);
      expect(told.every((one) => one?.recipientAccountId === account && one?.awsRegion === region)).toBe(true);
      expect([told[0]?.eventID, told[0]?.eventTime]).toEqual([first, at]);
      expect(expected).toMatch(/^(critical|high) (gained|lost) (ingress|egress) \S+ \S+$/);
    }
  });
});

const perimeter =
  /^(Authorize|Revoke)SecurityGroup(In|E)gress$|^(Create|Delete)SecurityGroup$|^ModifySecurityGroupRules$|SecurityGroupRuleDescriptions|ManagedPrefixList$|^RunInstances$|^ModifyNetworkInterfaceAttribute$|^CreateVpc$|^ModifyDBInstance$|^SetSecurityGroups$|^UpdateFunctionConfiguration/;

function isPerimeter(record: WeekRecord): boolean {
  if (/^(Create|Delete)Tags$/.test(record.eventName)) return /"resourceId":"(sgr?|pl)-/.test(JSON.stringify(record));
  return perimeter.test(record.eventName);
}

function isPunctual(key: string, record: WeekRecord): boolean {
  const [, date, time] = /_(\d{8})T(\d{4})Z_/.exec(key)!;
  const slot = Date.parse(`${date!.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time!.slice(0, 2)}:${time!.slice(2)}:00Z`);
  const delay = (slot - Date.parse(record.eventTime)) / 60_000;
  return delay >= 2 && delay <= 10;
}
