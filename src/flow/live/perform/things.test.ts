import { describe, expect, it } from 'vitest';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import { site } from '../../../../test/flow/watch-stage.ts';
import type { Reverter } from '../../../contracts/live.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Aim, Intent } from '../../../core/plan/act/intent.ts';
import { newAction } from '../orders/new-action.ts';
import { type Grant, rowName } from '../tables.ts';

/** Puts an action in the store as a person's order would: it stands by itself. */
async function ordered(
  stage: PerformStage,
  on: Intent['on'],
  aims: readonly Aim[],
  image: readonly Rule[] = [],
): Promise<void> {
  const intent: Intent = {
    ...{ action: 'act_ordered', for: 'order-1', do: 'undo', site, on, aims },
    ...{ severity: 'high', actor: null, policy: 'sha256:x' },
  };
  const row = { ...newAction(intent, image, stage.at), startedAt: stage.at - 60_000 };
  const rules = aims.flatMap((aim) => (aim.kind === 'open' || aim.kind === 'close' ? [aim.rule] : []));
  const told = { from: stage.at, until: stage.at + 3_600_000, by: 'ada', reason: 'a test', ended: null, version: 1 };
  const grant: Grant = { id: 'grt_1', site, group: on.id, rules, ...told };
  await stage.store.append(0, 'any', [], {
    rows: [
      { ...rowName('action', intent.action), value: JSON.stringify(row), expect: 0 },
      { ...rowName('grant', site.account, site.region, on.id, grant.id), value: JSON.stringify(grant), expect: 0 },
    ],
    tasks: [{ id: 'act/o', key: 'act/o', kind: 'act', due: stage.at, body: JSON.stringify({ action: intent.action }) }],
  });
}

function listed(stage: PerformStage, cidrs: readonly string[]): string {
  const { PrefixList } = stage.does('CreateManagedPrefixList', {
    ...{ PrefixListName: 'offices', MaxEntries: 10, AddressFamily: 'IPv4' },
    Entries: cidrs.map((Cidr) => ({ Cidr })),
  });
  return PrefixList.PrefixListId;
}

function edits(stage: PerformStage, list: string, version: number, cidr: string): void {
  stage.does('ModifyManagedPrefixList', { PrefixListId: list, CurrentVersion: version, AddEntries: [{ Cidr: cidr }] });
}

function entriesOf(stage: PerformStage, list: string): readonly string[] {
  return stage.model.state.lists
    .get(list)!
    .versions.at(-1)!
    .map(({ cidr }) => cidr);
}

function worn(stage: PerformStage, groups: readonly string[]): string {
  const SubnetId = [...stage.model.state.vpcs.values()][0]!.subnet;
  return stage.does('CreateNetworkInterface', { SubnetId, Groups: groups }).NetworkInterface.NetworkInterfaceId;
}

describe('an action on a prefix list', () => {
  it('R81: takes an entry out again, at the version that was judged', async () => {
    const stage = new PerformStage();
    const list = listed(stage, ['10.0.0.0/8']);
    edits(stage, list, 1, '203.0.113.0/24');
    await ordered(stage, { kind: 'list', id: list }, [
      { kind: 'entries', version: 2, add: [], remove: ['203.0.113.0/24'] },
    ]);
    await stage.run();
    expect(await stage.endings()).toEqual(['verified']);
    expect(entriesOf(stage, list)).toEqual(['10.0.0.0/8']);
    expect((await stage.bodies('acting'))[0]).toMatchObject({ call: 'edit-list', tuples: ['-203.0.113.0/24'] });
  });

  it('14: that somebody edited between read and call is refused by EC2, and superseded', async () => {
    const stage = new PerformStage();
    const list = listed(stage, ['10.0.0.0/8']);
    edits(stage, list, 1, '203.0.113.0/24');
    await ordered(stage, { kind: 'list', id: list }, [
      { kind: 'entries', version: 2, add: [], remove: ['203.0.113.0/24'] },
    ]);
    const { reverter } = stage.parts();
    let isFirst = true;
    const disturbed: Reverter = {
      session: reverter.session,
      perform: async (...asked) => {
        if (isFirst) edits(stage, list, 2, '198.51.100.0/24');
        isFirst = false;
        return reverter.perform(...asked);
      },
    };
    await stage.run(600_000, { reverter: disturbed });
    expect((await stage.endings())[0]).toMatch(/^superseded: .*version 3, not 2/);
    expect(entriesOf(stage, list)).toEqual(['10.0.0.0/8', '203.0.113.0/24', '198.51.100.0/24']);
    expect(await stage.tasks('look')).toEqual([]);
  });

  it('ends as gone where the list is gone', async () => {
    const stage = new PerformStage();
    await ordered(stage, { kind: 'list', id: 'pl-00000000000000000' }, [
      { kind: 'entries', version: 1, add: [], remove: ['10.0.0.0/8'] },
    ]);
    await stage.run();
    expect(await stage.endings()).toEqual(['gone: pl-00000000000000000 is gone']);
  });
});

describe('an action on an interface', () => {
  it('14: takes off only what it is about: what others have put on since stays', async () => {
    const stage = new PerformStage();
    const [one, two, three] = ['one', 'two', 'three'].map((name) => stage.group(name)) as [string, string, string];
    const eni = worn(stage, [one, two]);
    stage.does('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: eni, Groups: [one, two, three] });
    await ordered(stage, { kind: 'interface', id: eni }, [{ kind: 'groups', add: [], remove: [two] }]);
    await stage.run();
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.model.state.interfaces.get(eni)!.groups).toEqual([one, three]);
    expect((await stage.rows('expect'))[0]).toMatchObject({ call: 'set-groups', on: eni, tuples: [one, three].sort() });
  });

  it('is refused where nothing would be left on it', async () => {
    const stage = new PerformStage();
    const one = stage.group('one');
    const eni = worn(stage, [one]);
    await ordered(stage, { kind: 'interface', id: eni }, [{ kind: 'groups', add: [], remove: [one] }]);
    await stage.run();
    expect((await stage.endings())[0]).toMatch(/^refused: .*without a group/);
    expect(stage.calls).toEqual([]);
  });
});

describe('an action on tags', () => {
  it('R81: gives back one that was set and one that was removed, and expects the records of both calls', async () => {
    const stage = new PerformStage();
    const group = stage.group();
    stage.does('CreateTags', {
      Resources: [group],
      Tags: [
        { Key: 'env', Value: 'dev' },
        { Key: 'new', Value: '1' },
      ],
    });
    await ordered(stage, { kind: 'group', id: group }, [
      { kind: 'tag', key: 'env', from: 'dev', to: 'prod' },
      { kind: 'tag', key: 'new', from: '1', to: null },
    ]);
    await stage.run();
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.model.state.groups.get(group)!.tags).toEqual({ env: 'prod' });
    const keys = (await stage.store.rows('expect', '', 9)).map(({ key }) => key);
    expect(keys).toEqual(['portcullis-act_ordered/1/1', 'portcullis-act_ordered/1/2']);
    const acted = (await stage.store.rows('acted', '', 9)).map(({ key }) => key.split('/')[3]);
    expect(acted).toEqual(['no tag new', 'tag env=prod']);
  });
});

describe('an action of several calls', () => {
  it('R81: makes one, reads, and makes the next: what restores puts back before it takes away', async () => {
    const stage = new PerformStage();
    const group = stage.group();
    const bad = stage.opens(group, 8080, '10.0.0.0/8');
    const rule: Rule = {
      ...{ id: 'sgr-00000000000000001', direction: 'ingress', protocol: 'tcp', ports: [443, 443], description: 'web' },
      peer: { kind: 'ipv4', value: '10.0.0.0/8' },
    };
    const peer = { kind: 'ipv4', value: '10.0.0.0/8' } as const;
    const close: Rule = {
      id: bad,
      direction: 'ingress',
      protocol: 'tcp',
      ports: [8080, 8080],
      peer,
      description: null,
    };
    await ordered(
      stage,
      { kind: 'group', id: group },
      [
        { kind: 'close', rule: close },
        { kind: 'open', rule },
      ],
      [rule],
    );
    const began = stage.at;
    await stage.run();
    expect(stage.calls).toEqual(['authorize', 'revoke']);
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
    const times = (await stage.entries())
      .filter(({ header }) => header.kind === 'acting')
      .map(({ header }) => header.at - began);
    expect(times).toEqual([0, 1000]);
  });

  it('R83: never puts back what did not stand before', async () => {
    const stage = new PerformStage();
    const group = stage.group();
    const rule: Rule = {
      ...{ id: 'sgr-00000000000000001', direction: 'ingress', protocol: 'tcp', ports: [443, 443], description: null },
      peer: { kind: 'ipv4', value: '10.0.0.0/8' },
    };
    await ordered(stage, { kind: 'group', id: group }, [{ kind: 'open', rule }]);
    await stage.run();
    expect((await stage.endings())[0]).toMatch(/^refused: .*did not stand before/);
    expect(stage.calls).toEqual([]);
  });
});
