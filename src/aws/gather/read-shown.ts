import type { Perimeter } from '../../core/group/group.ts';
import { readSnapshot } from '../../core/group/read/describe.ts';
import type { Rule } from '../../core/group/rule.ts';
import type { Json, JsonObject } from '../../core/leaf/canonical.ts';
import { type Instant, writeInstant } from '../../core/leaf/instant.ts';
import type { ApiFailure } from '../../core/plan/act/api-failure.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type {
  InternetGateway,
  ManagedPrefixList,
  NetworkInterface,
  PrefixListEntry,
  SecurityGroup,
  Tag,
  VpcBlockPublicAccessExclusion,
  VpcBlockPublicAccessOptions,
} from '../model/shape.ts';

/** A group without its rules. */
interface Named {
  readonly GroupId: string;
  readonly OwnerId: string;
  readonly GroupName?: string | undefined;
  readonly VpcId?: string | undefined;
}

/** Answers of EC2's reads, in its own spelling, as a snapshot holds them. */
export interface Shown {
  readonly SecurityGroups?: readonly (SecurityGroup | Named)[];
  readonly SecurityGroupRules?: readonly object[];
  readonly PrefixLists?: readonly (ManagedPrefixList & { readonly Entries?: readonly PrefixListEntry[] })[];
  readonly NetworkInterfaces?: readonly NetworkInterface[];
  readonly InternetGateways?: readonly InternetGateway[];
  readonly VpcBlockPublicAccessOptions?: VpcBlockPublicAccessOptions;
  readonly VpcBlockPublicAccessExclusions?: readonly VpcBlockPublicAccessExclusion[];
}

/** Reads answers of EC2 just as a snapshot of them is read, so that a live look and an archive cannot mean two things. */
export function readShown(site: Site, at: Instant, shown: Shown): Perimeter | ApiFailure {
  const json = { takenAt: writeInstant(at), ...site, SecurityGroups: [], ...shown } as unknown as JsonObject;
  const { perimeter, misread } = readSnapshot(json as Json);
  if (perimeter !== null && misread.length === 0) return perimeter;
  return { kind: 'failed', failure: 'malformed', code: null, message: misread.join('; ') };
}

/** A rule of EC2's, as far as its tags go. */
export interface Tagged {
  readonly SecurityGroupRuleId: string;
  readonly Tags?: readonly Tag[];
}

/** Rules with their own tags, which a snapshot leaves out. */
export function withRuleTags(rules: readonly Rule[], shown: readonly Tagged[]): readonly Rule[] {
  const tags = new Map(shown.map((rule) => [rule.SecurityGroupRuleId, rule.Tags ?? []]));
  return rules.map((rule) => ({
    ...rule,
    tags: Object.fromEntries((tags.get(rule.id ?? '') ?? []).map(({ Key, Value }) => [Key, Value ?? ''])),
  }));
}
