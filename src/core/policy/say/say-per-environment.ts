import { listed } from '../../reach/say-peers.ts';
import type { PerEnvironment, Respond } from '../scale.ts';

/** What holds where: `in prod critical, elsewhere medium`; alone where it holds everywhere. */
export function sayPerEnvironment<T>(values: PerEnvironment<T>, say: (value: T) => string): string {
  const parts = partsOf(values, say);
  if (parts.length === 1) return parts[0]!.what;
  return parts.map(({ where, what }) => `${where} ${what}`).join(', ');
}

/** What is done where: `revert in prod, ask elsewhere`; `null` where nothing is done anywhere. */
export function sayResponds(values: PerEnvironment<readonly Respond[]>): string | null {
  const parts = partsOf(values, (wanted) => {
    const acts = wanted.filter((word) => word !== 'none');
    return acts.length === 0 ? 'nothing' : listed(acts);
  });
  if (parts.every(({ what }) => what === 'nothing')) return null;
  if (parts.length === 1) return parts[0]!.what;
  return parts.map(({ where, what }) => `${what} ${where}`).join(', ');
}

function partsOf<T>(
  values: PerEnvironment<T>,
  say: (value: T) => string,
): readonly { readonly where: string; readonly what: string }[] {
  const otherwise = say(values.else);
  const byWhat = new Map<string, string[]>();
  for (const environment of Object.keys(values).sort()) {
    if (environment === 'else') continue;
    const what = say(values[environment]!);
    if (what !== otherwise) byWhat.set(what, [...(byWhat.get(what) ?? []), environment]);
  }
  const named = [...byWhat].map(([what, where]) => ({ what, where: `in ${listed(where)}` }));
  return [...named, { what: otherwise, where: 'elsewhere' }];
}
