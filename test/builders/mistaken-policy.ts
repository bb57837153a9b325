import { expect, it } from 'vitest';
import type { Json } from '../../src/core/leaf/canonical.ts';
import { readInstant } from '../../src/core/leaf/instant.ts';
import type { Path, Problem } from '../../src/core/policy/problem.ts';
import { readPolicy } from '../../src/core/policy/read-policy.ts';
import { policyLayer } from './policy-layer.ts';

/** A plain object that tests may change. */
export type Plain = { [key: string]: Json };

const secret = (name: string) => `\${env:${name}}`;

/** A sound policy that the mistakes below are put into. */
export const sound: Plain = {
  version: 1,
  directory: { accounts: 'accounts.csv', people: 'people.csv' },
  sets: {
    addresses: {
      office: { cidrs: ['203.0.113.0/24'] },
      plant: { cidrs: ['10.20.0.0/16'] },
      all4: { cidrs: ['0.0.0.0/0'] },
    },
    ports: { admin: ['tcp/22', 'tcp/3389'] },
    actors: { pipeline: { roles: ['arn:aws:iam::*:role/tf-deploy'] }, nobody: { roles: [] } },
  },
  contexts: { environment: { from: [{ tag: 'env' }], map: { prd: 'prod' }, values: ['prod', 'dev'], else: 'prod' } },
  checks: {
    admin: {
      say: 'Admin ports are closed',
      when: { gained: { direction: ['ingress'], peers: ['internet'], except: ['office'], ports: ['admin'] } },
      severity: { prod: 'critical', else: 'high' },
      respond: { else: ['ask'] },
    },
    kept: {
      say: 'Kept open',
      when: { lost: { direction: ['ingress'], peers: ['private'], ports: ['all'] } },
      severity: { else: 'high' },
      respond: { else: ['restore'] },
    },
    probing: {
      say: 'Probing',
      when: { attempts: { more_than: 3, within: '10m' } },
      severity: { else: 'high' },
      respond: { else: ['none'] },
    },
    guard: {
      say: 'Guard',
      when: { tags: { effect: ['lowers-protection'] } },
      severity: { else: 'high' },
      respond: { else: ['restore'] },
    },
  },
  adjust: { mfa: { when: { mfa: [false] }, by: 1 } },
  baselines: { edge: { where: { name: ['edge'] }, from: 'edge.json', drift: { extra: 'high' } } },
  exceptions: {
    ex: {
      ...{ check: 'admin', group: 'sg-1', peers: ['2002:c000:209::/128'], ports: ['tcp/22'] },
      ...{ from: '2026-01-01T00:00:00Z', until: '2026-12-01T00:00:00Z', owner: 'alice', reason: 'call' },
    },
  },
  safety: { never_touch: { tags: { portcullis: ['off'] }, set_by: ['pipeline'] } },
  notify: { all: { min: 'low', to: ['chat', 'owner'] } },
  channels: {
    chat: { kind: 'slack', secret: secret('SLACK'), fallback: 'mail' },
    mail: { kind: 'smtp', secret: secret('SMTP'), to: ['a@example.com'] },
  },
  tests: { open: { given: 'open.json', expect: { admin: { ruling: 'breach' }, 'edge.extra': {} } } },
};

const groups = (...names: string[]) =>
  JSON.stringify({
    SecurityGroups: names.map((name, i) => ({
      GroupId: `sg-0${i}`,
      GroupName: name,
      IpPermissions: [],
      IpPermissionsEgress: [],
    })),
  });

/** The files that it names, and broken ones. */
export const files: Readonly<Record<string, string>> = {
  'accounts.csv': 'account,name,ou,owner,environment\n111122223333,shop,Retail,alice,prod\n',
  'people.csv': 'identity,name,slack,mail,pager\nalice,Alice,U1,a@example.com,\n',
  'edge.json': groups('edge'),
  'none.json': groups(),
  'list.txt': '# partners\n192.0.2.0/24\n192.0.2.8/29\n192.0.2.0/24\n',
  'broken.txt': '192.0.2.0/24\n\n192.0.2.7 # one\n',
  'numbers.csv': 'account,name\n11122223333,lost zero\n',
  'columns.csv': 'account,nmae\n111122223333,shop\n',
  'twice.csv': 'account\n111122223333\n111122223333\n',
  'text.json': 'resource "aws_security_group" {}',
};

/** The sound policy with one value put into it. */
export function put(path: Path, value: Json): Json {
  const copy = structuredClone(sound) as Plain;
  let at = copy as { [key: string]: Json };
  for (const key of path.slice(0, -1)) {
    if (at[key as string] === undefined) at[key as string] = {};
    at = at[key as string] as Plain;
  }
  at[path.at(-1) as string] = value;
  return copy;
}

/** All that is wrong with a policy of one layer. */
export function problemsOf(value: Json): readonly Problem[] {
  return readPolicy([policyLayer(value, files)], readInstant('2026-11-21T00:00:00Z')).problems;
}

/** Parts of it with other members. */
export const gained = (more: Plain): Json => ({
  gained: { direction: ['ingress'], peers: ['internet'], ports: ['admin'], ...more },
});
export const check = (more: Plain): Json => ({ ...((sound.checks as Plain).admin as Plain), ...more });
export const exception = (more: Plain): Json => ({ ...((sound.exceptions as Plain).ex as Plain), ...more });
export const pipeline = (more: Plain): Json => ({ pipeline: more, nobody: { roles: [] } });
export const when = (id: string): Path => ['checks', id, 'when'];

/** A mistake put into the sound policy, and what must be said of it. */
export interface Case {
  readonly it: string;
  readonly put: Path;
  readonly value: Json;
  readonly level?: 'warning';
  readonly path: Path;
  readonly says: string;
  readonly suggestion?: string;
  readonly on?: 'key';
}

/** One test for each mistake, and one that no two kinds share a message. */
export function tellsEach(cases: readonly Case[], kinds: number): void {
  for (const { it: what, put: at, value, level = 'error', path, says, suggestion, on } of cases) {
    it(`R56: ${what} is told at its place`, () => {
      const found = problemsOf(put(at, value));
      const told = found.find((each) => each.message.includes(says));
      expect(told, found.map(({ message, path: where }) => `${where.join('.')}: ${message}`).join('\n')).toBeDefined();
      expect({ level: told!.level, path: told!.path, on: told!.on }).toEqual({ level, path, on: on ?? 'value' });
      if (suggestion !== undefined) expect(told!.suggestion).toBe(suggestion);
    });
  }
  it('R56: each kind of mistake has its own message', () => {
    const messages = cases.map(
      ({ put: at, value, says }) => problemsOf(put(at, value)).find((each) => each.message.includes(says))!.message,
    );
    for (const message of messages) expect(message).not.toMatch(/^[A-Z]|\.$/);
    expect(new Set(messages.map((message) => message.replace(/`[^`]*`/g, '`…`'))).size).toBeGreaterThanOrEqual(kinds);
  });
}
