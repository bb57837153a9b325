/** What the first bytes of a file's content say it is. */
export type Sniffed =
  | { readonly kind: 'json'; readonly lines: boolean }
  | { readonly kind: 'table'; readonly delimiter: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'other'; readonly reason: string };

/** Tells JSON, CSV and everything else apart by content alone; names may lie. `head` is the start of the file, all of it if `complete`. */
export function sniff(head: Uint8Array, complete: boolean): Sniffed {
  const text = Buffer.from(head.buffer, head.byteOffset, head.length)
    .toString('utf8')
    .replace(/^[\s,\u001e]+/, '');
  if (text === '')
    return complete ? { kind: 'empty' } : { kind: 'other', reason: 'expected records, found nothing but blanks' };
  if (text[0] === '{' || text[0] === '[') return { kind: 'json', lines: text[0] === '{' && standsOnLines(text) };
  const header = text.split(/\r?\n/, 1)[0]!;
  const delimiter = ['\t', ',', ';', '|'].find((candidate) => header.split(candidate).some(isColumn));
  if (delimiter !== undefined && !text.includes('\0')) return { kind: 'table', delimiter };
  return {
    kind: 'other',
    reason:
      text.includes('\0') || text.includes('\ufffd')
        ? 'neither JSON nor CSV nor gzip, but binary'
        : 'neither JSON nor CSV nor gzip',
  };
}

function isColumn(cell: string): boolean {
  return /^"?\s*(event[ _]?(name|time|id)|useridentity|cloudtrailevent|event\.original|_raw|eventjson)\s*"?$/i.test(
    cell.trim(),
  );
}

/** The first line is a whole JSON value and the next one starts another. */
function standsOnLines(text: string): boolean {
  const end = text.indexOf('\n');
  if (end < 0) return false;
  const next = text.slice(end).trimStart();
  if (!/^\{[^\r\n]/.test(next)) return false;
  try {
    JSON.parse(text.slice(0, end));
    return true;
  } catch {
    return false;
  }
}
