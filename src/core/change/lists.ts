import { describe, list, object, text } from '../group/read/field.ts';
import type { JsonObject } from '../leaf/canonical.ts';
import { canonicalCidr } from '../net/cidr.ts';
import type { TrailRecord } from '../trail/record.ts';
import { type CallReading, requestOf, responseOf, type WatchedCall } from './call.ts';
import type { ListEdited, ListEntry, Subject } from './change.ts';

/**
 * Calls that edit managed prefix lists: every rule that names the list changes its meaning with no event on its group
 * (EC2 API reference, ModifyManagedPrefixList; since 2025 an IPAM resolver may write the entries by itself).
 */
export const listCalls: readonly WatchedCall[] = [
  listCall('CreateManagedPrefixList', 'makes a prefix list', 'created'),
  listCall('ModifyManagedPrefixList', 'edits the entries of a prefix list', 'modified'),
  listCall('RestoreManagedPrefixListVersion', 'brings back earlier entries of a prefix list', 'restored'),
  listCall('DeleteManagedPrefixList', 'removes a prefix list', 'deleted'),
  ...['Create', 'Modify', 'Delete'].flatMap((verb) => [
    listCall(`${verb}IpamPrefixListResolver`, 'lets IPAM write prefix-list entries', 'resolver'),
    listCall(`${verb}IpamPrefixListResolverTarget`, 'lets IPAM write prefix-list entries', 'resolver'),
  ]),
];

function listCall(call: string, effect: string, act: ListEdited['act']): WatchedCall {
  return { service: 'ec2', call, tier: 'perimeter', effect, read: (record) => edit(record, act) };
}

function edit(record: TrailRecord, act: ListEdited['act']): CallReading {
  const request = requestOf(record);
  const response = responseOf(record);
  const answer = object(response, 'prefixList') ?? object(response, 'ipamPrefixListResolverTarget') ?? {};
  const on: Subject = {
    kind: 'list',
    id: text(request, 'prefixListId') ?? text(answer, 'prefixListId'),
    name: text(request, 'prefixListName') ?? text(answer, 'prefixListName'),
    vpc: null,
  };
  const misread: string[] = [];
  const added = readEntries(request, act === 'created' ? 'entry' : 'addEntry', misread);
  const removed = readEntries(request, 'removeEntry', misread).map((entry) => entry.cidr);
  const known =
    act !== 'restored' &&
    act !== 'resolver' &&
    misread.length === 0 &&
    (record.result !== 'applied' || Object.keys(request).length > 0);
  const version = Number(text(answer, 'version') ?? Number.NaN);
  const told = {
    added,
    removed,
    entries: known ? 'known' : 'unknown',
    version: Number.isInteger(version) ? version : null,
  } as const;
  return { changes: [{ kind: 'list-edited', origin: 'record', on, act, ...told }], misread };
}

function readEntries(request: JsonObject, key: string, misread: string[]): ListEntry[] {
  return list(request[key]).flatMap((entry) => {
    const raw = text(entry, 'cidr');
    const cidr = raw === null ? null : canonicalCidr(raw);
    if (cidr !== null) return [{ cidr, description: text(entry, 'description') }];
    misread.push(`expected a CIDR in \`${key}\`, found ${describe(raw ?? undefined)}`);
    return [];
  });
}
