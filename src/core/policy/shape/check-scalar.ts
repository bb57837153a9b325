import type { Json } from '../../leaf/canonical.ts';
import { saysOr } from '../say/words.ts';
import { nearestWords } from './nearest-word.ts';
import { quote, sayValue } from './say-value.ts';
import type { BooleanShape, IntegerShape, TextShape, WordsShape } from './shape.ts';
import { findSecret, secretReference } from './text/secret.ts';
import type { Misfit, TextFormat } from './text-format.ts';

/** Says what is wrong with a value that should be a scalar; `spelled` is how the file writes it. */
export function checkScalar(
  value: Json,
  shape: TextShape | WordsShape | IntegerShape | BooleanShape,
  spelled: string | null,
): Misfit | null {
  switch (shape.kind) {
    case 'text':
      return checkText(value, shape, spelled);
    case 'words':
      return checkWord(value, shape, spelled);
    case 'integer':
      return checkInteger(value, shape, spelled);
    case 'boolean':
      return checkBoolean(value, spelled);
  }
}

function checkText(value: Json, { format }: TextShape, spelled: string | null): Misfit | null {
  if (typeof value === 'string') {
    if (value.length > longest) return tellLong(value, format.say);
    const misfit = (format === secretReference ? null : findSecret(value)) ?? format.read(value);
    return misfit === null || misfit.secret === true ? misfit : withCame(misfit, value);
  }
  if (typeof value === 'number') {
    return format === secretReference ? format.read(String(value)) : explainNumber(value, format, spelled);
  }
  const message = `expected ${format.say}, got ${sayValue(value, spelled)}`;
  if (typeof value === 'boolean') {
    const text = JSON.stringify(spelled ?? String(value));
    return { message: `${message}: write ${text} in quotes`, suggestion: text };
  }
  const [only] = Array.isArray(value) ? (value as readonly Json[]) : [];
  const single = Array.isArray(value) && value.length === 1 && typeof only === 'string' && format.read(only) === null;
  return { message, suggestion: single && findSecret(only) === null ? only : null };
}

/** Texts longer than this are no more read: nothing in a policy is. */
const longest = 4096;

function tellLong(text: string, say: string): Misfit {
  return { message: `expected ${say}, got a text of ${text.length} characters`, suggestion: null };
}

/** Says what is wrong with a key that the user chose. */
export function checkId(id: string, ids: TextFormat): Misfit | null {
  if (id.length > longest) return tellLong(id, ids.say);
  const misfit = findSecret(id) ?? ids.read(id);
  return misfit === null || misfit.secret === true ? misfit : withCame(misfit, id);
}

/** Adds what came, where the message does not tell it. */
function withCame(misfit: Misfit, text: string): Misfit {
  if (misfit.message.includes(quote(text))) return misfit;
  return { ...misfit, message: `${misfit.message}, got ${quote(text)}` };
}

function explainNumber(value: number, format: TextShape['format'], spelled: string | null): Misfit {
  const { text, why } = format.ofNumber?.(value) ?? { text: spelled ?? String(value), why: null };
  const came = `expected ${format.say}, got ${sayValue(value, spelled)}`;
  const because = why === null ? '' : `, ${why}`;
  if (text === null) return { message: `${came}${because}`, suggestion: null };
  const looksLikeNumber = /^[\d.+-]/.test(text);
  const written = looksLikeNumber ? JSON.stringify(text) : text;
  const write = looksLikeNumber ? `${written} in quotes` : `\`${written}\``;
  return { message: `${came}: write ${write}${because}`, suggestion: written };
}

function checkWord(value: Json, { words, also }: WordsShape, spelled: string | null): Misfit | null {
  if (typeof value === 'string' && words.includes(value)) return null;
  const asked = typeof value === 'string' ? value.trim().toLowerCase() : '';
  const [only] = Array.isArray(value) && value.length === 1 ? (value as readonly Json[]) : [];
  const meant =
    (typeof only === 'string' && words.includes(only) ? only : undefined) ??
    (Object.hasOwn(also, asked) ? also[asked] : undefined) ??
    nearestWords(asked, words)[0];
  return {
    message: `expected ${saysOr(words)}, got ${sayValue(value, spelled)}`,
    suggestion: meant ?? null,
  };
}

function checkInteger(value: Json, { min, max, but }: IntegerShape, spelled: string | null): Misfit | null {
  const fits = (each: number) => Number.isSafeInteger(each) && each >= min && each <= max && !but.includes(each);
  if (typeof value === 'number' && fits(value)) return null;
  const few = max - min < 10;
  const choice = Array.from({ length: few ? max - min + 1 : 0 }, (_, i) => String(min + i)).filter((each) =>
    fits(+each),
  );
  const range = max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`;
  const asNumber = typeof value === 'string' && /^[+-]?\d{1,15}$/.test(value.trim()) ? Number(value) : null;
  return {
    message: `expected ${few ? saysOr(choice) : range}, got ${sayValue(value, spelled)}`,
    suggestion: asNumber !== null && fits(asNumber) ? String(asNumber) : null,
  };
}

function checkBoolean(value: Json, spelled: string | null): Misfit | null {
  if (typeof value === 'boolean') return null;
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  const meant = /^(yes|y|on|true|1)$/.test(text) ? 'true' : /^(no|n|off|false|0)$/.test(text) ? 'false' : null;
  return { message: `expected true or false, got ${sayValue(value, spelled)}`, suggestion: meant };
}
