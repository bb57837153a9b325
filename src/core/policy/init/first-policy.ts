import { writeInstant } from '../../leaf/instant.ts';
import type { Observed } from './observed.ts';
import { type PickedActors, type PickedRole, pickActors } from './pick-actors.ts';
import { type PickedAddress, pickAddresses } from './pick-addresses.ts';
import {
  isEnvironmentKey,
  isEnvironmentWord,
  namesOfProd,
  type PickedContexts,
  type PickedTag,
  pickContexts,
} from './pick-contexts.ts';
import { yamlText } from './yaml-text.ts';

/** What was found, as the written policy says it. */
export interface Found extends PickedContexts, PickedActors {
  readonly addresses: readonly PickedAddress[];
}

/** A first policy as text, with what it rests on. */
export interface FirstPolicy {
  readonly text: string;
  readonly found: Found;
}

/** Suggestions of one kind that are written out. */
const most = 8;

/**
 * Writes a first policy from what was seen, every line with its reason. Whoever was seen is only proposed, in comments:
 * nobody and no address is trusted until somebody says so. With `fixtures`, it carries tests that use them.
 */
export function firstPolicy(observed: Observed, { fixtures }: { readonly fixtures: boolean }): FirstPolicy {
  const found: Found = {
    ...pickContexts(observed.groups),
    ...pickActors(observed.actors),
    addresses: pickAddresses(observed.actors),
  };
  const parts = [
    headLines(observed),
    useLines(found, observed),
    directoryLines(observed),
    setLines(found),
    contextLines(found, observed),
    ownLines(),
    ...(fixtures ? [testLines()] : []),
  ];
  return { text: `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`, found };
}

function headLines({ span, changes, groups }: Observed): string[] {
  const records =
    span === null
      ? 'no records'
      : `${changes} changes, ${writeInstant(span.first).slice(0, 10)} to ${writeInstant(span.last).slice(0, 10)}`;
  return [
    '# The policy of your security groups: which changes are told, how bad they are, and what is done.',
    `# Written by \`portcullis init\` from what was seen (${records}; ${groups.length} groups).`,
    '# What is only a guess stands in comments; nothing and nobody is trusted until you take the # away.',
    '#',
    '# After every edit:  portcullis policy validate portcullis.yaml',
    '# In plain words:    portcullis policy explain portcullis.yaml',
    '# On your history:   portcullis backtest portcullis.yaml --against <CloudTrail folder>',
    'version: 1',
  ];
}

function useLines({ environment, owner }: Found, { accounts }: Observed): string[] {
  const tagged = environment.length > 0 && owner.length > 0;
  return [
    '# Packs that come with the program, pinned to a version. What you write below overrides them by id.',
    'use:',
    '  - cis-starter@1          # CIS 5.2 to 5.4, databases, all traffic, egress, high-risk ports, prefix lists, probing',
    `  ${tagged ? '- tagging@1              # groups have tags for environment and owner: tells of those without' : '# - tagging@1            # every group says its environment and its owner'}`,
    '  # - availability@1       # groups in use that lose what could reach them: needs the roles below',
    '  # - frozen-prod@1        # groups tagged `frozen: yes` change through the pipeline only',
    `  # - foreign-accounts@1   # groups of accounts that are not yours${accounts.length > 0 ? ': needs the directory' : ''}`,
  ];
}

function directoryLines({ accounts }: Observed): string[] {
  return [
    '# Your accounts, as a CSV file beside this one. It lets environment and owner follow from the account, and messages',
    '# name it. Seen so far:',
    '#   account,name,ou,owner,environment',
    ...accounts.map(
      ({ id, regions, groups, changes }) =>
        `#   ${id},,,,          ${groups} groups, ${changes} changes, ${regions.join(' ')}`,
    ),
    '# directory: { accounts: accounts.csv }',
  ];
}

function setLines({ addresses, pipelines, controllers, services, people }: Found): string[] {
  const cidrs = addresses.slice(0, most).map(({ cidr }) => `"${cidr}"`);
  return [
    'sets:',
    '  # Your offices and VPNs: admin ports and databases may be open to them.',
    ...(cidrs.length === 0 ? [] : ['  # People used the console from these; if they are yours, take the # away:']),
    '  # addresses:',
    `  #   trusted: { cidrs: [${cidrs.length === 0 ? '"203.0.113.0/24"' : cidrs.join(', ')}] }`,
    '  actors:',
    '    # Trust rests on the role that AWS vouches for, never on a session name or a user agent.',
    ...roleLines('pipeline', 'deploys by code', pipelines),
    ...roleLines('controllers', 'acts by itself, such as clusters', controllers),
    ...roleLines('breakglass', 'is for emergencies', []),
    ...(services.length === 0 ? [] : [`    # Services of AWS acted as well: ${list(services)}.`]),
    ...(people.length === 0 ? [] : [`    # People came as: ${list(people)}.`]),
  ];
}

function roleLines(set: string, about: string, picked: readonly PickedRole[]): string[] {
  const roles = picked.filter(({ kind }) => kind === 'role').slice(0, most);
  if (roles.length === 0) return [`    ${set}: { roles: [] }   # who ${about}`];
  return [
    ...roles.map(({ name, changes, accounts, why }) => {
      const where = accounts === 1 ? '' : ` in ${accounts} accounts`;
      return `    # ${yamlText(name)} made ${changes} changes${where}: ${why}`;
    }),
    `    # ${set}: { roles: [${roles.map(({ name }) => yamlText(name)).join(', ')}] }`,
    `    ${set}: { roles: [] }   # who ${about}: if it is they, put the line above in place of this one`,
  ];
}

function list(roles: readonly PickedRole[]): string {
  const named = roles.slice(0, most).map(({ name, changes }) => `${yamlText(name)} (${changes})`);
  return `${named.join(', ')}${roles.length > most ? ` and ${roles.length - most} more` : ''}`;
}

function contextLines({ environment, owner }: Found, { groups }: Observed): string[] {
  return [
    '# Whose a group is and what for: the first source that answers wins. Tags match whole and in their own case.',
    'contexts:',
    '  environment:',
    ...tagLines(environment, groups.length, 'environment'),
    `    map: ${mapOf(namesOfProd(environment))}`,
    ...valueLines(environment),
    '    else: prod             # a group that says nothing is taken for production, so that it is not missed',
    '  owner:',
    ...tagLines(owner, groups.length, 'owner'),
    '    else: unowned',
  ];
}

function tagLines(tags: readonly PickedTag[], groups: number, column: 'environment' | 'owner'): string[] {
  const usual = column === 'environment' ? ['environment', 'Environment', 'env'] : ['owner', 'Owner', 'team'];
  const none = [`    # No group was seen with such a tag; these are the usual keys.`];
  const isGuess = ({ key }: PickedTag) => column === 'environment' && !isEnvironmentKey(key);
  const isNone = tags.every(isGuess);
  return [
    ...(isNone ? none : []),
    '    from:',
    ...tags
      .slice(0, most)
      .map(
        (tag) =>
          `      ${isGuess(tag) ? '# ' : ''}- { tag: ${yamlText(tag.key)} }   # ${tag.groups} of ${groups} groups: ${valuesOf(tag.values)}`,
      ),
    ...(isNone ? usual.map((key) => `      - { tag: ${key} }`) : []),
    `      # - { account: ${column} }   # with a directory: what the account says`,
  ];
}

function valuesOf(values: PickedTag['values']): string {
  const named = values.slice(0, most).map(([value, groups]) => `${yamlText(value, 40)} (${groups})`);
  return `${named.join(', ')}${values.length > most ? ` and ${values.length - most} more` : ''}`;
}

function mapOf(names: readonly string[]): string {
  return names.length === 0
    ? '{ production: prod }'
    : `{ ${names.map((name) => `${yamlText(name)}: prod`).join(', ')} }`;
}

/** Only usual words for environments count at once: any other value that was seen may be a slip, or made up to slip away. */
function valueLines(tags: readonly PickedTag[]): string[] {
  const names = namesOfProd(tags);
  const seen = new Set(tags.flatMap(({ values }) => values.map(([value]) => (names.includes(value) ? 'prod' : value))));
  if (seen.size === 0) return [];
  const written = (values: Iterable<string>) => [...values].sort().map((value) => yamlText(value, 40));
  const odd = written([...seen].filter((value) => !isEnvironmentWord(value)));
  const more = odd.length > most ? ` and ${odd.length - most} more` : '';
  return [
    '    # Only these answers count; with any other, made up to slip away, the group is taken for production.',
    ...(odd.length === 0
      ? []
      : [`    # Seen as well; add those that are environments of yours: ${odd.slice(0, most).join(', ')}${more}`]),
    `    values: [${written(new Set(['prod', ...[...seen].filter(isEnvironmentWord)])).join(', ')}]`,
  ];
}

function ownLines(): string[] {
  return [
    '# Your own checks, and packs’ checks in other words: repeat one under its id to change it.',
    '# checks:',
    '#   frozen-web:',
    '#     say: Web groups of production change through the pipeline only',
    '#     where: { name: ["web-*"], environment: [prod] }',
    '#     when: { gained: { direction: [ingress], peers: [any], except: [], ports: [all] } }',
    '#     unless: [{ actor: [pipeline] }]',
    '#     severity: { else: high }',
    '#     respond: { else: [ask] }',
    '',
    '# Worse when it comes back, and without MFA.',
    'adjust:',
    '  returned: { when: { recurred: { within: 30d } }, by: 1 }',
    '  # no-mfa: { when: { mfa: [false] }, by: 1 }',
    '',
    '# observe: only told. shadow: told with what would have been done. enforce: done.',
    'safety:',
    '  mode: { else: observe }',
  ];
}

function testLines(): string[] {
  return [
    '# Examples of what must and must not object: `portcullis policy test portcullis.yaml` runs them.',
    'tests:',
    '  ssh-open:',
    '    given: fixtures/ssh-open.json',
    '    expect:',
    '      admin-ports-from-everybody: { ruling: breach }',
    '      admin-ports-from-internet: { ruling: breach }',
    '      only-web-from-everybody: { ruling: breach }',
    '  https-open: { given: fixtures/https-open.json, expect: {} }',
  ];
}
