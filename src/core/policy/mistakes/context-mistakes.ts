import { saidOf } from '../join.ts';
import { isPack } from '../read/place.ts';
import { listOf, membersOf, textAt, textsOf, valueAt } from '../read/plain-value.ts';
import { type Tell, within } from '../tell.ts';
import { unknownName } from '../unknown-name.ts';
import type { AsWritten } from './as-written.ts';

/** Contexts whose answers lead nowhere, and environments that no context gives. */
export function findContextMistakes(whole: AsWritten, tell: Tell): void {
  for (const name of ['environment', 'owner'] as const) {
    const said = saidOf(whole.joined, 'contexts', name);
    if (said === null) continue;
    const values = valueAt(said.value, 'values');
    const counted = values === undefined ? null : textsOf(values);
    const map = membersOf(valueAt(said.value, 'map'));
    for (const [from, to] of map) {
      if (typeof to !== 'string') continue;
      const next = map.find(([key]) => key === to)?.[1];
      if (next !== undefined && next !== to) {
        const once = `the map is used once, so \`${from}\` becomes \`${to}\` and never \`${next}\``;
        tell('error', within(said, 'map', from), `${once}: write where \`${from}\` leads in the end`);
      } else if (counted !== null && !counted.includes(to)) {
        const { message, suggestion } = unknownName(`one of \`values\` that count`, to, counted);
        tell('error', within(said, 'map', from), message, { suggestion });
      }
    }
    if (whole.directory.accounts.size > 0) continue;
    listOf(valueAt(said.value, 'from')).forEach((source, i) => {
      const column = textAt(source, 'account');
      if (column === null || saidOf(whole.joined, 'directory', 'accounts') !== null) return;
      const why = `no directory tells the \`${column}\` of an account, so this never answers`;
      tell('warning', within(said, 'from', i), `${why}: write \`directory: { accounts: <table> }\``);
    });
  }
  findUnknownEnvironments(whole, tell);
}

/** The answers that a context can give; `null` = any. */
export function answersOf(
  { contexts }: Pick<AsWritten, 'contexts'>,
  name: 'environment' | 'owner',
): readonly string[] | null {
  const { from, values, else: otherwise } = contexts[name];
  if (from.length === 0) return [otherwise];
  return values === null ? null : [...new Set([...values, otherwise])];
}

function findUnknownEnvironments(whole: AsWritten, tell: Tell): void {
  const answers = answersOf(whole, 'environment');
  if (answers === null) return;
  const maps = [
    ...whole.checks.flatMap(({ said }) =>
      ['severity', 'respond', 'standing'].map((key) => ({ said, path: [key], value: valueAt(said.value, key) })),
    ),
    ...(['safety', 'grants'] as const).flatMap((section) => {
      const key = section === 'safety' ? 'mode' : 'approve';
      const said = saidOf(whole.joined, section, key);
      return said === null ? [] : [{ said, path: [], value: said.value }];
    }),
  ];
  for (const { said, path, value } of maps) {
    for (const [environment] of membersOf(value)) {
      if (environment === 'else' || answers.includes(environment)) continue;
      const { message, suggestion } = unknownName('an environment that a context can give', environment, answers);
      const level = isPack(whole.layers, said.layer) ? 'warning' : 'error';
      tell(level, within(said, ...path, environment), message, { suggestion, on: 'key' });
    }
  }
}
