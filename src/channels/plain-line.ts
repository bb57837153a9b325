/**
 * A text that anybody may have chosen as one plain line of at most so many characters: no control characters, no line
 * ends, nothing invisible or that changes direction (Unicode category Cf, with its tag characters), no more than four
 * marks on a letter. What is cut ends in `…`.
 */
export function plainLine(text: string, most = 1000): string {
  // What is cut away anyway need not be cleaned: names may be very long.
  const plain = text
    .slice(0, most * 8)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cn}\u115f\u1160\u3164\uffa0\ufffd]|\u034f|\u17b4|\u17b5|[\ufe00-\ufe0f]/gu, '')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .replace(/[\p{Zs}]+/gu, ' ')
    .trim();
  return cutTo(plain, most);
}

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

/**
 * The same text, of which no program makes a link that can be followed: names of groups and sessions are chosen by
 * whoever made them. `https://` is written `hxxps://`, as analysts write it, and `www.` as `www[.]`.
 */
export function unlinked(text: string): string {
  return text
    .replace(/\b([a-z][a-z0-9+.-]{0,20}):\/\//gi, (_, scheme: string) =>
      /^h(tt|xx)ps?$/i.test(scheme) ? `${scheme.replace(/tt/i, 'xx')}://` : `${scheme}[:]//`,
    )
    .replace(/\bwww\./gi, 'www[.]');
}
