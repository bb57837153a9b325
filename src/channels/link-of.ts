/**
 * The address that a text is, as it may stand in a link: `http:` or `https:`, without user, password
 * and blanks; else `null`.
 */
export function linkOf(text: string | null): string | null {
  if (text === null || !/^\S{1,2000}$/.test(text) || !URL.canParse(text)) return null;
  const { protocol, username, password, href } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '' ? href : null;
}
