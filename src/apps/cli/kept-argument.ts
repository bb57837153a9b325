import { resolveSecret } from '../../settings/kept-secret.ts';
import { isPostgresUrl } from '../../store/postgres/postgres-url.ts';
import { Complaint } from './complaint.ts';

/**
 * Arguments as verbs take them. One that is `${env:NAME}` or `${file:/path}` as a whole is looked up there: so a ledger whose
 * URL holds a password is named. A password in an argument is refused, and not repeated: everybody on the machine can list
 * the arguments of its processes. `--store` is a setting, which settings look up and hide in the log.
 */
export function readKeptArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return args.map((arg, at) => {
    const [, flag = '', said = ''] = /^(--[a-z-]+=)?(.*)$/s.exec(arg) ?? [];
    if (holdsPassword(said)) throw new Complaint(wordsOf(flag === '' ? args[at - 1] : flag.slice(0, -1)));
    if (flag === '--store=' || (flag === '' && args[at - 1] === '--store')) return arg;
    const found = resolveSecret(said, env);
    if ('wrong' in found) throw new Complaint(`expected what \`${said}\` names: ${found.wrong}`);
    return found.secret ? `${flag}${found.text}` : arg;
  });
}

function holdsPassword(text: string): boolean {
  if (!isPostgresUrl(text)) return false;
  return URL.canParse(text) ? new URL(text).password !== '' : /:[^/]*@/.test(text.slice(text.indexOf('//')));
}

function wordsOf(before: string | undefined): string {
  const where = before?.startsWith('--') ? ` at \`${before}\`` : '';
  return `expected a URL without a password${where}: everybody on this machine can list arguments. Keep the URL in a variable or a file, and write '\${env:NAME}' or '\${file:/path}' in its place (in quotes: the shell leaves it alone)`;
}
