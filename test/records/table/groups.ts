import type { Draft } from '../../../src/core/change/call.ts';
import type { Associated, ListEdited, Subject } from '../../../src/core/change/change.ts';
import { carrier, free, group, ids, interfaceId, openEgress, rule, ruleId, rules, type Table } from '../expected.ts';

const none = { rules: [], maybe: [], tags: {} } as const;
const selfIngress = free('ingress', { kind: 'group', value: 'name:default' });

function created(on: Subject, more: Partial<Extract<Draft, { kind: 'group-created' }>> = {}): Draft {
  return { kind: 'group-created', origin: 'record', on, ...openEgress, tags: {}, ...more };
}
function deleted(on: Subject, origin: Draft['origin'] = 'record'): Draft {
  return { kind: 'group-deleted', origin, on };
}
function defaultGroup(vpc: string | null): Draft {
  const more = { origin: 'implied', rules: [selfIngress, ...openEgress.rules] } as const;
  return created(group(null, 'default', vpc), more);
}

const groups: Table = {
  CreateSecurityGroup: {
    changes: [created(group(ids.web, 'web', ids.vpc), { tags: { Environment: 'prod', owner: 'shop' } })],
  },
  'CreateSecurityGroup.2014': { changes: [created(group(ids.old, 'windows'), none)] },
  'CreateSecurityGroup.default-vpc': { changes: [created(group(ids.app, 'launch-wizard-7'))] },
  'CreateSecurityGroup.denied': { result: 'failed', changes: [created(group(null, 'web', ids.vpc))] },
  DeleteSecurityGroup: { changes: [deleted(group(ids.web))] },
  'DeleteSecurityGroup.by-name': { changes: [deleted(group(null, 'windows'))] },
  'DeleteSecurityGroup.in-use': { result: 'failed', changes: [deleted(group(ids.web))] },
  CreateVpc: { changes: [defaultGroup(ids.vpc)] },
  CreateDefaultVpc: { changes: [defaultGroup(ids.vpc)] },
  'CreateDefaultVpc.denied': { result: 'failed', changes: [defaultGroup(null)] },
  DeleteVpc: { changes: [deleted(group(null, 'default', ids.vpc), 'implied')] },
};

function tagged(on: Subject, of: string | null, set: Readonly<Record<string, string>>): Draft {
  return { kind: 'tags-changed', origin: 'record', on, rule: of, set, removed: [] };
}
function untagged(on: Subject, ...removed: readonly string[]): Draft {
  return { kind: 'tags-changed', origin: 'record', on, rule: null, set: {}, removed };
}

const given = { Environment: 'prod', note: '' };
const tags: Table = {
  CreateTags: {
    changes: [
      tagged(group(ids.web), null, given),
      tagged(group(null), ruleId(1), given),
      tagged({ kind: 'list', id: ids.list, name: null, vpc: null }, null, given),
      tagged(carrier(interfaceId(1)), null, given),
    ],
  },
  'CreateTags.denied': {
    result: 'failed',
    changes: [tagged(group(ids.web), null, { Environment: 'sandbox' })],
  },
  DeleteTags: { changes: [untagged(group(ids.web), 'Environment', 'owner')] },
  'DeleteTags.all': {
    changes: [untagged(group(ids.web))],
    unreadable: [
      'DeleteTags: expected the tags to remove, found none: EC2 then removes every tag that users gave; read the tags themselves',
    ],
  },
};

function edited(act: ListEdited['act'], more: Partial<ListEdited> & { readonly name?: string } = {}): Draft {
  const { name = 'partners', ...told } = more;
  const on = { kind: 'list', id: ids.list, name, vpc: null } as const;
  const edit = { added: [], removed: [], entries: 'known', version: null } as const;
  return { kind: 'list-edited', origin: 'record', on, act, ...edit, ...told };
}
const entry = (cidr: string, description: string | null = null) => ({ cidr, description });
const resolver: Draft = edited('resolver', { entries: 'unknown' });
const onNoList: Draft = { ...resolver, on: { kind: 'list', id: null, name: null, vpc: null } } as Draft;
const onTheList: Draft = { ...resolver, on: { kind: 'list', id: ids.list, name: null, vpc: null } } as Draft;

const lists: Table = {
  CreateManagedPrefixList: {
    changes: [edited('created', { added: [entry('192.0.2.0/24', 'first'), entry('198.51.100.0/24')], version: 1 })],
  },
  'CreateManagedPrefixList.one': {
    changes: [edited('created', { name: 'partners6', added: [entry('2001:db8::/32')], version: 1 })],
  },
  ModifyManagedPrefixList: {
    changes: [edited('modified', { added: [entry('203.0.113.0/24', 'new partner')], version: 1 })],
  },
  'ModifyManagedPrefixList.several': {
    changes: [
      edited('modified', {
        added: [entry('0.0.0.0/1'), entry('128.0.0.0/1')],
        removed: ['192.0.2.0/24', '203.0.113.0/24'],
        version: 2,
      }),
    ],
  },
  'ModifyManagedPrefixList.rename': { changes: [edited('modified', { name: 'suppliers', version: 3 })] },
  'ModifyManagedPrefixList.version-mismatch': {
    result: 'failed',
    changes: [
      {
        ...edited('modified', { added: [entry('0.0.0.0/0')] }),
        on: { kind: 'list', id: ids.list, name: null, vpc: null },
      } as Draft,
    ],
  },
  RestoreManagedPrefixListVersion: { changes: [edited('restored', { entries: 'unknown', version: 3 })] },
  DeleteManagedPrefixList: { changes: [edited('deleted', { version: 4 })] },
  CreateIpamPrefixListResolver: { changes: [onNoList] },
  ModifyIpamPrefixListResolver: { changes: [onNoList] },
  DeleteIpamPrefixListResolver: { changes: [onNoList] },
  CreateIpamPrefixListResolverTarget: { changes: [onTheList] },
  ModifyIpamPrefixListResolverTarget: { changes: [onTheList] },
  DeleteIpamPrefixListResolverTarget: { changes: [onTheList] },
};

function associated(kind: Associated['kind'], on: Subject, other: string | null): Draft {
  return { kind, origin: 'record', on, other };
}
function vpc(id: string | null, named: string | null = id): Subject {
  return { kind: 'vpc', id, name: null, vpc: named };
}
const gateway = 'tgw-0a1b2c3d4e5ff0001';

const associations: Table = {
  AssociateSecurityGroupVpc: {
    changes: [associated('associated', group(ids.web, null, ids.otherVpc), ids.otherVpc)],
  },
  DisassociateSecurityGroupVpc: {
    changes: [associated('dissociated', group(ids.web, null, ids.otherVpc), ids.otherVpc)],
  },
  CreateVpcPeeringConnection: { changes: [associated('associated', vpc(ids.vpc), ids.otherVpc)] },
  AcceptVpcPeeringConnection: { changes: [associated('associated', vpc(ids.vpc), ids.otherVpc)] },
  DeleteVpcPeeringConnection: {
    changes: [associated('dissociated', vpc('pcx-0a1b2c3d4e5fd0001', null), null)],
  },
  CreateTransitGateway: { changes: [associated('associated', vpc(gateway, null), gateway)] },
  ModifyTransitGateway: { changes: [associated('dissociated', vpc(gateway, null), gateway)] },
  'ModifyTransitGateway.description': { changes: [] },
  CreateTransitGatewayVpcAttachment: { changes: [associated('associated', vpc(ids.vpc), gateway)] },
  ModifyTransitGatewayVpcAttachment: { changes: [associated('dissociated', vpc(ids.vpc), gateway)] },
};

const families = [
  ['DBSecurityGroup', 'rds-group:partners', '203.0.113.0/24'],
  ['CacheSecurityGroup', 'cache-group:partners', 'name:windows'],
  ['ClusterSecurityGroup', 'redshift-group:partners', '203.0.113.0/24'],
] as const;

const classic: Table = Object.fromEntries(
  families.flatMap(([noun, id, peer]) => {
    const on = group(id, 'partners');
    return [
      [`Create${noun}`, { changes: [created(on, none)] }],
      [`Delete${noun}`, { changes: [deleted(on)] }],
      [`Authorize${noun}Ingress`, { changes: [rules('rules-added', on, rule(`add ingress tcp 0..65535 ${peer}`))] }],
      [`Revoke${noun}Ingress`, { changes: [rules('rules-removed', on, rule(`remove ingress tcp 0..65535 ${peer}`))] }],
    ];
  }),
);

/** What the records of groups, tags, prefix lists, associations and classic groups must tell. */
export const groupRecords: Table = {
  ...groups,
  ...tags,
  ...lists,
  ...associations,
  ...classic,
  'AuthorizeDBSecurityGroupIngress.group': {
    changes: [
      rules(
        'rules-added',
        group('rds-group:partners', 'partners'),
        rule(`add ingress tcp 0..65535 444455556666/${ids.old}`),
      ),
    ],
  },
};
