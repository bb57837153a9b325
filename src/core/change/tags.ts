import { list, text, texts } from '../group/read/field.ts';
import type { TrailRecord } from '../trail/record.ts';
import { type CallReading, type Draft, requestOf, type WatchedCall } from './call.ts';
import type { Subject } from './change.ts';

/**
 * Tag calls on groups, rules, prefix lists and interfaces: tags decide environment, owner and so protection (EC2 API
 * reference, CreateTags and DeleteTags; a deletion without a value removes the key whatever its value, one without keys
 * removes them all and the record does not tell which).
 */
export const tagCalls: readonly WatchedCall[] = [
  {
    service: 'ec2',
    call: 'CreateTags',
    tier: 'perimeter',
    effect: 'sets tags of a group, rule, list or interface',
    read: (record) => retag(record, true),
  },
  {
    service: 'ec2',
    call: 'DeleteTags',
    tier: 'perimeter',
    effect: 'removes tags of a group, rule, list or interface',
    read: (record) => retag(record, false),
  },
];

function retag(record: TrailRecord, setting: boolean): CallReading {
  const request = requestOf(record);
  const tags = list(request.tagSet).flatMap((tag) => {
    const key = text(tag, 'key');
    return key === null ? [] : [[key, text(tag, 'value') ?? ''] as const];
  });
  const changes = texts(request.resourcesSet, 'resourceId').flatMap((resource): Draft[] => {
    const on = subjectOf(resource);
    if (on === null) return [];
    const rule = resource.startsWith('sgr-') ? resource : null;
    const effect = setting
      ? { set: Object.fromEntries(tags), removed: [] }
      : { set: {}, removed: tags.map(([key]) => key).sort() };
    return [{ kind: 'tags-changed', origin: 'record', on, rule, ...effect }];
  });
  const all = !setting && tags.length === 0 && changes.length > 0 && record.result === 'applied';
  return { changes, misread: all ? [removesAll] : [] };
}

const removesAll =
  'expected the tags to remove, found none: EC2 then removes every tag that users gave; read the tags themselves';

function subjectOf(resource: string): Subject | null {
  const prefix = /^(sgr?|pl|eni)-/.exec(resource)?.[1];
  if (prefix === undefined) return null;
  if (prefix === 'sgr') return { kind: 'group', id: null, name: null, vpc: null };
  const kind = prefix === 'sg' ? 'group' : prefix === 'pl' ? 'list' : 'interface';
  return { kind, id: resource, name: null, vpc: null };
}
