import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import { readPolicy } from '../../src/core/policy/read-policy.ts';
import type { Judging } from '../../src/core/verdict/matter.ts';
import type { EventCase, StateCase } from './case.ts';
import { events } from './events.ts';
import { sayEvent, sayState } from './judge-case.ts';
import { alone, type Mutant, mutantsOf } from './mutants.ts';
import { type Said, wantSaid } from './said.ts';
import { states } from './states.ts';

const text = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
const files = new Map(['accounts.csv', 'threats.txt'].map((name) => [name, { name, text: text(name) }]));
const policy = parse(text('policy.yaml')) as JsonObject;

/** `null` where the policy is refused. */
function judgingBy(value: JsonObject): Judging | null {
  const { policy: read } = readPolicy([{ name: 'policy.yaml', value, lineOf: () => 1, files }]);
  return read === null ? null : { policy: read, engine: '0.0.0' };
}

/** The first case that tells a check from what it was; those that name the check are tried first. */
async function firstTold(check: string, now: Judging, was: Judging): Promise<string | null> {
  for (const each of allCases.toSorted((a, b) => unnamed(a, check) - unnamed(b, check)))
    if (await isWrong(each, check, now)) return (await isWrong(each, check, was)) ? null : each.name;
  return null;
}

const allCases: readonly (StateCase | EventCase)[] = [...states, ...events];
const silence: Said = { ruling: 'clear', breach: [], permitted: [], maybe: [], over: [], severity: 'none' };

function unnamed({ expected }: StateCase | EventCase, check: string): number {
  return names(wantSaid(expected, silence), check) === '' ? 1 : 0;
}

async function isWrong(each: StateCase | EventCase, check: string, judging: Judging): Promise<boolean> {
  const said = 'groups' in each ? sayState(each, judging) : await sayEvent(each, judging);
  return names(said, check) !== names(wantSaid(each.expected, said), check);
}

/** In which of the lists a check stands. */
function names(said: Said, check: string): string {
  return (['breach', 'permitted', 'maybe', 'over'] as const).filter((list) => said[list].includes(check)).join(' ');
}

describe('a check is judged by what it rules, not by its text', () => {
  test('R56: BM-18: whichever word of a check is changed, some case escapes it or is caught in vain, or the policy is refused', async () => {
    const survived: Pick<Mutant, 'check' | 'change'>[] = [];
    const checks = policy.checks as JsonObject;
    const alike = new Map(Object.keys(checks).map((id) => [id, judgingBy(alone(policy, id, checks[id]!))!]));
    const read = mutantsOf(policy).map((mutant) => ({ ...mutant, judging: judgingBy(mutant.policy) }));
    for (const { check, change, judging } of read) {
      if (judging === null) continue;
      if ((await firstTold(check, judging, alike.get(check)!)) === null) survived.push({ check, change });
    }
    expect(survived).toEqual([]);
    expect(read.filter(({ judging }) => judging !== null).length).toBeGreaterThan(120);
  }, 120_000);
});
