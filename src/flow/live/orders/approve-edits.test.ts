import { describe, expect, it } from 'vitest';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import { anywhere, strict } from '../../../../test/flow/watch-stage.ts';
import { approve } from './approve.ts';

const approvedBy = { from: ['carol'], count: 1, not: ['requester'] } as const;
const grants = { max: 3_600_000, approve: { else: approvedBy } };

/** What is edited beside rules is never undone without a person; a stage where carol may say so. */
function scene(): PerformStage {
  const stage = new PerformStage();
  stage.judging = { ...strict, policy: { ...strict.policy, grants } };
  return stage;
}

describe('an edit that was asked about', () => {
  it('R35, R103: of a prefix list is taken out again after a yes', async () => {
    const stage = scene();
    const { PrefixList } = stage.does('CreateManagedPrefixList', {
      ...{ PrefixListName: 'offices', AddressFamily: 'IPv4', MaxEntries: 5, Entries: [{ Cidr: '192.0.2.0/24' }] },
    });
    const list = PrefixList.PrefixListId;
    const permission = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: list }] };
    const web = stage.group();
    stage.does('AuthorizeSecurityGroupIngress', { GroupId: web, IpPermissions: [permission] });
    await stage.hears();
    stage.at += 120_000;
    stage.does('ModifyManagedPrefixList', { PrefixListId: list, CurrentVersion: 1, AddEntries: [{ Cidr: anywhere }] });
    await stage.hears();
    const asks = (await stage.rows('ask')).filter(({ intent }) => intent.on.id === list);
    expect(asks).toMatchObject([{ intent: { aims: [{ kind: 'entries', version: 2, add: [], remove: [anywhere] }] } }]);
    const done = await approve(stage.parts(), { hash: asks[0]!.hash, person: 'carol', reason: 'N-7', key: 'k1' });
    expect(done.kind).toBe('ordered');
    await stage.run();
    expect((await stage.actions()).filter(({ intent }) => intent.on.id === list)).toMatchObject([
      { state: 'verified' },
    ]);
    expect(
      stage.model.state.lists
        .get(list)!
        .versions.at(-1)!
        .map(({ cidr }) => cidr),
    ).toEqual(['192.0.2.0/24']);
  });

  it('R35, R103: of the groups of an interface is taken back after a yes, and what was on it before stays', async () => {
    const stage = scene();
    const [wide, own] = [stage.group('wide'), stage.group('own')];
    stage.opens(wide, 22);
    const SubnetId = [...stage.model.state.vpcs.values()][0]!.subnet;
    const { NetworkInterface } = stage.does('CreateNetworkInterface', { SubnetId, Groups: [own] });
    const NetworkInterfaceId = NetworkInterface.NetworkInterfaceId;
    stage.at += 120_000;
    stage.does('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId, Groups: [own, wide] });
    await stage.hears();
    const [ask] = (await stage.rows('ask')).filter(({ intent }) => intent.on.id === NetworkInterfaceId);
    expect(ask!.intent.aims).toEqual([{ kind: 'groups', add: [], remove: [wide] }]);
    await approve(stage.parts(), { hash: ask!.hash, person: 'carol', reason: 'N-7', key: 'k1' });
    await stage.run();
    const done = (await stage.actions()).filter(({ intent }) => intent.on.id === NetworkInterfaceId);
    expect(done).toMatchObject([{ state: 'verified' }]);
    expect(stage.model.state.interfaces.get(NetworkInterfaceId)!.groups).toEqual([own]);
  });
});
