import { isObject, type Json, type JsonObject } from '../../leaf/canonical.ts';
import { readInstant } from '../../leaf/instant.ts';
import type { DeclaredReading } from '../declared.ts';
import { readSnapshot } from './describe.ts';
import { list, text } from './field.ts';

/**
 * Reads a snapshot, or what `aws ec2 describe-security-groups` prints as it is (a list of groups, too): then nobody says
 * when it was looked at. A group with a rule that cannot be read is not complete. `null` when it is none of these.
 */
export function readDescribed(json: Json): DeclaredReading | null {
  const shown = shownIn(json);
  if (shown === null) return null;
  const takenAt = readInstant(text(shown, 'takenAt') ?? '');
  const { perimeter, misread } = readSnapshot({ ...shown, ...(takenAt === null ? anyTime : {}) });
  if (perimeter === null) return { declared: null, misread };
  const broken = misread.length === 0 ? new Set<string>() : brokenGroups(shown);
  const groups = perimeter.groups.map((group) => ({
    address: group.id,
    ...group,
    before: null,
    complete: !broken.has(group.id),
    deleted: false,
  }));
  const { lists, interfaces, interfacesOf = [] } = perimeter;
  return { declared: { kind: 'describe', takenAt, groups, lists, interfaces, interfacesOf }, misread };
}

const anyTime = { takenAt: '1970-01-01T00:00:00Z' };

function shownIn(json: Json): JsonObject | null {
  if (Array.isArray(json)) {
    const groups = json as readonly Json[];
    return groups.length > 0 && groups.every((each) => isObject(each) && typeof each.GroupId === 'string')
      ? { SecurityGroups: groups }
      : null;
  }
  if (!isObject(json)) return null;
  const parts = json.accounts === undefined ? [json] : list(json.accounts);
  return parts.some((part) => isObject(part) && part.SecurityGroups !== undefined) ? json : null;
}

/** Groups that cannot be read whole, found by reading each by itself. */
function brokenGroups(shown: JsonObject): ReadonlySet<string> {
  const parts = shown.accounts === undefined ? [shown] : list(shown.accounts).filter(isObject);
  const broken = parts.flatMap((part) => {
    const rules = Map.groupBy(list(part.SecurityGroupRules), (rule) => text(rule, 'GroupId') ?? '');
    return list(part.SecurityGroups).flatMap((group) => {
      const id = text(group, 'GroupId');
      if (id === null) return [];
      const own = rules.get(id);
      const alone = { ...anyTime, SecurityGroups: [group], ...(own === undefined ? {} : { SecurityGroupRules: own }) };
      return readSnapshot(alone).misread.length === 0 ? [] : [id];
    });
  });
  return new Set(broken);
}
