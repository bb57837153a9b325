import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyLayer } from '../../../test/builders/policy-layer.ts';
import { anyBase, anyLayer, layersOf } from '../../../test/policy/any-layers.ts';
import type { Json } from '../leaf/canonical.ts';
import { writePeers } from '../reach/rows.ts';
import { joinLayers, layerAlone } from './join.ts';
import { readPolicy } from './read-policy.ts';

type Plain = { readonly [key: string]: Json };

const check: Plain = {
  say: 'Admin ports are closed',
  when: { gained: { direction: ['ingress'], peers: ['internet'], except: ['office'], ports: ['admin', 'rdp'] } },
  severity: { prod: 'critical', else: 'medium' },
  respond: { else: ['ask'] },
};

const sets: Plain = {
  addresses: { office: { file: 'office.txt' } },
  ports: { admin: ['tcp/22', 'icmp/8', 'proto/47'] },
};

const whole: Plain = { version: 1, sets, checks: { admin: check } };
const list = '# offices\n198.51.100.0/25\n198.51.100.128/25 # the other half\n';

function digestOf(
  value: Json,
  files: Readonly<Record<string, string>> = { 'office.txt': list },
  name?: string,
): string {
  return readPolicy([policyLayer(value, files, name)]).policy!.digest;
}

/** The same value with its keys in another order. */
function turned(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, held]) => [key, turned(held!)]),
  );
}

describe('readPolicy', () => {
  it('R45 R46 R47 R48: names become one box of peers, ports and directions', () => {
    const { policy } = readPolicy([policyLayer(whole, { 'office.txt': list })]);
    const { when } = policy!.checks[0]!;
    if (!('box' in when)) throw new Error('expected a box');
    expect(when.box.egress).toEqual([]);
    expect(when.box.ingress.map(({ from, to }) => [from, to])).toEqual([
      [1 * 65536 + 8 * 256, 1 * 65536 + 8 * 256 + 255],
      [6 * 65536 + 22, 6 * 65536 + 22],
      [6 * 65536 + 3389, 6 * 65536 + 3389],
      [17 * 65536 + 3389, 17 * 65536 + 3389],
      [47 * 65536, 47 * 65536 + 65535],
    ]);
    expect(writePeers(policy!.addresses.get('office')!)).toEqual(['198.51.100.0/24']);
  });

  it('BM-17: what is not said is safe: observed only, production, nothing done, nobody trusted', () => {
    const { policy, problems } = readPolicy([policyLayer({ version: 1 })]);
    expect(problems).toEqual([]);
    expect(policy!.safety).toEqual({
      mode: { else: 'observe' },
      neverTouch: { groups: [], tags: {}, setBy: [] },
      caps: {
        group: { count: 3, per: 3_600_000 },
        actor: { count: 10, per: 3_600_000 },
        account: { count: 20, per: 3_600_000 },
        reserveFor: ['critical'],
      },
    });
    expect(policy!.contexts.environment.else).toBe('prod');
    expect(policy!.contexts.owner.else).toBe('unowned');
    expect(readPolicy([policyLayer(whole, { 'office.txt': list })]).policy!.checks[0]!.standing).toEqual({
      else: ['none'],
    });
  });

  it('R55: a later file overrides by id and adds the rest; the place is that of the file which counts', () => {
    const team = {
      version: 1,
      checks: { admin: { ...check, say: 'Ours' }, more: check },
      sets: { ports: { admin: ['tcp/23'] } },
    };
    const { policy } = readPolicy([
      policyLayer(whole, { 'office.txt': list }, 'a.yaml'),
      policyLayer(team, {}, 'b.yaml'),
    ]);
    expect(policy!.checks.map(({ id, at, say, layer }) => [id, at.split(':')[0], say, layer])).toEqual([
      ['admin', 'b.yaml', 'Ours', 1],
      ['more', 'b.yaml', 'Admin ports are closed', 1],
    ]);
  });

  it('R42: accounts and people come from tables', () => {
    const accounts = 'account,name,owner\r\n444455556666,"shop, west",bob\r\n111122223333,"the ""old"" one",\r\n';
    const people = 'identity,slack\nbob,U7\n';
    const value = { version: 1, directory: { accounts: 'a.csv', people: 'p.csv' } };
    const { policy } = readPolicy([policyLayer(value, { 'a.csv': accounts, 'p.csv': people })]);
    expect([...policy!.directory.accounts.values()]).toEqual([
      { id: '111122223333', name: 'the "old" one', ou: null, owner: null, environment: null },
      { id: '444455556666', name: 'shop, west', ou: null, owner: 'bob', environment: null },
    ]);
    expect(policy!.directory.people).toEqual([{ identity: 'bob', name: null, slack: 'U7', mail: null, pager: null }]);
  });

  it('hostile ids are ids like any other', () => {
    const hostile = JSON.parse(
      JSON.stringify({ version: 1, checks: { constructor: check, toString: check }, sets }).replace(
        '"toString"',
        '"__proto__"',
      ),
    ) as Json;
    const { policy } = readPolicy([policyLayer(hostile, { 'office.txt': list })]);
    expect(policy!.checks.map(({ id }) => id)).toEqual(['__proto__', 'constructor']);
    const severity = JSON.parse('{"__proto__":"low","else":"high"}') as Json;
    const odd = readPolicy([
      policyLayer({ version: 1, sets, checks: { a: { ...check, severity } } }, { 'office.txt': list }),
    ]);
    expect(Object.entries(odd.policy!.checks[0]!.severity)).toEqual([
      ['else', 'high'],
      ['__proto__', 'low'],
    ]);
  });
});

describe('the digest of a policy', () => {
  it('R104: is the same for other layout, order of keys, names of files, comments and lines', () => {
    const other = { 'office.txt': '198.51.100.0/24' };
    expect(digestOf(whole)).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(digestOf(turned(whole))).toBe(digestOf(whole));
    expect(digestOf(whole, other, 'other.yaml')).toBe(digestOf(whole));
    expect(digestOf({ ...whole, channels: { chat: { kind: 'slack', secret: 'x' } } })).toBe(digestOf(whole));
  });

  it('R104: is another one where anything that judges differs', () => {
    const others: readonly Json[] = [
      { ...whole, checks: { admin: { ...check, severity: { else: 'high' } } } },
      { ...whole, adjust: { a: { when: { mfa: [false] }, by: 1 } } },
      { ...whole, contexts: { owner: { from: [{ tag: 'o' }], else: 'x' } } },
      { ...whole, safety: { caps: { group: '4/1h' } } },
      { ...whole, safety: { never_touch: { groups: ['sg-1'] } } },
      { ...whole, notify: { all: { min: 'low', to: ['owner'] } } },
    ];
    const digests = [whole, ...others].map((value) => digestOf(value));
    expect(new Set([...digests, digestOf(whole, { 'office.txt': '198.51.100.0/25' })]).size).toBe(others.length + 2);
  });

  it('R104: tells that a later file may not lower what an earlier one locked', () => {
    const locked = { ...whole, checks: { admin: { ...check, locked: true } } };
    const adjust = { a: { when: { mfa: [true] }, by: -1 } };
    const files = { 'office.txt': list };
    const one = readPolicy([policyLayer({ ...locked, adjust }, files)]).policy!;
    const two = readPolicy([policyLayer(locked, files), policyLayer({ version: 1, adjust })]).policy!;
    expect(one.digest).not.toBe(two.digest);
  });

  it('same bytes over shuffled keys', () => {
    fc.assert(
      fc.property(anyBase, anyLayer, (base, layer) => {
        const one = readPolicy(layersOf(base, layer));
        const other = readPolicy(layersOf(turned(base) as Plain, turned(layer) as Plain));
        // The lines are those of the file, so they alone may differ.
        const bytes = (read: typeof one) => JSON.stringify([read.policy, read.problems]).replace(/yaml:\d+/g, 'yaml');
        expect(bytes(one)).toBe(bytes(other));
        expect(one.policy?.digest).toBe(other.policy?.digest);
      }),
    );
  });
});

describe('joining layers', () => {
  it('is associative, and no layer is its unit', () => {
    fc.assert(
      fc.property(anyLayer, anyLayer, anyLayer, (...values) => {
        const [a, b, c] = values.map((value, i) => layerAlone(value, i)) as [Joined, Joined, Joined];
        expect(joinLayers(joinLayers(a, b), c)).toEqual(joinLayers(a, joinLayers(b, c)));
        expect(joinLayers(a, layerAlone({}, 1))).toEqual(a);
      }),
    );
  });
});

type Joined = ReturnType<typeof layerAlone>;
