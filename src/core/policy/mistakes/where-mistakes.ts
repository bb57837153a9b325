import { fitsGlob } from '../glob.ts';
import type { Where } from '../policy.ts';
import { isPack } from '../read/place.ts';
import { whereTexts } from '../read/read-where.ts';
import { nearestWords } from '../shape/nearest-word.ts';
import { type Spot, type Tell, within } from '../tell.ts';
import { unknownName } from '../unknown-name.ts';
import type { AsWritten } from './as-written.ts';
import { answersOf } from './context-mistakes.ts';

/** Conditions on groups that no group can ever fit. */
export function findWhereMistakes(whole: AsWritten, tell: Tell): void {
  for (const { said, made } of whole.checks) {
    const level = isPack(whole.layers, said.layer) ? 'warning' : 'error';
    findIn(made.where, within(said, 'where'), level, whole, tell);
    made.unless.forEach((excuse, i) => {
      findIn(excuse, within(said, 'unless', i), level, whole, tell);
    });
  }
  for (const { said, made } of whole.adjust) {
    findIn(made.when, within(said, 'when'), isPack(whole.layers, said.layer) ? 'warning' : 'error', whole, tell);
    findContradiction(made.when, within(said, 'when'), tell);
  }
  for (const { said, made } of [...whole.baselines, ...whole.routes]) {
    findIn(made.where, within(said, 'where'), 'error', whole, tell);
  }
  for (const { said, made } of whole.checks) {
    made.unless.forEach((excuse, i) => {
      findContradiction(excuse, within(said, 'unless', i), tell);
    });
  }
}

function findIn(where: Where, spot: Spot, level: 'error' | 'warning', whole: AsWritten, tell: Tell): void {
  for (const key of [...whereTexts, 'attached', 'default'] as const) {
    if (where[key]?.length === 0)
      tell(level, within(spot, key), `\`${key}: []\` fits no group: name what is meant, or leave it out`);
  }
  for (const name of ['environment', 'owner'] as const) {
    const answers = answersOf(whole, name);
    where[name]?.forEach((glob, i) => {
      if (answers === null || answers.some((answer) => fitsGlob(glob, answer))) return;
      const { message, suggestion } = unknownName(`an ${name} that a context can give`, glob, answers);
      tell(level, within(spot, name, i), message, { suggestion });
    });
  }
  findUnknownAccounts(where, spot, level, whole, tell);
}

function findUnknownAccounts(where: Where, spot: Spot, level: 'error' | 'warning', whole: AsWritten, tell: Tell): void {
  const accounts = [...whole.directory.accounts.values()];
  const columns = { account: 'name', ou: 'ou' } as const;
  for (const key of ['account', 'ou'] as const) {
    where[key]?.forEach((glob, i) => {
      if (key === 'account' && /^[\d*?]{1,12}$/.test(glob)) return;
      const known = [...new Set(accounts.flatMap((account) => account[columns[key]] ?? []))].sort();
      if (known.some((name) => fitsGlob(glob, name))) return;
      const what = key === 'account' ? 'the id or name of an account' : 'an OU';
      const why =
        known.length === 0
          ? `no directory tells any: write \`directory: { accounts: <table> }\`${key === 'account' ? ', or its twelve digits' : ''}`
          : `the directory has ${known.length}`;
      tell(level, within(spot, key, i), `expected ${what}, got \`${glob}\`: ${why}`, {
        suggestion: nearestWords(glob, known)[0] ?? null,
      });
    });
  }
}

/** What is on nothing can be reached by nobody, so both together never hold. */
function findContradiction(condition: Where & { readonly exposed?: readonly boolean[] }, spot: Spot, tell: Tell): void {
  const onNothing = condition.attached?.every((kind) => kind === 'nothing') ?? false;
  const mustBeExposed = condition.exposed !== undefined && !condition.exposed.includes(false);
  if (!onNothing || !mustBeExposed) return;
  tell(
    'error',
    within(spot, 'exposed'),
    'this never holds: what is attached to `nothing` is exposed to nobody: drop one of the two',
  );
}
