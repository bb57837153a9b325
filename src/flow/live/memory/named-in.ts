import type { SeenRule } from '../../../core/group/rule.ts';
import type { SubjectEvidence } from './subject-evidence.ts';

/** The rules that a piece of evidence tells of. */
export function rulesIn(evidence: SubjectEvidence): readonly SeenRule[] {
  if (evidence.kind === 'observed') return evidence.group?.rules ?? [];
  return evidence.kind === 'change' && 'rules' in evidence.change ? evidence.change.rules : [];
}

/** Ids of the prefix lists that rules name anywhere in this evidence. */
export function listsNamed(evidence: Iterable<SubjectEvidence>): ReadonlySet<string> {
  const lists = new Set<string>();
  for (const each of evidence) for (const { peer } of rulesIn(each)) if (peer?.kind === 'list') lists.add(peer.value);
  return lists;
}

/** Ids of the VPCs that groups and interfaces are in, as this evidence tells. */
export function vpcsNamed(evidence: Iterable<SubjectEvidence>): ReadonlySet<string> {
  const vpcs = new Set<string>();
  for (const each of evidence) {
    const vpc = vpcIn(each);
    if (vpc !== null) vpcs.add(vpc);
  }
  return vpcs;
}

function vpcIn(each: SubjectEvidence): string | null {
  switch (each.kind) {
    case 'observed':
      return each.group?.vpc ?? null;
    case 'observed-interface':
      return each.interface?.vpc ?? null;
    case 'change':
      return each.change.on.vpc;
    case 'observed-list':
    case 'observed-vpc':
      return null;
  }
}

/** Ids of the groups that were ever put on a thing, as this evidence about it tells. */
export function groupsOn(evidence: Iterable<SubjectEvidence>): ReadonlySet<string> {
  const groups = new Set<string>();
  for (const each of evidence) {
    if (each.kind === 'observed-interface') for (const id of each.interface?.groups ?? []) groups.add(id);
    if (each.kind === 'change' && (each.change.kind === 'attached' || each.change.kind === 'detached'))
      for (const { id } of each.change.groups) if (id !== null) groups.add(id);
  }
  return groups;
}
