import { describe, expect, it } from 'vitest';
import type { Trace } from '../../core/ledger/trace.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { type Bounds, exactly, unknown } from '../../core/reach/bounds.ts';
import { nothing, type Reach, reachOf } from '../../core/reach/reach.ts';
import { followInGroup, followOnInterface, worstFate } from './follow.ts';

const tcp = (port: number, cidr = '0.0.0.0/0'): Reach =>
  reachOf([{ direction: 'ingress', protocol: 'tcp', ports: [port, port], peer: { kind: 'ipv4', value: cidr } }]);
const [ssh, web] = [tcp(22), tcp(443)];
const start = Date.parse('2026-03-02T00:00:00Z');
const hour = 3_600_000;
const asOf = start + 10 * hour;

const decision = { id: 'chg_a', at: '2026-03-02T00:00:00Z' } as Decision;
const opened = { opened: ssh, lost: nothing, over: false };

function trace(id: string, hours: number, after: Bounds, by: string | null = null): Trace {
  const change =
    by === null ? null : { record: { actor: { person: by, session: null, principal: null, type: 'IAMUser' } } };
  return { id, at: start + hours * hour, after, change } as unknown as Trace;
}

describe('what became of what a check objects to', () => {
  it('stands as long as any part of it is open', () => {
    const traces = [trace('chg_a', 0, exactly(ssh)), trace('chg_b', 1, exactly(tcp(22, '192.0.2.0/24')), 'bob')];
    expect(followInGroup(decision, opened, traces, asOf)).toEqual({ kind: 'stands', seconds: 36_000, sure: true });
  });

  it('ended when the last part was closed, by whoever did that; what is opened later again is another matter', () => {
    const traces = [
      trace('chg_a', 0, exactly(ssh)),
      trace('chg_b', 2, exactly(web), 'bob'),
      trace('chg_c', 3, exactly(ssh), 'eve'),
    ];
    expect(followInGroup(decision, opened, traces, asOf)).toEqual({
      ...{ kind: 'ended', at: '2026-03-02T02:00:00Z', seconds: 7200, by: 'bob' },
    });
  });

  it('ended by nobody that a record tells where only a live look shows it closed', () => {
    const traces = [trace('chg_a', 0, exactly(ssh)), trace('', 5, exactly(nothing))];
    expect(followInGroup(decision, opened, traces, asOf)).toMatchObject({ kind: 'ended', seconds: 18_000, by: null });
  });

  it('R20: what was lost ended when all of it was back', () => {
    const lost = { opened: nothing, lost: web, over: false };
    const gone = [trace('chg_a', 0, exactly(nothing)), trace('chg_b', 1, exactly(ssh), 'bob')];
    expect(followInGroup(decision, lost, gone, asOf)).toMatchObject({ kind: 'stands', sure: true });
    const back = [...gone, trace('chg_c', 4, exactly(web), 'carol')];
    expect(followInGroup(decision, lost, back, asOf)).toMatchObject({ kind: 'ended', seconds: 14_400, by: 'carol' });
  });

  it('may stand where it never was certain, and is not known where no record of the group tells', () => {
    expect(followInGroup(decision, opened, [trace('chg_a', 0, unknown)], asOf)).toMatchObject({
      kind: 'stands',
      sure: false,
    });
    expect(followInGroup(decision, opened, [trace('chg_b', 0, unknown)], asOf)).toEqual({ kind: 'not-known' });
    expect(followInGroup(decision, { ...opened, opened: nothing }, [], asOf)).toEqual({ kind: 'unmoved' });
  });

  it('on an interface it stands where the groups that are on it at the end permit it', () => {
    expect(followOnInterface(decision, opened, ssh, asOf)).toEqual({ kind: 'stands', seconds: 36_000, sure: true });
    expect(followOnInterface(decision, opened, web, asOf)).toEqual({
      kind: 'ended',
      at: null,
      seconds: null,
      by: null,
    });
    expect(followOnInterface(decision, opened, null, asOf)).toEqual({ kind: 'not-known' });
  });

  it('of several effects the worst counts: what stands, then what nobody knows, then what took longest', () => {
    const ended = (seconds: number) => ({ kind: 'ended', at: null, seconds, by: null }) as const;
    expect(worstFate([ended(5), { kind: 'not-known' }, { kind: 'stands', seconds: 1, sure: true }]).kind).toBe(
      'stands',
    );
    expect(worstFate([ended(5), { kind: 'not-known' }]).kind).toBe('not-known');
    expect(worstFate([ended(5), ended(9), { kind: 'unmoved' }])).toEqual(ended(9));
    expect(worstFate([])).toEqual({ kind: 'unmoved' });
  });
});
