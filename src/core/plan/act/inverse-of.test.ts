import { describe, expect, test } from 'vitest';
import { ruleOf } from '../../../../test/builders/acting.ts';
import type { Change } from '../../change/change.ts';
import { inverseOf, type KnownBefore } from './inverse-of.ts';

const record = { result: 'applied' } as Change['record'];
const group = { kind: 'group', id: 'sg-web', name: 'web', vpc: 'vpc-1' } as const;
const told = { record, ordinal: 0, origin: 'record', on: group } as const;
const nothingKnown: KnownBefore = { rules: null };
const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const office = ruleOf('ingress tcp/22 192.0.2.0/24', 'sgr-1', { description: 'office', tags: { a: 'b' } });
const untold = { id: 'sgr-1', direction: null, protocol: null, ports: null, peer: null, description: null } as const;
const ask = (change: object, before: KnownBefore = nothingKnown) => inverseOf({ ...told, ...change } as Change, before);
const aims = (...of: readonly object[]) => ({ kind: 'aims', aims: of, unsure: [] });
const edit = (op: string, rule: object) => ({ ...rule, op });

describe('the inverse of a change', () => {
  test('R83: of Authorize: the new rule goes, by its id', () => {
    expect(ask({ kind: 'rules-added', rules: [edit('add', ssh)] })).toEqual(aims({ kind: 'close', rule: ssh }));
    expect(ask({ kind: 'rules-added', rules: [edit('add', untold)] })).toEqual({
      kind: 'by hand',
      why: 'what `sgr-1` permits is not told',
    });
    for (const part of ['direction', 'protocol', 'peer'])
      expect(ask({ kind: 'rules-added', rules: [edit('add', { ...ssh, [part]: null })] })).toMatchObject({
        kind: 'by hand',
      });
  });

  test('R83: of Authorize told without ids: every one of its rules goes', () => {
    const rules = [ssh, office].map((rule) => edit('add', { ...rule, id: null }));
    expect(ask({ kind: 'rules-added', rules })).toMatchObject({ aims: [{ kind: 'close' }, { kind: 'close' }] });
  });

  test('R92: of Revoke: the rule comes back with the description and tags that it had', () => {
    const gone = { kind: 'rules-removed', rules: [edit('remove', untold)] };
    expect(ask(gone, { rules: [ssh, office].slice(1) })).toEqual(aims({ kind: 'open', rule: office }));
    expect(ask(gone)).toEqual({ kind: 'by hand', why: 'what `sgr-1` permitted before is not known' });
    const unnamed = { ...office, id: null };
    const byContent = (id: string | null) => ({ kind: 'rules-removed', rules: [edit('remove', { ...office, id })] });
    expect(ask(byContent(null), { rules: [ssh, office] })).toEqual(aims({ kind: 'open', rule: office }));
    expect(ask(byContent('sgr-1'), { rules: [{ ...ssh, id: null }, unnamed] })).toEqual(
      aims({ kind: 'open', rule: unnamed }),
    );
    expect(ask(byContent('sgr-2'), { rules: [office] })).toMatchObject({ kind: 'by hand' });
    expect(
      ask({ kind: 'rules-removed', rules: [edit('remove', { ...untold, id: null })] }, { rules: [office, unnamed] }),
    ).toMatchObject({
      kind: 'by hand',
    });
    expect(ask(gone, { rules: [unnamed] })).toMatchObject({ kind: 'by hand' });
  });

  test('BM-7 scenario 25: of Modify: the rule says again what it said, under its id', () => {
    const after = { ...ssh, direction: null };
    const rewritten = {
      kind: 'rewrite',
      id: 'sgr-1',
      from: { direction: 'ingress', protocol: 'tcp', ports: [22, 22], peer: ssh.peer },
      to: office,
    };
    const modified = (...rules: readonly object[]) => ({ kind: 'rules-modified', rules });
    expect(ask(modified(edit('after', after)), { rules: [office] })).toEqual(aims(rewritten));
    expect(ask(modified(edit('before', untold), edit('after', after)), { rules: [office] })).toEqual(aims(rewritten));
    expect(ask(modified(edit('before', untold)), { rules: [office] })).toMatchObject({ kind: 'by hand' });
    expect(ask(modified(edit('after', after)), { rules: [{ ...office, id: 'sgr-2' }] })).toEqual({
      kind: 'by hand',
      why: 'what `sgr-1` said before it was rewritten is not known',
    });
    expect(ask(modified(edit('after', { ...after, id: null })), { rules: [{ ...office, id: null }] })).toMatchObject({
      kind: 'by hand',
    });
    const two = [office, { ...office, id: 'sgr-2' }];
    const both = ask(modified(edit('after', after), edit('after', { ...after, id: 'sgr-2' })), { rules: two });
    expect(both).toMatchObject({ aims: [{ id: 'sgr-1' }, { id: 'sgr-2' }] });
    const other = { ...after, id: 'sgr-2', ports: [80, 80] };
    const each = ask(modified(edit('after', after), edit('after', other)), { rules: two });
    expect(each).toMatchObject({ aims: [{ from: { ports: [22, 22] } }, { from: { ports: [80, 80] } }] });
  });

  test('R83: what is known of a call with several rules is given back, the rest is named', () => {
    const made = ask({ kind: 'rules-added', rules: [edit('add', ssh), edit('add', { ...untold, id: 'sgr-2' })] });
    expect(made).toEqual({ ...aims({ kind: 'close', rule: ssh }), unsure: ['what `sgr-2` permits is not told'] });
  });

  test('of UpdateSecurityGroupRuleDescriptions: nothing, for it opens and closes nothing', () => {
    expect(ask({ kind: 'described', rules: [edit('after', ssh)] })).toEqual({
      kind: 'nothing',
      why: 'descriptions open and close nothing',
    });
  });

  test('of CreateSecurityGroup: its rules go; the group stays, for something may use it', () => {
    const out = ruleOf('egress all 0.0.0.0/0', 'sgr-2');
    const six = ruleOf('egress all ::/0');
    expect(ask({ kind: 'group-created', rules: [out], maybe: [six], tags: {} })).toEqual(
      aims({ kind: 'close', rule: out }, { kind: 'close', rule: six }),
    );
    expect(ask({ kind: 'group-created', rules: [], maybe: [], tags: {} })).toEqual({
      kind: 'nothing',
      why: 'it changed nothing',
    });
  });

  test('of DeleteSecurityGroup: only by hand, for the new one has another id', () => {
    expect(ask({ kind: 'group-deleted' }, { rules: [ssh] })).toMatchObject({
      kind: 'by hand',
      why: expect.stringContaining('another id'),
    });
  });

  test('of ModifyManagedPrefixList: the entries go back, at the version that it has since', () => {
    const edited = {
      ...{
        kind: 'list-edited',
        act: 'modified',
        on: { ...group, kind: 'list', id: 'pl-1' },
        entries: 'known',
        version: 3,
      },
      ...{ added: [{ cidr: '0.0.0.0/0', description: null }], removed: ['192.0.2.0/24'] },
    };
    const entries = [
      { cidr: '192.0.2.0/24', description: 'office' },
      { cidr: '198.51.100.0/24', description: 'other' },
    ];
    const aim = { kind: 'entries', version: 4, add: [entries[0]], remove: ['0.0.0.0/0'] };
    expect(ask(edited, { rules: null, version: 4, entries })).toEqual(aims(aim));
    expect(ask({ ...edited, act: 'restored' }, { rules: null, version: 4 })).toEqual(
      aims({ ...aim, add: [{ cidr: '192.0.2.0/24', description: null }] }),
    );
    expect(ask({ ...edited, removed: [] }, { rules: null, version: 4 })).toEqual(aims({ ...aim, add: [] }));
    const two = { ...edited, removed: ['198.51.100.0/24', '203.0.113.0/24'] };
    expect(ask(two, { rules: null, version: 4, entries })).toEqual(
      aims({ ...aim, add: [entries[1], { cidr: '203.0.113.0/24', description: null }] }),
    );
    expect(ask(edited)).toEqual({ kind: 'by hand', why: 'at which version the list is since is not known' });
    expect(ask({ ...edited, entries: 'unknown' }, { rules: null, version: 4 })).toEqual({
      kind: 'by hand',
      why: 'which entries were edited is not told',
    });
    expect(ask({ ...edited, added: [], removed: [] }, { rules: null, version: 4 })).toEqual({
      kind: 'nothing',
      why: 'it changed nothing',
    });
    for (const act of ['created', 'deleted'])
      expect(ask({ ...edited, act }, { rules: null, version: 4 })).toEqual({
        kind: 'by hand',
        why: `a list that was ${act} has an id that rules name`,
      });
  });

  const eni = { ...group, kind: 'interface', id: 'eni-1' } as const;
  const put = (parts: object) => ({
    ...{ kind: 'attached', on: eni, complete: true, latent: false },
    groups: [
      { id: 'sg-a', name: null },
      { id: 'sg-b', name: 'b' },
    ],
    ...parts,
  });

  test('of ModifyNetworkInterfaceAttribute: what it put on goes, what it took off comes back, the rest stays', () => {
    const before = { rules: null, groups: ['sg-a', 'sg-c'] };
    const aim = { kind: 'groups', add: ['sg-c'], remove: ['sg-b'] };
    expect(ask(put({}), before)).toEqual(aims(aim));
    expect(ask(put({}))).toEqual({ kind: 'by hand', why: 'which groups were on it before is not known' });
    expect(ask(put({}), { rules: null, groups: ['sg-b', 'sg-a'] })).toEqual({
      kind: 'nothing',
      why: 'it changed nothing',
    });
    expect(ask(put({}), { rules: null, groups: [] })).toEqual(aims({ ...aim, add: [], remove: ['sg-a', 'sg-b'] }));
    expect(ask(put({}), { rules: null, groups: ['sg-a', 'sg-b', 'sg-c'] })).toEqual(aims({ ...aim, remove: [] }));
    expect(ask(put({ complete: false }))).toEqual(aims({ kind: 'groups', add: [], remove: ['sg-a', 'sg-b'] }));
    expect(ask(put({ kind: 'detached', complete: false }))).toEqual(
      aims({ kind: 'groups', add: ['sg-a', 'sg-b'], remove: [] }),
    );
  });

  test.each([
    [{ latent: true }, /launch template/],
    [{ on: { ...eni, id: 'i-1' } }, /no network interface/],
    [{ on: { ...eni, id: null } }, /no network interface/],
    [{ groups: [{ id: null, name: 'web' }] }, /by name only/],
    [
      {
        groups: [
          { id: 'sg-a', name: null },
          { id: null, name: 'web' },
        ],
      },
      /by name only/,
    ],
  ])('of groups put on something else, or not told by id: by hand (%j)', (parts, why) => {
    expect(ask(put(parts), { rules: null, groups: [] })).toMatchObject({
      kind: 'by hand',
      why: expect.stringMatching(why),
    });
  });

  test.each([
    ['associated', /^disassociate-security-group-vpc/],
    ['dissociated', /^associate-security-group-vpc/],
  ])('of a VPC that is %s: by hand, by %s', (kind, why) => {
    expect(ask({ kind, other: 'vpc-2' })).toMatchObject({ kind: 'by hand', why: expect.stringMatching(why) });
  });

  test('of CreateTags and DeleteTags: every tag as it was, those that were not there go', () => {
    const tagged = {
      kind: 'tags-changed',
      rule: null,
      set: { env: 'dev', same: 'x', new: 'y' },
      removed: ['owner', 'none'],
    };
    expect(ask(tagged, { rules: null, tags: { env: 'prod', same: 'x', owner: 'a' } })).toEqual(
      aims(
        { kind: 'tag', key: 'env', from: 'dev', to: 'prod' },
        { kind: 'tag', key: 'new', from: 'y', to: null },
        { kind: 'tag', key: 'owner', from: null, to: 'a' },
      ),
    );
    expect(ask(tagged)).toEqual({ kind: 'by hand', why: 'which tags stood before is not known' });
    const both = { ...tagged, set: { env: 'dev' }, removed: ['env'] };
    expect(ask(both, { rules: null, tags: { env: 'prod' } })).toMatchObject({ aims: [{ key: 'env' }] });
    for (const other of [{ rule: 'sgr-1' }, { on: { ...group, kind: 'list' } }])
      expect(ask({ ...tagged, ...other }, { rules: null, tags: {} })).toMatchObject({
        why: 'only tags of groups are set back by us',
      });
  });

  test.each(['failed', 'dry-run'])('BM-4: of a call that is %s: nothing', (result) => {
    const change = { kind: 'rules-added', rules: [edit('add', ssh)], record: { result } };
    expect(ask(change)).toEqual({ kind: 'nothing', why: 'the call did nothing' });
  });
});
