import type { Change, GroupCreated } from '../../change/change.ts';
import type { Rule } from '../../group/rule.ts';
import { editedEntries, editedGroups, editedTags } from './aims-of-others.ts';
import { aimsOfRules, type Inverse } from './aims-of-rules.ts';
import type { Before } from './before.ts';
import type { Aim } from './intent.ts';

/** The exact inverse of a change: what must hold again; or that only a person can do it; or that there is nothing to do. */
export type InverseOf =
  /** `unsure`: what of it cannot be given back for want of knowledge. */
  | { readonly kind: 'aims'; readonly aims: readonly Aim[]; readonly unsure: readonly string[] }
  | { readonly kind: 'by hand'; readonly why: string }
  | { readonly kind: 'nothing'; readonly why: string };

/** What is known of what stood just before a change. `rules`: with descriptions and tags; `null` = not known. */
export interface KnownBefore extends Before {
  readonly rules: readonly Rule[] | null;
}

/**
 * The inverse of every kind of change. Sources: EC2 API reference, of each call and its opposite; new ids after
 * AuthorizeSecurityGroupIngress and CreateSecurityGroup, kept ones after ModifySecurityGroupRules.
 */
export function inverseOf(change: Change, before: KnownBefore): InverseOf {
  if (change.record.result !== 'applied') return { kind: 'nothing', why: 'the call did nothing' };
  switch (change.kind) {
    case 'rules-added':
    case 'rules-removed':
    case 'rules-modified':
      return told(aimsOfRules(change.rules, change.rules, before.rules));
    case 'described':
      return { kind: 'nothing', why: 'descriptions open and close nothing' };
    case 'group-created':
      return told(emptied(change));
    case 'group-deleted':
      return byHand('a group made anew has another id, and all that named the old one is broken');
    case 'tags-changed':
      if (change.on.kind === 'group' && change.rule === null) return told(editedTags(change, before));
      return byHand('only tags of groups are set back by us');
    case 'list-edited':
      if (change.act === 'created' || change.act === 'deleted')
        return byHand(`a list that was ${change.act} has an id that rules name`);
      return told(listInverse(change, before));
    case 'attached':
    case 'detached': {
      const names = change.groups.map(({ id, name }) => id ?? name!);
      const { complete, latent } = change;
      return told(editedGroups(change.on.id, { names, complete, latent }, change.kind === 'detached', before));
    }
    case 'associated':
      return byHand('disassociate-security-group-vpc takes its time, and what stands there may need the group');
    case 'dissociated':
      return byHand('associate-security-group-vpc takes its time, and a peering has two owners');
  }
}

function listInverse(change: Extract<Change, { kind: 'list-edited' }>, before: Before): Inverse {
  const added = change.added.map(({ cidr }) => cidr);
  return editedEntries(change.entries === 'unknown' ? null : { added, removed: change.removed }, before);
}

/** A new group cannot be taken away while something uses it; without its rules it opens nothing. */
function emptied({ rules, maybe }: GroupCreated): Inverse {
  return aimsOfRules(
    [...rules, ...maybe].map((rule) => ({ ...rule, op: 'add' })),
    [],
    [],
  );
}

function told({ aims, unsure }: Inverse): InverseOf {
  if (aims.length > 0) return { kind: 'aims', aims, unsure };
  return unsure.length > 0 ? byHand(unsure.join('; ')) : { kind: 'nothing', why: 'it changed nothing' };
}

function byHand(why: string): InverseOf {
  return { kind: 'by hand', why };
}
