/** A text of at most so many characters (UTF-16 units); what is cut ends in `…`, and no character is halved. */
export function cutTo(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = /[\ud800-\udbff]/.test(text[most - 2] ?? '') ? most - 2 : most - 1;
  return `${text.slice(0, end).trimEnd()}…`;
}

/** The same between two words, where one ends soon enough. `mark` ends what is cut, and is part of its length. */
export function cutWords(text: string, most: number, mark = '…'): string {
  if (text.length <= most) return text;
  const cut = cutTo(text, most - mark.length + 1).replace(/…$/, '');
  const end = cut.lastIndexOf(' ');
  return `${(end > cut.length - 24 && end > 0 ? cut.slice(0, end) : cut).replace(/[ ,;:–-]+$/, '')}${mark}`;
}
