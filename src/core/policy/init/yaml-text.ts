/**
 * Writes a text of others as a YAML scalar in double quotes, with everything that is not seen written out: it can end
 * neither the quotes nor, in a comment, the line.
 */
export function yamlText(text: string, longest = 120): string {
  const short = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  const quoted = short.replace(/["\\]/g, '\\$&').replace(unseen, escapeOf);
  return `"${quoted}"`;
}

const unseen = /[\p{C}\p{Zl}\p{Zp}\u2800]|\p{Default_Ignorable_Code_Point}/gu;

function escapeOf(character: string): string {
  const code = character.codePointAt(0)!;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
