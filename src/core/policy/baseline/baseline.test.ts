import { describe, expect, it } from 'vitest';
import type { DeclaredGroup } from '../../group/declared.ts';
import { readDeclared } from '../../group/read/declared.ts';
import type { SeenRule } from '../../group/rule.ts';
import type { Json } from '../../leaf/canonical.ts';
import { equals, isEmpty } from '../../reach/algebra.ts';
import { captureBaseline } from './capture-baseline.ts';
import { compareBaseline } from './compare-baseline.ts';
import { compareRules, isInStep } from './compare-rules.ts';
import { readBaseline } from './read-baseline.ts';

const permission = (port: number, cidrs: readonly string[], description?: string) => ({
  ...{ IpProtocol: 'tcp', FromPort: port, ToPort: port },
  IpRanges: cidrs.map((CidrIp) => ({ CidrIp, ...(description === undefined ? {} : { Description: description }) })),
});
const described = (permissions: readonly Json[], more: object = {}): Json => ({
  SecurityGroups: [
    { GroupId: 'sg-0edge', GroupName: 'edge-web', VpcId: 'vpc-1', OwnerId: '111122223333', IpPermissions: permissions },
  ],
  ...more,
});
const groupsOf = (json: Json) => {
  const read = readBaseline(json);
  if ('misread' in read) throw new Error(read.misread);
  return read.groups;
};
const wanted = described([permission(443, ['0.0.0.0/0'], 'https'), permission(5432, ['192.0.2.0/25'])]);
const declaredOf = (json: Json) => readDeclared(json).declared!;

describe('a baseline', () => {
  it('R43, R53: what is captured reads back as what stood', () => {
    const captured = captureBaseline(declaredOf(wanted), () => true);
    const [back] = groupsOf(JSON.parse(JSON.stringify(captured)) as Json);
    const [own] = groupsOf(wanted);
    expect(back).toMatchObject({ id: 'sg-0edge', name: 'edge-web', vpc: 'vpc-1', account: '111122223333' });
    expect(equals(back!.reach, own!.reach)).toBe(true);
    expect(back!.rules.map((rule) => rule.description)).toEqual(['https', null]);
  });

  it('BM-15: is the same bytes whatever the order and grouping of what stood', () => {
    const other = described([permission(5432, ['192.0.2.0/25']), permission(443, ['0.0.0.0/0'], 'https')]);
    const bytes = (json: Json) => JSON.stringify(captureBaseline(declaredOf(json), () => true));
    expect(bytes(other)).toBe(bytes(wanted));
  });

  it('holds the entries of the prefix lists that its rules name', () => {
    const lists = {
      PrefixLists: [{ PrefixListId: 'pl-0a', PrefixListName: 'office', Entries: [{ Cidr: '203.0.113.0/24' }] }],
    };
    const json = described([{ IpProtocol: '-1', PrefixListIds: [{ PrefixListId: 'pl-0a' }] }], lists);
    const [back] = groupsOf(JSON.parse(JSON.stringify(captureBaseline(declaredOf(json), () => true))) as Json);
    expect(back!.reach.ingress[0]!.peers.lists.names).toEqual([]);
    expect(equals(back!.reach, groupsOf(json)[0]!.reach)).toBe(true);
  });

  it('R53: wants nothing of a rule that is known only once a plan is applied', () => {
    const open: SeenRule = {
      id: null,
      direction: 'ingress',
      protocol: 'tcp',
      ports: [22, 22],
      peer: null,
      description: null,
    };
    const [group] = declaredOf(wanted).groups;
    const shown = { takenAt: null, lists: [], groups: [{ ...(group as DeclaredGroup), rules: [open] }] };
    const [back] = groupsOf(JSON.parse(JSON.stringify(captureBaseline(shown, () => true))) as Json);
    expect(isEmpty(back!.reach)).toBe(true);
  });

  it.each([
    [{ $schema: 'portcullis:baseline:2' }, /portcullis:baseline:1.*portcullis:baseline:2/],
    [{ $schema: 'portcullis:baseline:1' }, /`groups`, a list, found none/],
    [{ $schema: 'portcullis:baseline:1', groups: [{}] }, /a group with `id` or `name`/],
    [
      { $schema: 'portcullis:baseline:1', groups: [{ id: 'sg-1', rules: [{ direction: 'in' }] }] },
      /a rule with `direction`/,
    ],
    [described([permission(443, ['0.0.0.0'])]), /expected a CIDR/],
    [{ version: 1, checks: {} }, /describe-security-groups, a snapshot, AWS Config/],
    [[], /found none of them/],
  ])('refuses %j whole, since it permits', (json, message) => {
    expect(readBaseline(json as Json)).toEqual({ misread: expect.stringMatching(message) });
  });
});

describe('comparing by rule', () => {
  const compare = (want: Json, stand: Json) => {
    const [a, b] = [groupsOf(want)[0]!, groupsOf(stand)[0]!];
    const drift = compareBaseline(a.reach, b.reach);
    return { ...compareRules(a.rules, b.rules, drift, { wanted: {}, stands: {} }), inStep: isInStep(drift) };
  };
  const ports = (rules: readonly SeenRule[]) => rules.map((rule) => `${rule.ports} ${rule.peer?.value}`);

  it('R18, R43: names the extra, the widened and the missing rules', () => {
    const stands = described([permission(5432, ['192.0.2.0/24']), permission(22, ['203.0.113.9/32'])]);
    const { extra, widened, missing, inStep } = compare(wanted, stands);
    expect(inStep).toBe(false);
    expect(ports(extra)).toEqual(['22,22 203.0.113.9/32']);
    expect(widened.map(({ was, is }) => [ports(was), ports([is])])).toEqual([
      [['5432,5432 192.0.2.0/25'], ['5432,5432 192.0.2.0/24']],
    ]);
    expect(ports(missing)).toEqual(['443,443 0.0.0.0/0']);
  });

  it('BM-15: other descriptions, order and halves are no drift', () => {
    const stands = described([
      permission(5432, ['192.0.2.64/26', '192.0.2.0/26'], 'split'),
      permission(443, ['0.0.0.0/0'], 'another description'),
    ]);
    const { extra, widened, missing, otherwise, inStep } = compare(wanted, stands);
    expect([inStep, extra, widened, missing]).toEqual([true, [], [], []]);
    expect(ports(otherwise)).toEqual(['5432,5432 192.0.2.64/26', '5432,5432 192.0.2.0/26']);
  });
});
