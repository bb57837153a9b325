import { decideStanding } from '../core/decide-standing.ts';
import { attachmentsIn } from '../core/facts/attachments.ts';
import type { Attachments } from '../core/facts/facts.ts';
import type { Declared, DeclaredGroup } from '../core/group/declared.ts';
import type { Instant } from '../core/leaf/instant.ts';
import type { Carried } from '../core/plan/backlog/backlog.ts';
import { carriedBy } from '../core/plan/backlog/carried-by.ts';
import type { StandingDecision } from '../core/plan/standing-decision.ts';
import { needsOf } from '../core/policy/needs.ts';
import { unknown } from '../core/reach/bounds.ts';
import type { Known } from '../core/reach/reach.ts';
import { boundsOfSeen, type HeldBounds } from '../core/reach/seen-bounds.ts';
import type { Judging } from '../core/verdict/matter.ts';
import type { Verdict } from '../core/verdict/verdict.ts';
import { interfacesByGroup } from './interfaces-by-group.ts';

/** What a policy says of a group of a file, and what each of its rules permits by the name that the decision uses. */
export interface DeclaredVerdict {
  readonly decision: StandingDecision;
  readonly carried: Carried;
}

/**
 * Judges every group of a file, in the file's order: as it stands, or as a plan or template wants it. `now`: the time at
 * which exceptions are looked at where the file tells what is to be, or does not say when it was looked at.
 */
export function judgeDeclared(
  declared: Declared,
  judging: Judging,
  { file, now }: { readonly file: string; readonly now: Instant },
): readonly DeclaredVerdict[] {
  const entries = new Map(declared.lists.map((list) => [list.id, list.entries]));
  const knownTo = (group: DeclaredGroup): Known => ({ self: nameOf(group), lists: (id) => entries.get(id) ?? null });
  const stands = new Map<string, HeldBounds>(
    declared.groups.map((group) => [nameOf(group), boundsOfSeen(group.rules, group.complete, knownTo(group))]),
  );
  const boundsOf = needsOf(judging.policy).beside ? (name: string) => stands.get(name) ?? unknown : null;
  const isWanted = declared.kind === 'terraform-plan' || declared.kind === 'cloudformation';
  const on = interfacesByGroup(declared.interfaces);
  return declared.groups.map((group) => {
    const { id, name, vpc, account, region, tags, rules, complete } = group;
    const known = knownTo(group);
    const named = [...rules, ...(group.before ?? []).filter((rule) => !rules.includes(rule))];
    const made = isMade(group, declared);
    const interfacesOf = made && declared.attachmentsTold ? everywhere : (declared.interfacesOf ?? []);
    const shown = { interfaces: on.get(nameOf(group)) ?? [], interfacesOf };
    const attached = attachmentsIn(shown, { id: nameOf(group), account, region }, boundsOf);
    const decision = decideStanding(
      {
        origin: 'file',
        kind: isWanted ? 'declared' : 'standing',
        place: { file, address: group.address },
        at: declared.takenAt,
        judgedAt: isWanted ? now : (declared.takenAt ?? now),
        group: {
          ...{ id, name, vpc, account, region, tags },
          attached: declared.kind === 'describe' ? attached : perhapsExposed(attached),
          ...(made && name === null ? { isDefault: false } : {}),
        },
        stands: stands.get(nameOf(group))!,
        before: group.before === null ? null : boundsOfSeen(group.before, complete, known),
        plan: group.deleted ? 'deleted' : made ? 'made' : 'edited',
        rules: named,
        known,
      },
      judging,
    );
    const told = isWanted && !complete ? { ...decision, verdict: ofWhatIsTold(decision) } : decision;
    return { decision: told, carried: carriedBy(named, known) };
  });
}

/** A group's id, or its place in the file: what others in the file name it by. */
function nameOf({ id, address }: DeclaredGroup): string {
  return id ?? address;
}

/** Whether the file makes the group, so that it is on nothing but what the file puts it on. */
function isMade({ id, before, complete }: DeclaredGroup, { kind }: Declared): boolean {
  return complete && id === null && (kind === 'cloudformation' || before?.length === 0);
}

const everywhere = [{ account: null, region: null }];

/** Files that declare do not tell whether a thing gets a public address from its subnet. */
function perhapsExposed(attached: Attachments | null): Attachments | null {
  return attached === null || attached.exposed ? attached : { ...attached, exposed: null };
}

/**
 * Of a group that a plan only adds rules to, the file cannot tell what else stands there: a check that nothing in the
 * file meets is not told to be unknown, since the plan does not touch it.
 */
function ofWhatIsTold({ verdict, carriers }: StandingDecision): Verdict {
  const checks = verdict.checks.filter(({ id, ruling }) => ruling !== 'unknown' || (carriers[id] ?? []).length > 0);
  // The worst stands first.
  const [worst] = checks;
  const ruling = worst?.ruling ?? 'clear';
  const isOpen = ruling === 'breach' || ruling === 'unknown';
  const severity = worst !== undefined && isOpen ? worst.severity : 'none';
  const unknowns = checks.length < verdict.checks.length && !isOpen ? [] : verdict.unknowns;
  return { ...verdict, ruling, severity, checks, unknowns };
}
