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
