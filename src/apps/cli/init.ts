import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeInstant } from '../../core/leaf/instant.ts';
import { type FirstPolicy, firstPolicy } from '../../core/policy/init/first-policy.ts';
import type { Observed } from '../../core/policy/init/observed.ts';
import type { PickedRole } from '../../core/policy/init/pick-actors.ts';
import type { PickedTag } from '../../core/policy/init/pick-contexts.ts';
import { observeArchive } from '../../flow/observe-archive.ts';
import { readText } from '../../settings/read-text.ts';
import { counted } from './counted.ts';
import { archiveWords, nextLines, shellPaths } from './hints.ts';
import { packsFolder, readPolicies, usualPolicy } from './open-policy.ts';
import { runOwnTests } from './policy-test.ts';
import { withArchive } from './read-archive.ts';
import { as, type Line, notice, paint, print, type Terminal } from './screen.ts';
import { wrap } from './table.ts';
import type { Run } from './verbs.ts';
import { refuseToOverwrite, writeNewFiles } from './write-new-file.ts';

/** Fixtures of the packs that the tests of a first policy use. */
const fixtures = ['ssh-open.json', 'https-open.json'];

/** `init`: writes a commented policy from what an archive and a snapshot show, and says what it found and what comes next. */
export const init: Run = async (paths, options, terminal) => {
  const out = options.out ?? usualPolicy;
  refuseToOverwrite(out, options.force);
  const asking = { paths, options, terminal, decide: false };
  return await withArchive(asking, async ({ spill, snapshot, exitCode }) => {
    const observed = observeArchive(spill, snapshot);
    const folder = join(dirname(out), 'fixtures');
    const withTests = out !== '-' && fixtures.every((name) => isFree(join(folder, name), fixtureOf(name)));
    const written = firstPolicy(observed, { fixtures: withTests });
    if (out === '-') {
      await terminal.out(written.text);
      for (const line of foundLines(observed, written, terminal)) terminal.err(`${paint(line, false)}\n`);
      return exitCode;
    }
    const beside = withTests ? fixtures.map((name) => [join(folder, name), fixtureOf(name)] as const) : [];
    writeNewFiles([...beside, [out, written.text]]);
    if (!withTests) notice(terminal, `other fixtures are in ${folder}: the policy was written without tests`);
    const opened = await readPolicies([out], terminal);
    const failed = (await runOwnTests([out], opened)).filter(({ misses }) => misses.length > 0).length;
    const sound = `valid, ${counted(opened.policy.checks.length, 'check')}${withTests ? `, its tests ${failed === 0 ? 'pass' : 'fail'}` : ''}`;
    await print(terminal, [
      [as('bold', 'Wrote  '), out, as(failed === 0 ? 'green' : 'red', `  ${sound}`)],
      ...foundLines(observed, written, terminal),
      [],
      ...nextLines(terminal, hintsFor(out, archiveWords(paths, options), paths.length > 0)),
    ]);
    return failed > 0 ? 1 : exitCode;
  });
};

function fixtureOf(name: string): string {
  return readFileSync(join(packsFolder(), 'fixtures', name), 'utf8');
}

function isFree(file: string, text: string): boolean {
  const read = readText(file, 1_000_000);
  return 'text' in read ? read.text === text : !existsSync(file);
}

function foundLines(observed: Observed, { found }: FirstPolicy, terminal: Terminal): readonly Line[] {
  const { span, changes, groups, accounts } = observed;
  const seen =
    span === null
      ? 'no records'
      : `${counted(changes, 'change')}, ${writeInstant(span.first).slice(0, 10)} to ${writeInstant(span.last).slice(0, 10)}`;
  const rows: readonly (readonly [string, string])[] = [
    ['Saw', `${seen} · ${counted(groups.length, 'group')} in ${counted(accounts.length, 'account')}`],
    ['Tags', `environment: ${sayTags(found.environment)} · owner: ${sayTags(found.owner)}`],
    ['Roles', `pipeline? ${sayRoles(found.pipelines)} · controllers? ${sayRoles(found.controllers)}`],
    ['From', found.addresses.length === 0 ? 'no address of people stands out' : sayAddresses(found.addresses)],
  ];
  return [
    ...rows.flatMap(([title, text]) =>
      wrap(text, terminal.columns - 8).map((line, at): Line => [as('bold', (at === 0 ? title : '').padEnd(7)), line]),
    ),
    ...wrap(
      'roles and addresses are proposed in comments; none is trusted before you say so',
      terminal.columns - 8,
    ).map((line): Line => [as('dim', `       ${line}`)]),
  ];
}

function sayTags(tags: readonly PickedTag[]): string {
  const named = tags.slice(0, 3).map(({ key, groups }) => `${key} (${counted(groups, 'group')})`);
  return named.length === 0 ? 'no tag' : named.join(', ');
}

function sayRoles(roles: readonly PickedRole[]): string {
  const named = roles
    .slice(0, 3)
    .map(({ name, changes }) => `${name.split('/').at(-1)} (${counted(changes, 'change')})`);
  return named.length === 0 ? 'none seen' : named.join(', ');
}

function sayAddresses(addresses: FirstPolicy['found']['addresses']): string {
  const named = addresses.slice(0, 3).map(({ cidr }) => cidr);
  return `${named.join(', ')}: people used the console from there, perhaps an office`;
}

function hintsFor(out: string, archive: string, withArchive: boolean): readonly (readonly [string, string])[] {
  const file = shellPaths([out]);
  const explain = [`policy explain ${file}`, 'what it says, in plain words'] as const;
  if (!withArchive) return [explain, [`policy validate ${file}`, 'after every edit']];
  return [
    explain,
    [`scan ${archive} --policy ${file}`, 'what it says of every change'],
    [`policy validate ${file}`, 'after every edit'],
  ];
}
