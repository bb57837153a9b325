import { describe, expect, test } from 'vitest';
import type { Json } from '../../leaf/canonical.ts';
import { checkShape } from './check-shape.ts';
import { policyShape } from './policy-shape.ts';

const gained = { direction: ['ingress'], peers: ['internet'], ports: ['ssh'] };
const check = { say: 'no', when: { gained }, severity: { else: 'high' }, respond: { else: ['none'] } };

/** Problems of a policy with these parts, as `path: message → suggestion`. */
function told(parts: { readonly [key: string]: Json }): readonly string[] {
  return checkShape({ version: 1, ...parts }, policyShape).map(
    ({ path, message, suggestion }) => `${path.join('.')}: ${message}${suggestion === null ? '' : ` → ${suggestion}`}`,
  );
}

const web = (parts: { readonly [key: string]: Json }) => told({ checks: { web: { ...check, ...parts } } });

describe('R44: addresses and ports', () => {
  test.each([
    ['10.0.0.5/8', '`10.0.0.5/8` has bits set behind its prefix, and AWS would drop them → 10.0.0.0/8'],
    ['2001:db8::1/32', '`2001:db8::1/32` has bits set behind its prefix, and AWS would drop them → 2001:db8::/32'],
    ['0.0.0.0', 'got `0.0.0.0` → 0.0.0.0/0'],
    ['*', 'got `*` → 0.0.0.0/0'],
    ['::', 'got `::` → ::/0'],
    ['192.0.2.1', 'got `192.0.2.1` → 192.0.2.1/32'],
    ['2001:db8::1', 'got `2001:db8::1` → 2001:db8::1/128'],
    ['192.0.2.0/255.255.255.0', '→ 192.0.2.0/24'],
    ['10.1/16', '→ 10.1.0.0/16'],
    ['010.0.0.0/8', '→ 10.0.0.0/8'],
    ['192.0.2.0/33', 'expected a CIDR such as `192.0.2.0/24` or `2001:db8::/32`, got `192.0.2.0/33`'],
    ['office', 'got `office`'],
  ])('the CIDR %s is refused with what to write', (cidr, ending) => {
    const [problem = ''] = told({ sets: { addresses: { a: { cidrs: [cidr] } } } });
    expect(problem.endsWith(ending), problem).toBe(true);
  });

  test.each(['0.0.0.0/0', '::/0', '192.0.2.9/32', '2001:DB8::/32', '2001:db8:0:0::/64'])(
    'the CIDR %s is fine',
    (cidr) => {
      expect(told({ sets: { addresses: { a: { cidrs: [cidr] } } } })).toEqual([]);
    },
  );

  test.each<[Json, string]>([
    [22, 'got the number `22`: write `tcp/22`, ports have a protocol → tcp/22'],
    ['22', 'a port is written with its protocol, got `22` → tcp/22'],
    ['22-25', '→ tcp/22-25'],
    ['tcp/30-20', 'the range `30-20` ends before it begins, got `tcp/30-20` → tcp/20-30'],
    ['tcp/70000', 'ports go from 0 to 65535, got `tcp/70000`'],
    ['tpc/22', '`tpc` is no protocol that has a name here, got `tpc/22` → tcp/22'],
    ['TCP/22', '→ tcp/22'],
    ['22/tcp', '→ tcp/22'],
    ['tcp:22', '→ tcp/22'],
    ['tcp/22–25', '→ tcp/22-25'],
    ['6/22', '→ tcp/22'],
    ['gre', '→ proto/47'],
    ['udp', '→ udp/*'],
    ['ssh', '→ tcp/22'],
    ['icmp/300', '`icmp` goes from 0 to 255, got `icmp/300`'],
  ])('the service %s is refused with what to write', (service, ending) => {
    const [problem = ''] = told({ sets: { ports: { a: [service] } } });
    expect(problem.endsWith(ending), problem).toBe(true);
  });

  test('every service of the format is fine, and where a check asks for ports, names are too', () => {
    const services = [
      ...['tcp/22', 'tcp/5985-5986', 'udp/53', 'icmp/8', 'icmp/3/4', 'icmp/*', 'icmpv6/*', 'tcp/*', 'udp/*'],
      ...['proto/47', 'tcp/0-65535'],
    ];
    expect(told({ sets: { ports: { a: services } } })).toEqual([]);
    expect(web({ when: { gained: { ...gained, ports: [...services, 'all', 'docker tls', 'my-set'] } } })).toEqual([]);
  });
});

describe('R49: severity and response are said per environment', () => {
  test.each<[Json, string]>([
    ['critical', 'got the text `critical` → { else: critical }'],
    [{ prod: 'high' }, 'every other environment is `else`, and there is none'],
    [{ prod: 'high', esle: 'low' }, 'every other environment is `else`, and there is none, but `esle` → else'],
    [{ else: 'hgih' }, 'expected none, low, medium, high or critical, got the text `hgih` → high'],
    [{ else: 'High' }, '→ high'],
    [{ else: 'moderate' }, '→ medium'],
    [{ else: 3 }, 'got the number `3`'],
  ])('%j', (severity, ending) => {
    const [problem = ''] = web({ severity });
    expect(problem.endsWith(ending), problem).toBe(true);
  });

  test('a response is a list', () => {
    expect(web({ respond: { else: 'revert' } })[0]).toMatch(/expected a list, got the text `revert` → \[revert\]$/);
    expect(web({ respond: 'revert' })[0]).toMatch(/→ \{ else: \[revert\] \}$/);
    expect(web({ respond: { else: [] } })[0]).toMatch(/expected at least one, the list is empty$/);
  });
});

describe('R44: keys', () => {
  test('a key that stands elsewhere is told its place', () => {
    expect(web({ direction: ['ingress'] })).toEqual([
      'checks.web.direction: unknown key `direction`: its place is `checks.web.when.gained.direction`',
    ]);
    expect(web({ when: { gained, severity: { else: 'high' } } })).toEqual([
      'checks.web.when.severity: unknown key `severity`: its place is `checks.web.severity`',
    ]);
    expect(told({ addresses: {} })).toEqual(['addresses: unknown key `addresses`: its place is `sets.addresses`']);
  });

  test('what other tools call it is understood', () => {
    const { when, respond, ...rest } = check;
    const problems = told({ checks: { web: { ...rest, filters: when, actions: respond } } });
    expect(problems).toEqual([
      'checks.web.filters: unknown key `filters` → when',
      'checks.web.actions: unknown key `actions` → respond',
    ]);
  });

  test('a check needs its keys, and exactly one question', () => {
    expect(told({ checks: { web: {} } }).map((each) => /needs `(\w+)`/.exec(each)?.[1])).toEqual([
      'say',
      'when',
      'severity',
      'respond',
    ]);
    expect(web({ when: {} })).toEqual([
      'checks.web.when: a question needs exactly one of gained, lost, attempts or tags',
    ]);
    expect(web({ when: { gained, lost: gained } })).toEqual([
      'checks.web.when.lost: a question takes exactly one of gained, lost, attempts or tags, and `gained` is there already',
    ]);
  });

  test('tags excuse nothing, since whoever may change the group could set them', () => {
    expect(web({ unless: [{ tags: { approved: ['yes'] } }] })[0]).toMatch(/tags excuse nothing/);
    expect(told({ adjust: { a: { when: { tags: { tier: ['edge'] } }, by: 1 } } })).toEqual([]);
  });

  test('an exception is of one kind, by whether it is declared', () => {
    const dated = { until: '2027-01-01T00:00:00Z', owner: 'alice', reason: 'move' };
    expect(told({ exceptions: { e: { declared: 'plan.json', ...dated } } })).toEqual([]);
    expect(told({ exceptions: { e: { declarde: 'plan.json', ...dated } } })).toEqual([
      'exceptions.e.declarde: unknown key `declarde` → declared',
    ]);
    expect(told({ exceptions: { e: dated } })).toHaveLength(4);
  });

  test('a long text or key is not read further', () => {
    const long = '-'.repeat(1_000_000);
    expect(told({ checks: { [long]: check } })[0]).toMatch(/got a text of 1000000 characters$/);
    expect(web({ where: { name: [long] } })[0]).toMatch(/got a text of 1000000 characters$/);
    expect(told({ [long]: 1 })).toHaveLength(1);
  });
});

describe('R44: times, rates and numbers', () => {
  const exception = (until: Json) =>
    told({
      exceptions: { e: { declared: 'plan.json', until, owner: 'alice', reason: 'move' } },
    });

  test.each<[Json, string]>([
    ['2026-03-01', 'lacks its time and zone → 2026-03-01T00:00:00Z'],
    ['2026-03-01T18:00', 'lacks its zone: `Z` is UTC → 2026-03-01T18:00:00Z'],
    ['2026-02-30T00:00:00Z', 'that day and hour must exist, got `2026-02-30T00:00:00Z`'],
    ['tomorrow', 'got `tomorrow`'],
    [2026, 'got the number `2026`: write "2026" in quotes → "2026"'],
  ])('until %j', (until, ending) => {
    const [problem = ''] = exception(until);
    expect(problem.endsWith(ending), problem).toBe(true);
  });

  test.each<[Json, string | null]>([
    ['10m', null],
    ['5min', '5m'],
    ['2 weeks', '14d'],
    ['1 month', ''],
    ['500ms', ''],
    [10, ''],
    ['0s', ''],
  ])('a span %j', (within, meant) => {
    const problems = web({ when: { attempts: { more_than: 3, within } } });
    if (meant === null) expect(problems).toEqual([]);
    else expect(problems[0]).toMatch(meant === '' ? /^[^→]+$/ : new RegExp(` → ${meant}$`));
  });

  test('a rate, a time of day and a whole number', () => {
    const caps = (group: Json) => told({ safety: { caps: { group } } })[0];
    expect([caps('3/1h'), caps('0/1h')]).toEqual([undefined, undefined]);
    expect(caps('3 per hour')).toMatch(/→ 3\/1h$/);
    expect(caps(3)).toMatch(/a rate says in which span$/);
    const daily = (daily_at: Json) => told({ notify: { a: { min: 'low', to: ['owner'], daily_at } } })[0];
    expect(daily('9am')).toMatch(/→ 09:00$/);
    expect(daily('9:30 pm')).toMatch(/→ 21:30$/);
    expect(daily('12am')).toMatch(/→ 00:00$/);
    expect(daily('12pm')).toMatch(/→ 12:00$/);
    expect(told({ adjust: { a: { when: {}, by: 0 } } })[0]).toMatch(/expected -2, -1, 1 or 2, got the number `0`$/);
    expect(told({ adjust: { a: { when: {}, by: '1' } } })[0]).toMatch(/got the text `1` → 1$/);
    expect(checkShape({ version: 2 }, policyShape)[0]?.message).toBe('expected 1, got the number `2`');
  });

  test.each([
    ['z', ' → UTC'],
    ['utc', ' → UTC'],
    ['koblenz', ', got `koblenz`'],
    ['utc+2', ', got `utc+2`'],
  ])('the time zone %s', (zone, ending) => {
    const [problem = ''] = told({ notify: { a: { min: 'low', to: ['owner'], daily_at: '09:00', zone } } });
    expect(problem.endsWith(ending), problem).toBe(true);
  });
});
