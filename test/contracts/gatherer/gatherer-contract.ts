import { describe, expect } from 'vitest';
import { type ContractTest, testsOn } from '../contract-test.ts';
import {
  type Abilities,
  does,
  type Ec2Bench,
  found,
  type MakeBench,
  newGroup,
  opens,
  standing,
  tcp,
} from '../ec2-bench.ts';

const office = '192.0.2.0/24';
const partner = '198.51.100.0/24';
const foreign = { ...tcp(4), UserIdGroupPairs: [{ GroupId: 'sg-0123456789abcdef0', UserId: '444455556666' }] };

/** The contract of every gatherer: the one suite that each implementation passes. */
export function gathererContract(name: string, make: MakeBench, can: Abilities): void {
  const it = testsOn(can);
  describe(name, () => {
    groupReads(make, can, it);
    otherReads(make, it);
    perimeterReads(make, it);
    vpcReads(make, it);
    if (can.lag) staleReads(make, it);
    if (can.lose) failingReads(make, it);
    if (can.roomy) longReads(make, it);
  });
}

function groupReads(make: MakeBench, can: Abilities, it: ContractTest): void {
  describe('a live look at a group', () => {
    it('R30: tells every rule by id and canonical content, with its description and its own tags', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const TagSpecifications = [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'ticket', Value: 'T-1' }] }];
      const said = { ...tcp(22), IpRanges: [{ CidrIp: '192.0.2.77/24', Description: 'office' }] };
      const asked = { GroupId: id, IpPermissions: [said], TagSpecifications };
      const { SecurityGroupRules } = await does(bench, 'AuthorizeSecurityGroupIngress', asked);
      await does(bench, 'CreateTags', { Resources: [id], Tags: [{ Key: 'environment', Value: 'prod' }] });
      const group = await standing(bench, id);
      expect(group).toMatchObject({ id, name: 'web', vpc: bench.plain.id, ...bench.site });
      expect(group.tags).toEqual({ environment: 'prod' });
      expect(group.rules.find(({ direction }) => direction === 'ingress')).toEqual({
        id: SecurityGroupRules[0]!.SecurityGroupRuleId,
        ...{ direction: 'ingress', protocol: 'tcp', ports: [22, 22], peer: { kind: 'ipv4', value: office } },
        ...{ description: 'office', tags: { ticket: 'T-1' } },
      });
      expect(group.rules.find(({ direction }) => direction === 'egress')).toMatchObject({
        ...{ protocol: '-1', ports: null, peer: { kind: 'ipv4', value: '0.0.0.0/0' }, description: null, tags: {} },
      });
    });

    it('tells peers of every kind: IPv6, lists, groups of this account and of another', async () => {
      const bench = await make();
      const [web, app] = [await newGroup(bench, 'web'), await newGroup(bench, 'app')];
      const list = await newList(bench, [partner]);
      await opens(
        bench,
        web,
        tcp(1, '2001:db8::/32'),
        { ...tcp(2), PrefixListIds: [{ PrefixListId: list }] },
        { ...tcp(3), UserIdGroupPairs: [{ GroupId: app }] },
        ...(can.foreign ? [foreign] : []),
      );
      const { rules } = await standing(bench, web);
      const peers = rules
        .filter(({ direction }) => direction === 'ingress')
        .map(({ ports, peer }) => [ports![0], peer]);
      expect(peers.toSorted()).toEqual([
        [1, { kind: 'ipv6', value: '2001:db8::/32' }],
        [2, { kind: 'list', value: list }],
        [3, { kind: 'group', value: app }],
        ...(can.foreign ? [[4, { kind: 'group', value: '444455556666/sg-0123456789abcdef0' }]] : []),
      ]);
    });

    it('tells protocols without ports and ICMP types in the one form of the product', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const ranges = { IpRanges: [{ CidrIp: office }] };
      await opens(
        bench,
        id,
        { IpProtocol: '-1', ...ranges },
        { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, ...ranges },
        { IpProtocol: '47', ...ranges },
      );
      const { rules } = await standing(bench, id);
      const told = rules
        .filter(({ direction }) => direction === 'ingress')
        .map(({ protocol, ports }) => [protocol, ports]);
      expect(told.toSorted()).toEqual([
        ['-1', null],
        ['47', null],
        ['icmp', [8, -1]],
      ]);
    });

    it('that is not there is null, and one without any rule has none', async () => {
      const bench = await make();
      const [gone, empty] = [await newGroup(bench, 'gone'), await newGroup(bench, 'empty')];
      await does(bench, 'DeleteSecurityGroup', { GroupId: gone });
      const SecurityGroupRuleIds = (await standing(bench, empty)).rules.map((rule) => rule.id!);
      await does(bench, 'RevokeSecurityGroupEgress', { GroupId: empty, SecurityGroupRuleIds });
      expect(found(await bench.gatherer.group(bench.site, gone))).toBeNull();
      expect((await standing(bench, empty)).rules).toEqual([]);
    });

    it('says when it began and ended, and ends as a failure when it is called off', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const looked = await bench.gatherer.group(bench.site, id);
      expect(looked.kind === 'looked' && looked.started <= looked.ended).toBe(true);
      expect(await bench.gatherer.group(bench.site, id, AbortSignal.abort())).toMatchObject({
        ...{ kind: 'failed', failure: 'transient', code: null },
      });
    });
  });
}

function otherReads(make: MakeBench, it: ContractTest): void {
  describe('a live look at lists and interfaces', () => {
    it('tells the entries of the version that a list is at, and null for one that is not there', async () => {
      const bench = await make();
      const { gatherer, site } = bench;
      const id = await newList(bench, [office]);
      const before = found(await gatherer.list(site, id))!;
      expect(before).toEqual({ id, name: 'partners', version: 1, entries: [office] });
      const edit = { PrefixListId: id, CurrentVersion: 1, AddEntries: [{ Cidr: partner }] };
      await does(bench, 'ModifyManagedPrefixList', edit);
      expect(found(await gatherer.list(site, id))).toEqual({ ...before, version: 2, entries: [office, partner] });
      await does(bench, 'DeleteManagedPrefixList', { PrefixListId: id });
      expect(found(await gatherer.list(site, id))).toBeNull();
    });

    it('tells all entries of a list that answers in pages', async () => {
      const bench = await make();
      const entries = Array.from({ length: 100 }, (_, n) => `10.0.${n}.0/24`);
      const id = await newList(bench, entries, 300);
      const more = Array.from({ length: 90 }, (_, n) => ({ Cidr: `10.1.${n}.0/24` }));
      await does(bench, 'ModifyManagedPrefixList', { PrefixListId: id, CurrentVersion: 1, AddEntries: more });
      const list = found(await bench.gatherer.list(bench.site, id))!;
      expect(list.entries).toHaveLength(190);
      expect(new Set(list.entries).size).toBe(190);
    });

    it('tells the groups that an interface wears, and null for one that is not there', async () => {
      const bench = await make();
      const { gatherer, site } = bench;
      const group = await newGroup(bench, 'web');
      const asked = { SubnetId: bench.plain.subnet, Groups: [group], Description: 'of a contract' };
      const { NetworkInterface } = await does(bench, 'CreateNetworkInterface', asked);
      const id = NetworkInterface.NetworkInterfaceId;
      expect(found(await gatherer.interface(site, id))).toMatchObject({
        ...{ id, vpc: bench.plain.id, groups: [group], owner: 'of a contract', publicAddress: null },
      });
      await does(bench, 'DeleteNetworkInterface', { NetworkInterfaceId: id });
      expect(found(await gatherer.interface(site, id))).toBeNull();
    });
  });
}

function perimeterReads(make: MakeBench, it: ContractTest): void {
  describe('a live look at everything', () => {
    it('R30: shows each group, list and interface just as a look at it alone', async () => {
      const bench = await make();
      const { gatherer, site } = bench;
      const web = await newGroup(bench, 'web');
      await opens(bench, web, tcp(22, office, partner), { ...tcp(443), UserIdGroupPairs: [{ GroupId: web }] });
      const list = await newList(bench, [office]);
      const asked = { SubnetId: bench.plain.subnet, Groups: [web] };
      const card = (await does(bench, 'CreateNetworkInterface', asked)).NetworkInterface.NetworkInterfaceId;
      const looked = await gatherer.perimeter(site);
      const perimeter = found(looked);
      expect(looked).toMatchObject({ started: perimeter.takenAt });
      expect(perimeter.interfacesOf).toEqual([site]);
      for (const group of perimeter.groups) expect(found(await gatherer.group(site, group.id))).toEqual(group);
      expect(perimeter.groups.map(({ id }) => id)).toContain(web);
      expect(perimeter.lists.find(({ id }) => id === list)).toEqual(found(await gatherer.list(site, list)));
      expect(perimeter.interfaces.find(({ id }) => id === card)).toEqual(found(await gatherer.interface(site, card)));
    });
  });
}

function vpcReads(make: MakeBench, it: ContractTest): void {
  describe('a live look at VPCs', () => {
    it('R37: tells the gateway of each VPC of the account, and none of one that has none', async () => {
      const bench = await make();
      const { gatherer, site, plain } = bench;
      const vpc = async () => found(await gatherer.perimeter(site)).vpcs?.find(({ id }) => id === plain.id);
      expect(await vpc()).toMatchObject({ id: plain.id, ...site, internetGateway: null, exempt: false });
      const { InternetGateway } = await does(bench, 'CreateInternetGateway', {});
      const both = { InternetGatewayId: InternetGateway.InternetGatewayId, VpcId: plain.id };
      await does(bench, 'AttachInternetGateway', both);
      expect(await vpc()).toMatchObject({ internetGateway: both.InternetGatewayId });
      await does(bench, 'DetachInternetGateway', both);
      expect(await vpc()).toMatchObject({ internetGateway: null });
    });
  });
}

function staleReads(make: MakeBench, it: ContractTest): void {
  describe('a look that a stale replica answers', () => {
    it('shows what stood before, and a later one what stands', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const before = await standing(bench, id);
      await opens(bench, id, tcp(22, office));
      bench.lag(1);
      expect(await standing(bench, id)).toEqual(before);
      bench.lag(0);
      expect((await standing(bench, id)).rules).toHaveLength(before.rules.length + 1);
    });

    it('may not find a group that was just made, nor miss one that was just deleted', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      bench.lag(1);
      expect(found(await bench.gatherer.group(bench.site, id))).toBeNull();
      bench.lag(0);
      await does(bench, 'DeleteSecurityGroup', { GroupId: id });
      bench.lag(1);
      expect(found(await bench.gatherer.group(bench.site, id))).toMatchObject({ id });
    });
  });
}

function failingReads(make: MakeBench, it: ContractTest): void {
  describe('a look without an answer', () => {
    for (const how of ['unsent', 'lost'] as const)
      it(`is a failure to try again, never a doubt: ${how}`, async () => {
        const bench = await make();
        const id = await newGroup(bench, 'web');
        bench.lose(how);
        expect(await bench.gatherer.group(bench.site, id)).toMatchObject({ kind: 'failed', failure: 'transient' });
        expect(await standing(bench, id)).toMatchObject({ id });
      });
  });
}

function longReads(make: MakeBench, it: ContractTest): void {
  describe('a look that comes in pages', () => {
    it('tells all of more than a thousand rules, each once', async () => {
      const bench = await make({ roomy: true });
      const id = await newGroup(bench, 'web');
      const ports = Array.from({ length: 1200 }, (_, n) => tcp(n + 1, office));
      for (let from = 0; from < ports.length; from += 400) await opens(bench, id, ...ports.slice(from, from + 400));
      const { rules } = await standing(bench, id);
      expect(rules).toHaveLength(1201);
      expect(new Set(rules.map((rule) => rule.id)).size).toBe(1201);
    });

    it('tells all of more than a thousand groups, each once, with its rules', async () => {
      const bench = await make({ roomy: true });
      for (let n = 0; n < 1100; n++) await newGroup(bench, `g${n}`);
      const { groups } = found(await bench.gatherer.perimeter(bench.site));
      expect(groups.filter(({ name }) => /^g\d+$/.test(name!))).toHaveLength(1100);
      expect(new Set(groups.map(({ id }) => id)).size).toBe(groups.length);
      expect(groups.every(({ rules }) => rules.length > 0)).toBe(true);
    });
  });
}

async function newList(bench: Ec2Bench, cidrs: readonly string[], MaxEntries = 10): Promise<string> {
  const Entries = cidrs.map((Cidr) => ({ Cidr }));
  const asked = { PrefixListName: 'partners', MaxEntries, AddressFamily: 'IPv4', Entries };
  return (await does(bench, 'CreateManagedPrefixList', asked)).PrefixList.PrefixListId;
}
