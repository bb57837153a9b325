import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readDescribed } from '../../src/core/group/read/described.ts';
import type { Json, JsonObject } from '../../src/core/leaf/canonical.ts';
import { readPolicy } from '../../src/core/policy/read-policy.ts';
import type { Judging } from '../../src/core/verdict/matter.ts';
import { judgeDeclared } from '../../src/flow/judge-declared.ts';
import { readFixture } from '../../src/flow/read-fixture.ts';
import { runPolicyTests } from '../../src/flow/run-policy-tests.ts';
import { openSpill } from '../../src/store/spill.ts';
import { mutantsOfPack } from './mutants-of-pack.ts';

const folder = join(import.meta.dirname, '../../policies');
const packs = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const textOf = (pack: string) => parse(readFileSync(join(folder, pack), 'utf8')) as JsonObject;
const alone = packs.filter((pack) => textOf(pack).use === undefined);

/** `null` where the policy is refused. */
function judgingBy(...values: readonly JsonObject[]): Judging | null {
  const layers = values.map((value, at) => ({ name: `layer-${at}.yaml`, value, lineOf: () => 1, files: new Map() }));
  const { policy } = readPolicy(layers);
  return policy === null ? null : { policy, engine: '0.0.0' };
}

/** How many tests of a pack fail by a policy. */
async function failures(judging: Judging): Promise<number> {
  const fixture = ({ given }: { readonly given: string }) =>
    readFixture(JSON.parse(readFileSync(join(folder, given), 'utf8')) as Json);
  const results = await runPolicyTests(judging.policy.tests, judging, { openSpill, fixture });
  return results.filter(({ misses }) => misses.length > 0).length;
}

describe('the tests of a pack', () => {
  it.each(alone)(
    'R54, R55, R173: those of %s pass, and fail once a check of it is weakened or widened',
    async (pack) => {
      expect(await failures(judgingBy(textOf(pack))!)).toBe(0);
      const survived: string[] = [];
      for (const { change, policy } of mutantsOfPack(textOf(pack))) {
        const judging = judgingBy(policy);
        if (judging !== null && (await failures(judging)) === 0) survived.push(change);
      }
      expect(survived).toEqual([]);
    },
  );
});

const starters = (textOf('cis-starter@1.yaml').use as readonly string[]).map((name) => textOf(`${name}.yaml`));
const starter = judgingBy(...starters)!;

/** The checks of the first policy that object to a rule of a production group on an instance. */
function toldOf(permission: JsonObject, judging: Judging = starter): readonly string[] {
  const groups = [
    {
      ...{ GroupId: 'sg-0a1b2c3d4e5f60001', GroupName: 'app', VpcId: 'vpc-1', OwnerId: '111122223333' },
      ...{ Tags: [{ Key: 'env', Value: 'prod' }], IpPermissions: [permission], IpPermissionsEgress: [] },
    },
  ];
  const on = [
    { NetworkInterfaceId: 'eni-1', Attachment: { InstanceId: 'i-1' }, Groups: [{ GroupId: 'sg-0a1b2c3d4e5f60001' }] },
  ];
  const { declared } = readDescribed({
    takenAt: '2026-01-31T09:00:00Z',
    SecurityGroups: groups,
    NetworkInterfaces: on,
  })!;
  const [judged] = judgeDeclared(declared!, judging, { file: 'x', now: 0 });
  return judged!.decision.verdict.checks.map(({ id }) => id).sort();
}

const everybody = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const open = (protocol: string, from: number, to = from, peers: JsonObject = everybody): JsonObject => ({
  ...{ IpProtocol: protocol, FromPort: from, ToPort: to },
  ...peers,
});

describe('the first policy', () => {
  // AWS Security Hub, control EC2.19, as documented: 24 ports.
  it.each([
    20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088,
    8888, 9200, 9300,
  ])('R54: tells more of tcp/%i than that it is not the web (Security Hub EC2.19)', (port) =>
    expect(toldOf(open('tcp', port)).length).toBeGreaterThan(1),
  );

  it.each([
    ...[512, 2049, 2375, 2376, 2379, 5005, 5901, 5985, 5986, 6001, 6443, 8500, 9229, 10250, 10255].map(
      (port) => ['tcp', port] as const,
    ),
    ...[19, 69, 111, 137, 161, 389, 1900, 2049, 3389, 11211].map((port) => ['udp', port] as const),
    ...[1521, 2181, 2484, 5439, 5984, 6379, 6380, 7000, 7687, 8086, 8111, 8182, 9042, 9092, 9098, 9142, 11211].map(
      (port) => ['tcp', port] as const,
    ),
    ...[27017, 27018, 50000].map((port) => ['tcp', port] as const),
  ])('R55: tells more of %s/%i than that it is not the web', (protocol, port) =>
    expect(toldOf(open(protocol, port)).length).toBeGreaterThan(1),
  );

  it.each(['4', '41', '47', '50', '51', '132'])('R175: protocol %s from everybody is not the web', (protocol) =>
    expect(toldOf({ IpProtocol: protocol, ...everybody })).toEqual(['only-web-from-everybody']),
  );

  it.each([
    [open('tcp', 443)],
    [open('tcp', 80, 80, { Ipv6Ranges: [{ CidrIpv6: '::/0' }] })],
    [open('udp', 443)],
    [{ IpProtocol: 'icmp', FromPort: -1, ToPort: -1, ...everybody }],
    [open('tcp', 0, 65535, { UserIdGroupPairs: [{ GroupId: 'sg-0b', UserId: '111122223333' }] })],
    [open('tcp', 0, 65535, { IpRanges: [{ CidrIp: '10.0.0.0/8' }] })],
    [open('tcp', 443, 443, { PrefixListIds: [{ PrefixListId: 'pl-3b927c52' }] })],
    [open('tcp', 80, 80, { UserIdGroupPairs: [{ GroupId: 'sg-843f59ed', UserId: 'amazon-elb' }] })],
  ])('says nothing of %j', (permission) => expect(toldOf(permission)).toEqual([]));

  it.each([
    ['tcp', 0, 65535],
    ['tcp', 2, 65535],
    ['tcp', 1, 1024],
    ['udp', 1024, 65535],
  ] as const)('%s %i-%i from everybody is a wide range of ports', (protocol, from, to) =>
    expect(toldOf(open(protocol, from, to))).toContain('all-ports-from-internet'),
  );

  it.each([
    ['tcp', 8080, 8090],
    ['tcp', 1024, 1048],
    ['udp', 10000, 20000],
    ['udp', 49152, 65535],
    ['tcp', 30000, 32767],
  ] as const)('%s %i-%i from everybody is told, and not as all ports', (protocol, from, to) =>
    expect(toldOf(open(protocol, from, to)).filter((id) => id.startsWith('all-'))).toEqual([]),
  );

  it('an office that is declared may reach everything, and one that is not is told of by what it reaches', () => {
    const office = { IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '2002:c000:201::/48' }] };
    const trusted = { version: 1, sets: { addresses: { trusted: { cidrs: ['2002:c000:201::/48'] } } } };
    expect(toldOf(office, judgingBy(...starters, trusted)!)).toEqual([]);
    expect(toldOf(office)).toEqual([
      'admin-ports-from-internet',
      'database-ports-from-internet',
      'remote-control-from-internet',
    ]);
  });
});
