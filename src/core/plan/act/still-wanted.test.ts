import { describe, expect, test } from 'vitest';
import { close, intentOf, open, rewrite, ruleOf, site } from '../../../../test/builders/acting.ts';
import type { Aim, Intent } from './intent.ts';
import { planHash } from './plan-hash.ts';
import { stillWanted } from './still-wanted.ts';

const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const was = ruleOf('ingress tcp/22 10.0.0.0/8', 'sgr-1');
const https = ruleOf('ingress tcp/443 0.0.0.0/0', 'sgr-2');
const left = (stored: readonly Aim[], today: readonly Aim[], exact?: boolean, how: Partial<Intent> = {}) =>
  stillWanted(intentOf(stored), [intentOf(today, { action: 'act_2', ...how })], exact)?.aims ?? null;

describe('what a stored intent and today’s judgement both want', () => {
  test('race 8: only what both want is done', () => {
    expect(left([close(ssh), close(https)], [close(https)])).toEqual([close(https)]);
    expect(left([close(ssh)], [close(https)])).toBeNull();
    expect(left([close(ssh)], [close({ ...ssh, id: 'sgr-9' })])).toBeNull();
    expect(left([close(ssh)], [close(was)])).toBeNull();
    expect(left([close(ssh)], [])).toBeNull();
    expect(stillWanted(intentOf([close(ssh)]), [])).toBeNull();
  });

  test('a rule and something else have nothing in common', () => {
    const tag: Aim = { kind: 'tag', key: 'env', from: 'dev', to: 'prod' };
    expect(left([close(ssh)], [tag])).toBeNull();
    expect(left([tag], [close(ssh)])).toBeNull();
  });

  test('the intent itself stays what it is', () => {
    const stored = intentOf([close(ssh)]);
    expect(stillWanted(stored, [intentOf([close(ssh)], { action: 'act_2' })])).toEqual(stored);
    expect(stillWanted(stored, [intentOf([]), intentOf([close(ssh)])])).toEqual(stored);
  });

  test('of something else nothing counts', () => {
    const others: readonly Partial<Intent>[] = [
      { site: { ...site, account: '222233334444' } },
      { site: { ...site, region: 'us-east-1' } },
      { on: { kind: 'group', id: 'sg-other' } },
      { on: { kind: 'list', id: 'sg-web' } },
    ];
    for (const how of others) expect(left([close(ssh)], [close(ssh)], false, how)).toBeNull();
  });

  test('an id that one of them does not tell is no difference', () => {
    const unnamed = { ...ssh, id: null };
    expect(left([close(unnamed)], [close(ssh)])).toEqual([close(ssh)]);
    expect(left([close(ssh)], [close(unnamed)])).toEqual([close(unnamed)]);
  });

  test('R86: what a rule said that was rewritten and then taken away comes back, where it was to stand', () => {
    const stored = intentOf([rewrite('sgr-1', ssh, was)], { do: 'restore' });
    const then = (today: Aim, exact?: boolean) => stillWanted(stored, [intentOf([today])], exact)?.aims ?? null;
    expect(then(open(was))).toEqual([{ ...open(was), over: ssh }]);
    expect(then(open(was), true)).toBeNull();
    expect(then(open({ ...was, id: 'sgr-9' }))).toBeNull();
    expect(then(open({ ...https, id: 'sgr-1' }))).toBeNull();
    expect(left([rewrite('sgr-1', ssh, was)], [open(was)])).toBeNull();
  });

  test('R86: a rule that was to come back as it went comes back with what it said before the same hand rewrote it', () => {
    const then = (aim: Aim, today: Aim, exact?: boolean, how: Partial<Intent> = {}) =>
      stillWanted(intentOf([aim], { do: 'restore' }), [intentOf([today], how)], exact)?.aims ?? null;
    expect(then(open(ssh), open(was))).toEqual([open(was)]);
    expect(then(open(ssh), open(was), true)).toBeNull();
    expect(then(open(ssh), open(https))).toBeNull();
    expect(then(open({ ...ssh, id: null }), open({ ...was, id: null }))).toBeNull();
    expect(then(open(ssh), close(was))).toBeNull();
    expect(then(close(ssh), open(was))).toBeNull();
    expect(then(open(ssh), open(was), false, { on: { kind: 'group', id: 'sg-other' } })).toBeNull();
  });

  test('R86: beside what it comes back is remembered as long as the action is, and each comes back once', () => {
    const over = { ...open(was), over: ssh };
    const then = (aims: readonly Aim[], today: readonly Aim[]) =>
      stillWanted(intentOf(aims, { do: 'restore' }), [intentOf(today)])?.aims;
    expect(then([over], [open(was)])).toEqual([over]);
    expect(then([rewrite('sgr-1', ssh, was), open(was)], [open(was)])).toEqual([over]);
    expect(then([rewrite('sgr-1', ssh, was)], [rewrite('sgr-1', ssh, was)])).toEqual([rewrite('sgr-1', ssh, was)]);
  });

  test('R92: no rule is made to say what is objected to: it says what it was to say in place of that, or goes', () => {
    const worse = ruleOf('ingress tcp/0-65535 0.0.0.0/0', 'sgr-1');
    const back = rewrite('sgr-1', worse, ssh);
    expect(left([back], [back, rewrite('sgr-1', ssh, was)])).toEqual([rewrite('sgr-1', worse, was)]);
    expect(left([back], [back, rewrite('sgr-1', ssh, https), rewrite('sgr-1', https, was)])).toEqual([
      rewrite('sgr-1', worse, was),
    ]);
    expect(left([back], [back, close(ssh)])).toEqual([close({ ...ssh, ...worse, id: 'sgr-1' })]);
    expect(left([back], [back, close({ ...ssh, id: 'sgr-9' }), rewrite('sgr-9', ssh, was)])).toEqual([back]);
    expect(left([back], [back, rewrite('sgr-1', ssh, worse)])).toBeNull();
    const loss = intentOf([back], { do: 'restore' });
    for (const against of [close(ssh), rewrite('sgr-1', ssh, was)])
      expect(stillWanted(loss, [intentOf([back, against])])).toBeNull();
    expect(stillWanted(loss, [intentOf([back])])).toEqual(loss);
    expect(left([back], [back, rewrite('sgr-1', ssh, was)], true)).toEqual([back]);
  });

  test('R92: of two that are against the same rule the first counts: it knows more', () => {
    const [one, other] = [rewrite('sgr-1', ssh, was), rewrite('sgr-1', ssh, https)];
    expect(left([one], [other, one])).toEqual([other]);
    expect(left([one], [one, other])).toEqual([one]);
    expect(left([one], [other, one], true)).toEqual([one]);
  });

  test('a rule that was added and then rewritten goes: it does not get its first content back', () => {
    const stored = [rewrite('sgr-1', ssh, was)];
    expect(left(stored, [close(ssh)])).toEqual([close(ssh)]);
    expect(left(stored, [rewrite('sgr-1', ssh, https)])).toEqual([rewrite('sgr-1', ssh, https)]);
    expect(left(stored, [rewrite('sgr-2', ssh, was)])).toBeNull();
    expect(left(stored, [rewrite('sgr-1', https, was)])).toBeNull();
    expect(left([close(ssh)], [rewrite('sgr-1', ssh, was)])).toEqual([rewrite('sgr-1', ssh, was)]);
    expect(left([close(ssh), rewrite('sgr-1', ssh, was)], [close(ssh)])).toEqual([close(ssh)]);
  });

  test('what people approved is done exactly so, or not at all', () => {
    const stored = [rewrite('sgr-1', ssh, was)];
    expect(left(stored, [close(ssh)], true)).toBeNull();
    expect(left(stored, stored, true)).toEqual(stored);
  });

  test('what is put back is the same whatever id it had; tags, entries and groups by what they say', () => {
    expect(left([open(ssh)], [open({ ...ssh, id: 'sgr-9' })])).toEqual([open({ ...ssh, id: 'sgr-9' })]);
    expect(left([open(ssh)], [close(ssh)])).toBeNull();
    expect(left([open(ssh)], [open(was)])).toBeNull();
    const tag: Aim = { kind: 'tag', key: 'env', from: 'dev', to: 'prod' };
    expect(left([tag], [{ ...tag, to: null }])).toBeNull();
    expect(left([tag], [tag])).toEqual([tag]);
  });
});

test('a plan that differs in anything has another hash, however its parts are ordered', () => {
  const intent = intentOf([close(ssh)]);
  const { action, ...rest } = intent;
  expect(planHash(intent)).toMatch(/^pln_[a-z2-7]{26}$/);
  expect(planHash({ ...rest, action })).toBe(planHash(intent));
  const others = [{ policy: 'sha256:1' }, { aims: [close(https)] }, { severity: 'low' as const }, { for: 'chg_2' }];
  expect(new Set(others.map((other) => planHash({ ...intent, ...other }))).size).toBe(4);
  for (const other of others) expect(planHash({ ...intent, ...other })).not.toBe(planHash(intent));
});
