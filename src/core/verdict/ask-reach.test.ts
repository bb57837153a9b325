import { describe, expect, test } from 'vitest';
import { doubtsOf, matterOf, rulingsOf, standingOf } from '../../../test/builders/matter.ts';
import { gained, judgingBy, lost, type PartialCheck } from '../../../test/builders/policy.ts';
import { rule } from '../../../test/oracle/universe.ts';
import { exactly, unknown } from '../reach/bounds.ts';
import { everything, nothing, reachOf } from '../reach/reach.ts';
import { judge } from './judge.ts';
import type { Matter } from './matter.ts';

const ask = (matter: Matter, when: PartialCheck['when'], parts: Partial<PartialCheck> = {}) =>
  judge(matter, judgingBy({ checks: { asked: { when, ...parts } } }));
const ruling = (matter: Matter, when: PartialCheck['when']) => ask(matter, when).verdict.ruling;

const ssh = gained({ ports: ['tcp/22'] });

describe('touching a box', () => {
  test('R45 R46 R51 BM-2: a range, all ports, every protocol and a number reach port 22, UDP and other ports do not', () => {
    const opens = [rule('tcp', '20-30', '0.0.0.0/0'), rule('tcp', '1-65535', '8.0.0.0/8'), rule('-1', null, '::/0')];
    const closed = [rule('udp', '0-65535', '0.0.0.0/0'), rule('tcp', 23, '0.0.0.0/0'), rule('47', null, '0.0.0.0/0')];
    for (const one of opens) expect(ruling(matterOf({ added: [one] }), ssh)).toBe('breach');
    for (const one of closed) expect(ruling(matterOf({ added: [one] }), ssh)).toBe('clear');
  });

  test('R47: of a half private range only the public half counts, and what is excepted does not', () => {
    const when = gained({ ports: ['tcp/22'], except: ['11.0.0.0/8'] });
    expect(ruling(matterOf({ added: [rule('tcp', 22, '10.0.0.0/7')] }), ssh)).toBe('breach');
    expect(ruling(matterOf({ added: [rule('tcp', 22, '10.0.0.0/7')] }), when)).toBe('clear');
  });

  test('R48: ingress and egress are asked apart, each by itself', () => {
    const out = rule('tcp', 22, '0.0.0.0/0', 'egress');
    expect(ruling(matterOf({ added: [out] }), ssh)).toBe('clear');
    expect(ruling(matterOf({ added: [out] }), gained({ direction: ['egress'] }))).toBe('breach');
    expect(ruling(matterOf({ added: [out] }), gained({ direction: ['ingress', 'egress'] }))).toBe('breach');
  });

  test('R21 R22: egress to the Internet, and anything from the addresses of an own list', () => {
    const out = gained({ direction: ['egress'] });
    expect(ruling(matterOf({ added: [rule('-1', null, '0.0.0.0/0', 'egress')] }), out)).toBe('breach');
    expect(ruling(matterOf({ added: [rule('-1', null, '10.0.0.0/8', 'egress')] }), out)).toBe('clear');
    const threats = gained({ peers: ['203.0.113.66/32', '2001:db8:bad::/48'] });
    for (const peer of ['203.0.113.0/24', '2001:db8:bad::1/128', '0.0.0.0/0']) {
      expect(ruling(matterOf({ added: [rule('tcp', 443, peer)] }), threats)).toBe('breach');
    }
    expect(ruling(matterOf({ added: [rule('tcp', 443, '203.0.113.67/32')] }), threats)).toBe('clear');
  });

  test('R52: a frozen group may gain nothing, not even what is private or a group', () => {
    const frozen = gained({ peers: ['any'] });
    for (const peer of ['10.0.0.1/32', 'sg-2', '::/0', 'pl-1']) {
      expect(ruling(matterOf({ added: [rule('tcp', 443, peer)] }), frozen)).toBe('breach');
    }
  });

  test('what was open already is no gain', () => {
    const wide = rule('tcp', 22, '0.0.0.0/0');
    expect(ruling(matterOf({ before: [wide], added: [rule('tcp', 22, '192.0.2.0/24')] }), ssh)).toBe('clear');
  });

  test('a prefix list with unknown entries may hold anything: a breach, with the list named', () => {
    const judged = ask(matterOf({ added: [rule('tcp', 22, 'pl-1')] }), ssh);
    expect(rulingsOf(judged)).toEqual({ asked: 'breach high' });
    expect(judged.verdict.unknowns).toMatchObject([{ what: 'lists', could: 'lower' }]);
    expect(judged.verdict.unknowns[0]!.why).toContain('pl-1');
  });

  test('only the kinds of change that are asked for count; what stands has none', () => {
    const when = gained({ change: ['list-edited'] });
    const added = [rule('tcp', 22, '0.0.0.0/0')];
    expect(ruling(matterOf({ added }), when)).toBe('clear');
    expect(ruling(matterOf({ added }, { kinds: ['list-edited'] }), when)).toBe('breach');
    expect(ruling(standingOf(added), when)).toBe('clear');
  });
});

describe('what is not known', () => {
  test('with nothing known before it is a breach that could have been one already', () => {
    const judged = ask(matterOf({ before: null, added: [rule('tcp', 22, '0.0.0.0/0')] }), ssh);
    expect([rulingsOf(judged), doubtsOf(judged)]).toEqual([{ asked: 'breach high' }, ['before lower']]);
  });

  test('where nothing limits what stands the ruling is unknown, at the severity it would have', () => {
    const judged = ask(standingOf(unknown), ssh);
    expect([rulingsOf(judged), doubtsOf(judged)]).toEqual([{ asked: 'unknown high' }, ['rules either']]);
    expect(judged.verdict.severity).toBe('high');
  });

  test('what certainly stands is a breach, whatever else may', () => {
    const certain = reachOf([rule('tcp', 22, '0.0.0.0/0')]);
    const judged = ask(standingOf({ certain, possible: everything }), ssh);
    expect([rulingsOf(judged), doubtsOf(judged)]).toEqual([{ asked: 'breach high' }, []]);
  });

  test('BM-8: a rule that went untold is unknown where loss is asked about, and no matter where gain is', () => {
    const matter = matterOf({ before: null, untold: true }, { kinds: ['rules-removed'] });
    expect(rulingsOf(ask(matter, lost()))).toEqual({ asked: 'unknown high' });
    expect(ruling(matter, ssh)).toBe('clear');
  });
});

describe('loss', () => {
  test('R20 R58: what was taken away and is not permitted otherwise was lost', () => {
    const https = rule('tcp', 443, '0.0.0.0/0');
    const kinds = ['rules-removed'] as const;
    expect(ruling(matterOf({ before: [https], removed: [https] }, { kinds }), lost())).toBe('breach');
    const beside = matterOf({ before: [https, rule('-1', null, '0.0.0.0/0')], removed: [https] }, { kinds });
    expect(ruling(beside, lost())).toBe('clear');
  });

  test('nothing is lost by what merely stands', () => {
    expect(ruling(standingOf([]), lost())).toBe('clear');
  });
});

describe('covering, and more than so many', () => {
  const whole = gained({ ports: ['tcp/22'], covers: true });
  const lower = rule('tcp', 22, '0.0.0.0/1');
  const upper = rule('tcp', 22, '128.0.0.0/1');

  test('BM-2 scenario 1: the change that completes the Internet is in breach, the first half is not', () => {
    expect(ruling(matterOf({ added: [lower] }), whole)).toBe('clear');
    expect(ruling(matterOf({ before: [lower], added: [upper] }), whole)).toBe('breach');
    expect(ruling(matterOf({ added: [lower, upper] }), whole)).toBe('breach');
  });

  test('BM-2 scenario 2: 2000::/3 is the whole IPv6 Internet as much as ::/0 and its halves are', () => {
    for (const peers of [['::/0'], ['2000::/3'], ['::/1', '8000::/1']]) {
      const added = peers.map((peer) => rule('tcp', 22, peer));
      expect(ruling(matterOf({ added }), whole)).toBe('breach');
    }
    expect(ruling(matterOf({ added: [rule('tcp', 22, '2000::/4')] }), whole)).toBe('clear');
  });

  test('halves of different ports complete nothing', () => {
    expect(ruling(matterOf({ added: [lower, rule('tcp', 3389, '128.0.0.0/1')] }), whole)).toBe('clear');
    const two = gained({ ports: ['tcp/22', 'tcp/3389'], covers: true });
    expect(ruling(matterOf({ added: [lower, rule('tcp', 3389, '128.0.0.0/1')] }), two)).toBe('clear');
  });

  test('R35 scenario 1: groups on one interface are one; what is on another interface is not', () => {
    const other = exactly(reachOf([lower]));
    const on = (...beside: (typeof other)[]) => ({
      attached: { kinds: ['ec2' as const], count: beside.length, exposed: null, beside, otherTime: null },
    });
    const added = [upper];
    expect(ruling(matterOf({ added, group: on(other) }), whole)).toBe('breach');
    expect(ruling(matterOf({ added, group: on(exactly(nothing)) }), whole)).toBe('clear');
    const quarters = ['0.0.0.0/2', '64.0.0.0/2'].map((peer) => exactly(reachOf([rule('tcp', 22, peer)])));
    expect(ruling(matterOf({ added, group: on(...quarters) }), whole)).toBe('clear');
  });

  test('where it is not known what else is on the interface, that could raise it', () => {
    const judged = ask(matterOf({ added: [upper], group: { attached: null } }), whole);
    expect([judged.verdict.ruling, doubtsOf(judged)]).toEqual(['clear', ['attachments raise']]);
  });

  test('R47: many small ranges in many calls count together; the call that crosses the line and every later one fires', () => {
    const many = gained({ peers: ['any'], ports: ['tcp/443'], moreThan: 512 });
    const block = (i: number) => rule('tcp', 443, `198.51.${i}.0/24`);
    expect(ruling(matterOf({ before: [block(0)], added: [block(1)] }), many)).toBe('clear');
    expect(ruling(matterOf({ before: [block(0), block(1)], added: [block(2)] }), many)).toBe('breach');
    expect(ruling(matterOf({ before: [0, 1, 2].map(block), added: [rule('tcp', 443, '192.0.2.1/32')] }), many)).toBe(
      'breach',
    );
    expect(ruling(matterOf({ before: [0, 1, 2].map(block), added: [rule('tcp', 22, '192.0.2.1/32')] }), many)).toBe(
      'clear',
    );
  });

  test('IPv6 is counted in /64 networks, groups as no address, and the same addresses on two ports once', () => {
    const two = gained({ peers: ['any'], moreThan: 2 });
    expect(ruling(matterOf({ added: [rule('tcp', 443, '2001:db8::/63')] }), two)).toBe('clear');
    expect(ruling(matterOf({ added: [rule('tcp', 443, '2001:db8::/62')] }), two)).toBe('breach');
    const few = ['192.0.2.1/32', '192.0.2.2/32', 'sg-2', 'sg-3'].flatMap((peer) => [
      rule('tcp', 443, peer),
      rule('tcp', 80, peer),
    ]);
    expect(ruling(matterOf({ added: few }), two)).toBe('clear');
  });

  test('a list with unknown entries is enough, and said to be the reason', () => {
    const judged = ask(matterOf({ added: [rule('tcp', 443, 'pl-1')] }), gained({ moreThan: 100 }));
    expect([rulingsOf(judged), doubtsOf(judged)]).toEqual([{ asked: 'breach high' }, ['lists lower']]);
  });

  test('how much is open in all is unknown where the other rules are', () => {
    const judged = ask(
      matterOf({ before: null, added: [rule('tcp', 22, '192.0.2.1/32')] }),
      gained({ peers: ['any'], moreThan: 100 }),
    );
    expect(rulingsOf(judged)).toEqual({ asked: 'unknown high' });
  });
});

describe('groups of strangers', () => {
  const strangers = gained({ peers: ['foreign'] });
  const known = new Map([
    ['222233334444', { id: '222233334444', name: null, ou: null, owner: null, environment: null }],
  ]);
  const by = (matter: Matter) =>
    judge(matter, judgingBy({ checks: { asked: { when: strangers } }, directory: { accounts: known, people: [] } }))
      .verdict;

  test('scenario 7: a group of an account that is not in the directory is foreign, others are not', () => {
    expect(by(matterOf({ added: [rule('tcp', 22, '999988887777/sg-9')] })).ruling).toBe('breach');
    for (const peer of ['222233334444/sg-9', '111122223333/sg-9', 'sg-9', '0.0.0.0/0', 'amazon-elb/amazon-elb-sg']) {
      expect(by(matterOf({ added: [rule('tcp', 22, peer)] })).ruling).toBe('clear');
    }
  });

  test('where any group may be meant, so may a foreign one', () => {
    expect(by(standingOf(unknown)).ruling).toBe('unknown');
  });
});
