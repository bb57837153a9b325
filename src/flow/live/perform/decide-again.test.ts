import { describe, expect, it } from 'vitest';
import { close, intentOf, open, ruleOf } from '../../../../test/builders/acting.ts';
import { judgingBy } from '../../../../test/builders/policy.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';
import type { Grant } from '../tables.ts';
import { decideAgain, isBehind } from './decide-again.ts';

const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const web = ruleOf('ingress tcp/80 0.0.0.0/0', 'sgr-2');
const nameless = ruleOf('ingress tcp/23 0.0.0.0/0');

/** A group on which these rules stand, of which `ssh` and the nameless one break a check, and `web` may. */
function judgedAs(parts: Partial<JudgedSubject> = {}): JudgedSubject {
  const checks = [
    { id: 'open', ruling: 'breach' },
    { id: 'maybe', ruling: 'unknown' },
    { id: 'else', ruling: 'breach' },
  ];
  const standing = {
    on: { environment: 'dev' },
    verdict: { checks },
    carriers: { open: ['sgr-1', 'null'], maybe: ['sgr-2'] },
  } as unknown as JudgedSubject['standing'];
  return {
    ...{ single: new Map(), acts: [], uncovered: () => [], looked: true, standing, imageBefore: () => [] },
    lists: () => null,
    now: { rules: [nameless, web, ssh], exists: 'yes', known: 'known', tags: {} },
    ...parts,
  };
}

function again(intent: Intent, judged: JudgedSubject, grants: readonly Grant[] = []) {
  const memory = { grants, subject: intent.on.id, evidence: [] };
  return decideAgain({ intent }, { judged, judging: judgingBy({}), memory, now: 1 });
}

function permission(intent: Intent, rules: readonly Rule[], until = 2): Grant {
  const told = { from: 0, until, by: 'ada', reason: 'a test', ended: null, version: 1 };
  return { id: 'grt_1', site: intent.site, group: intent.on.id, rules, ...told };
}

function decision(id: string, environment: string, changes?: readonly string[]): Decision {
  const on = { environment };
  return { id, on, ...(changes === undefined ? {} : { changes }) } as unknown as Decision;
}

describe('what follows from a sweep or the end of a grant', () => {
  it('is wanted for the rules that stand and break a check, and for no others', () => {
    const intent = intentOf([close(ssh), close(web), close(nameless)], { do: 'expire' });
    expect(again(intent, judgedAs()).intent!.aims).toEqual([close(ssh)]);
    expect(again({ ...intent, do: 'revert' }, judgedAs()).intent!.aims).toEqual([close(ssh)]);
  });

  it('is wanted no more where the group is gone, or the rule does not stand', () => {
    const intent = intentOf([close(ssh)], { do: 'expire' });
    expect(again(intent, judgedAs({ standing: null })).intent).toBeNull();
    const now = { rules: [web], exists: 'yes', known: 'known', tags: {} } as const;
    expect(again(intent, judgedAs({ now })).intent).toBeNull();
  });

  it('at the end of a grant is held against what stands, also where its change is known', () => {
    const acts = [decision('chg_1', 'prod')];
    expect(again(intentOf([close(ssh)], { do: 'expire' }), judgedAs({ acts })).intent!.aims).toEqual([close(ssh)]);
  });
});

describe('what follows from a change', () => {
  it('is wanted only if today’s judgement of the change wants it, whatever stands', () => {
    const intent = intentOf([close(ssh)]);
    expect(again(intent, judgedAs({ acts: [decision('chg_1', 'prod')] })).intent).toBeNull();
    expect(again(intent, judgedAs({ acts: [decision('net_1', 'prod', ['chg_0', 'chg_1'])] })).intent).toBeNull();
    expect(again(intent, judgedAs({ single: new Map([['chg_1', decision('chg_1', 'prod')]]) })).intent).toBeNull();
  });

  it('is in the environment of its change, else of what stands, else of the last that was judged, else nobody’s', () => {
    const intent = intentOf([close(ssh)]);
    const other = decision('chg_2', 'test');
    const last = decision('chg_3', 'stage');
    const own = decision('chg_1', 'prod');
    expect(again(intent, judgedAs({ acts: [other, own, last] })).environment).toBe('prod');
    expect(again(intent, judgedAs({ acts: [other, last] })).environment).toBe('dev');
    expect(again(intent, judgedAs({ acts: [other, last], standing: null })).environment).toBe('stage');
    expect(again(intent, judgedAs({ standing: null })).environment).toBe('else');
  });
});

describe('a rule that was rewritten and then taken away by the same hand', () => {
  const was = ruleOf('ingress tcp/443 10.0.0.0/8', 'sgr-4');
  const went = ruleOf('ingress tcp/444 10.0.0.0/8', 'sgr-4');
  const intent = intentOf([open(went)], { do: 'restore' });
  const act = {
    ...decision('chg_0', 'prod', ['chg_0', 'chg_1']),
    on: { environment: 'prod', kind: 'group', id: intent.on.id },
    actor: { principal: null, via: { value: null } },
    rules: [{ ...went, op: 'remove' }],
    response: { mode: 'enforce', steps: [{ id: 'act_1', do: 'restore', rules: ['sgr-4'], state: 'planned' }] },
  } as unknown as Decision;
  const judged = judgedAs({ acts: [act], imageBefore: () => [was] });

  it('comes back with what it said before both, though it was to come back as it went', () => {
    expect(again(intent, judged).intent!.aims).toEqual([open(was)]);
  });

  it('does not come back otherwise than people approved', () => {
    const memory = { grants: [], subject: intent.on.id, evidence: [] };
    const how = { judged, judging: judgingBy({}), memory, now: 1 };
    expect(decideAgain({ intent, approvedBy: ['ada'] }, how).intent).toBeNull();
  });
});

describe('a rule that people approved to be closed', () => {
  const is = ruleOf('ingress tcp/22 10.0.0.0/8', 'sgr-4');
  const was = ruleOf('ingress tcp/443 10.0.0.0/8', 'sgr-4');
  const intent = intentOf([close(is)]);
  const act = {
    ...decision('chg_1', 'prod'),
    on: { environment: 'prod', kind: 'group', id: intent.on.id },
    actor: { principal: null, via: { value: null } },
    rules: [{ ...is, op: 'after' }],
    response: { mode: 'enforce', steps: [{ id: 'act_1', do: 'revert', rules: ['sgr-4'], state: 'planned' }] },
  } as unknown as Decision;
  const memory = { grants: [], subject: intent.on.id, evidence: [] };
  const how = { judged: judgedAs({ acts: [act], imageBefore: () => [was] }), judging: judgingBy({}), memory, now: 1 };

  it('is closed or let alone, never rewritten, though today that is what is wanted', () => {
    expect(decideAgain({ intent }, how).intent!.aims).toEqual([
      { kind: 'rewrite', id: 'sgr-4', from: tupleOf(is), to: was },
    ]);
    expect(decideAgain({ intent, approvedBy: ['ada'] }, how).intent).toBeNull();
  });
});

function tupleOf({ direction, protocol, ports, peer }: Rule) {
  return { direction, protocol, ports, peer };
}

describe('a rule that names a prefix list', () => {
  const partners = ruleOf('ingress tcp/3306 pl-1', 'sgr-3');
  const intent = intentOf([close(partners)]);
  const act = {
    ...decision('chg_1', 'prod'),
    on: { environment: 'prod', kind: 'group', id: intent.on.id },
    actor: { principal: null, via: { value: null } },
    rules: [{ ...partners, op: 'add' }],
    response: { mode: 'enforce', steps: [{ id: 'act_1', do: 'revert', rules: ['sgr-3'], state: 'planned' }] },
  } as unknown as Decision;
  const listed = (then: readonly string[] | null, now: readonly string[] | null, carriers: readonly string[] = []) => {
    const standing = {
      on: { environment: 'prod' },
      verdict: { checks: [{ id: 'open', ruling: 'breach' }] },
      carriers: { open: carriers },
    } as unknown as JudgedSubject['standing'];
    const rules = { rules: [partners], exists: 'yes', known: 'known', tags: {} } as const;
    const lists = (_: string, after?: string) => (after === 'chg_1' ? then : now);
    return judgedAs({ acts: [act], standing, now: rules, lists });
  };
  const [own, strangers] = ['192.0.2.0/24', '198.51.100.0/28'];

  it('stays where what broke the check has left the list since', () => {
    expect(again(intent, listed([own, strangers], [own])).intent).toBeNull();
  });

  it('goes where the list holds what it did, or more, or what it held is not known', () => {
    for (const judged of [
      listed([own], [own]),
      listed([own], [own, strangers]),
      listed(null, [own]),
      listed([own], null),
    ])
      expect(again(intent, judged).intent!.aims).toEqual([close(partners)]);
  });

  it('goes where the rest of the list breaks a check as well', () => {
    expect(again(intent, listed([own, strangers], [strangers], ['sgr-3'])).intent!.aims).toEqual([close(partners)]);
  });
});

describe('what a person ordered', () => {
  const undo = intentOf([close(web), open(ssh)], { do: 'undo' });

  it('stands by itself, as long as what permits it', () => {
    expect(again(undo, judgedAs(), [permission(undo, [web, ssh])]).intent).toBe(undo);
    expect(again(undo, judgedAs(), [permission(undo, [web, ssh], 1)]).intent).toBeNull();
  });

  it('needs no permission where people approved its plan: they stand for it', () => {
    const how = {
      judged: judgedAs(),
      judging: judgingBy({}),
      memory: { evidence: [], grants: [], subject: undo.on.id },
      now: 1,
    };
    expect(decideAgain({ intent: undo, approvedBy: ['ada'] }, how).intent).toBe(undo);
    expect(decideAgain({ intent: undo }, how).intent).toBeNull();
  });

  it('is not done where some of its rules, or those of another group, are what is permitted', () => {
    for (const one of [web, ssh]) expect(again(undo, judgedAs(), [permission(undo, [one])]).intent).toBeNull();
    const rewrites = intentOf([{ kind: 'rewrite', id: 'sgr-1', from: ssh, to: web }], { do: 'undo' });
    expect(again(rewrites, judgedAs(), [permission(undo, [ssh])]).intent).toBeNull();
    expect(again(rewrites, judgedAs(), [permission(undo, [web])]).intent).toBe(rewrites);
    expect(again(undo, judgedAs(), [{ ...permission(undo, [web, ssh]), group: 'sg-0other' }]).intent).toBeNull();
  });

  it('needs no permission of its own where it is about tags', () => {
    const tags = intentOf([{ kind: 'tag', key: 'env', from: 'dev', to: 'prod' }], { do: 'undo' });
    expect(again(tags, judgedAs()).intent).toBe(tags);
  });
});

describe('a decision is behind an intent', () => {
  it('that follows from it, or from one of the changes that it is the net effect of', () => {
    const intent = intentOf([]);
    expect(isBehind(decision('chg_1', 'x'), intent)).toBe(true);
    expect(isBehind(decision('net_1', 'x', ['chg_0', 'chg_1']), intent)).toBe(true);
    expect(isBehind(decision('net_1', 'x', ['chg_0']), intent)).toBe(false);
    expect(isBehind(decision('net_1', 'x'), intent)).toBe(false);
  });
});
