import type { Json } from '../leaf/canonical.ts';

/** JSON out of text, or why not. */
export type JsonText =
  | { readonly kind: 'json'; readonly json: Json }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly eventId: string | null };

/** Reads JSON text with or without a byte order mark; damaged text still tells the event id that stands in it. */
export function readJsonText(text: string): JsonText {
  try {
    return { kind: 'json', json: JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as Json };
  } catch {
    const start = text
      .slice(0, 40)
      .replace(/[\u0000-\u001f\u007f-\u009f`]/g, ' ')
      .trim();
    const id = /\\?"eventID\\?"\s*:\s*\\?"([\w-]{1,64})\\?"/.exec(text.slice(0, 1 << 20));
    return {
      kind: 'unreadable',
      reason: `expected JSON, found damaged text that starts \`${start}\``,
      eventId: id?.[1] ?? null,
    };
  }
}
