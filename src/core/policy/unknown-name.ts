import { nearestWords } from './shape/nearest-word.ts';

/** What was expected where a name is not known, and which one was probably meant. */
export function unknownName(
  kind: string,
  name: string,
  names: readonly string[],
): { readonly message: string; readonly suggestion: string | null } {
  const shown = names.slice(0, MANY).map((each) => `\`${each}\``);
  const more = names.length > MANY ? ` and ${names.length - MANY} more` : '';
  const known = names.length === 0 ? 'none is declared' : `known are ${shown.join(', ')}${more}`;
  return { message: `expected ${kind}, got \`${name}\`: ${known}`, suggestion: nearestWords(name, names)[0] ?? null };
}

const MANY = 12;
