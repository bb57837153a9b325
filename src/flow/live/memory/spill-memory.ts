import type { Spill, SpilledChange } from '../../../contracts/spill.ts';
import type { Change } from '../../../core/change/change.ts';
import type { Group, Interface, PrefixList, Vpc } from '../../../core/group/group.ts';
import { changeId } from '../../../core/ledger/change-id.ts';
import type { Walked } from '../../decide-group.ts';
import type { Look, Looks } from '../../looks.ts';
import { firstMade } from './first-made.ts';
import { type JudgedBefore, judgedBefore } from './judged-before.ts';
import type { SubjectMemory } from './load-subject.ts';
import { openMemorySpill } from './memory-spill.ts';
import { evidenceId, type SubjectEvidence } from './subject-evidence.ts';

/** A subject's memory in the shape that archives are judged in. */
export interface Spilled {
  readonly spill: Spill;
  readonly looks: Looks;
  /** The walk of the subject's history, made once: it follows from what is known alone. */
  readonly walked: (make: () => Walked) => Walked;
  /** What was judged of it before. */
  readonly judged: JudgedBefore;
}

/** Spills what is known of a subject and beside it; `more` stands in place of what has its id already. */
export function spillMemory(
  { site, subject, evidence, beside, attempts, since, swept }: SubjectMemory,
  more: readonly SubjectEvidence[],
): Spilled {
  const changes: SpilledChange[] = [];
  const looks = { groups: new Map<string, Look<Group>[]>(), lists: new Map<string, Look<PrefixList>[]>() };
  const interfaces = new Map<string, Look<Interface>[]>();
  const vpcs = new Map<string, Look<Vpc>[]>();
  const take = (name: string, each: SubjectEvidence): void => {
    if (each.kind === 'change') changes.push(spilled(each.change, each.id, name));
    else if (each.kind === 'observed') note(looks.groups, name, each.at, each.group);
    else if (each.kind === 'observed-list') note(looks.lists, name, each.at, each.list);
    else if (each.kind === 'observed-vpc') note(vpcs, name, each.at, each.vpc);
    else note(interfaces, name, each.at, each.interface);
  };
  const own =
    more.length === 0
      ? evidence
      : [...new Map([...evidence, ...more].map((each) => [evidenceId(each), each])).values()];
  for (const each of own) take(subject, each);
  for (const [name, others] of beside) if (name !== subject) for (const each of others) take(name, each);
  for (const all of [looks.groups, looks.lists, interfaces, vpcs])
    for (const each of all.values()) each.sort((a, b) => a.at - b.at);
  const known = new Set(changes.map((each) => each.id));
  const elsewhere = attempts
    .map((change) => spilled(change, changeId(change), ''))
    .filter((each) => !known.has(each.id));
  return {
    walked: firstMade(),
    judged: judgedBefore(),
    spill: openMemorySpill({ changes, elsewhere, since }),
    looks: {
      ...looks,
      interfaces: new Map([...interfaces].sort(byName)),
      ...(vpcs.size === 0 ? {} : { vpcs }),
      swept: swept === null ? null : { at: swept, of: [site] },
    },
  };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function note<T>(looks: Map<string, Look<T>[]>, name: string, at: number, found: T | null): void {
  const known = looks.get(name);
  if (known === undefined) looks.set(name, [{ at, found }]);
  else known.push({ at, found });
}

function spilled(change: Change, id: string, subject: string): SpilledChange {
  return {
    id,
    subject,
    on: change.on.kind,
    kind: change.kind,
    at: change.record.at,
    refused: change.record.result === 'failed',
    get text() {
      return JSON.stringify(change);
    },
    change,
  };
}
