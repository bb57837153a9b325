import { describe, expect, it, vi } from 'vitest';
import { close, intentOf, open, rewrite, ruleOf } from '../../../../test/builders/acting.ts';
import { actorWith } from '../../../../test/builders/actor.ts';
import { changeWith, headWith } from '../../../../test/builders/change.ts';
import { judgingBy } from '../../../../test/builders/policy.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Aim, Intent } from '../../../core/plan/act/intent.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import type { Grant } from '../tables.ts';
import { type DecidingAgain, decideAgain, isBehind } from './decide-again.ts';

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

/** A decision in enforce mode that asks for what is done about these rules. */
function asking(id: string, rules: readonly Rule[], more: object = {}): Decision {
  const step = { id: 'act_1', do: 'revert', rules: rules.map((each) => each.id), state: 'planned' };
  return {
    ...decision(id, 'prod'),
    on: { environment: 'prod', kind: 'group', id: 'sg-web' },
    actor: { principal: null, via: { value: null } },
    rules: rules.map((each) => ({ ...each, op: 'add' })),
    response: { mode: 'enforce', steps: [step] },
    ...more,
  } as unknown as Decision;
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

describe('a rule that was rewritten', () => {
  const said = ruleOf('ingress tcp/443 10.0.0.0/8', 'sgr-1');

  it('is given back by what says so, and never closed in its place, however bad what it says is', () => {
    const back = rewrite('sgr-1', ssh, said);
    for (const aims of [[back], [back, close(web)], [close(ssh), back]])
      for (const does of ['revert', 'expire'] as const)
        expect(again(intentOf(aims, { do: does }), judgedAs()).intent).toBeNull();
  });
});

describe('what a change took, of an act that took more', () => {
  const said = ruleOf('ingress tcp/443 10.0.0.0/8', 'sgr-7');

  /** What is left of giving `web` back, where the act lost another rule. */
  function left(how: {
    does?: Intent['do'];
    policy?: string;
    changes?: readonly string[];
    approvedBy?: readonly string[];
  }) {
    const { does = 'restore', changes = ['chg_1', 'chg_2'], approvedBy } = how;
    const step = { id: 'act_1', do: 'restore', rules: ['sgr-7'], state: 'planned' };
    const rules = [{ ...said, op: 'remove' }];
    const act = asking('chg_1', [], { kind: 'net', changes, rules, response: { mode: 'enforce', steps: [step] } });
    const judged = judgedAs({ acts: [act], imageBefore: () => [said] });
    const judging = judgingBy({});
    const { digest } = judging.policy;
    const intent = intentOf([open(web)], { do: does, for: 'chg_2', policy: how.policy ?? digest });
    const memory = { grants: [], subject: intent.on.id, evidence: [] };
    const row = approvedBy === undefined ? { intent } : { intent, approvedBy };
    return decideAgain(row, { judged, judging, memory, now: 1 }).intent;
  }

  it('R92: comes back as the act lost it, by the same policy', () => {
    expect(left({})).toMatchObject({ for: 'chg_2', aims: [{ kind: 'open', rule: said }] });
    expect(left({ policy: 'sha256:other' })).toBeNull();
  });

  it('R92: is left alone where it is part of another act, was approved otherwise, or is to go', () => {
    expect(left({ changes: ['chg_1'] })).toBeNull();
    expect(left({ approvedBy: ['Bob'] })).toBeNull();
    expect(left({ does: 'revert' })).toBeNull();
  });
});

describe('what we did ourselves', () => {
  const said = ruleOf('ingress tcp/3389 0.0.0.0/0', 'sgr-1');

  /** Somebody rewrote what a check objects to, we made it say that again, and now it is held against what is known. */
  function after(session: string | null) {
    const record = headWith({ actor: actorWith({ session }) });
    const change = changeWith({ kind: 'rules-modified', rules: [{ op: 'after', ...ssh }], record });
    const evidence = [{ kind: 'change', at: 1, id: 'chg_2', change }] as const;
    const rules = [
      { ...said, op: 'before' },
      { ...ssh, op: 'after' },
    ];
    const acts = [decision('chg_1', 'prod'), asking('chg_2', [ssh], { kind: 'rules-modified', rules })];
    const judged = judgedAs({ acts, imageBefore: () => [said] });
    const intent = intentOf([close(ssh)], { for: 'chg_1' });
    const memory = { grants: [], subject: intent.on.id, evidence };
    return decideAgain({ intent }, { judged, judging: judgingBy({}), memory, now: 1 }).intent;
  }

  it('R86: is never wanted to be taken back, though a check objects to what it opens again', () => {
    expect(after('alice')?.aims).toMatchObject([{ kind: 'rewrite', to: said }]);
    expect(after('portcullis-act_1')).toBeNull();
  });
});

describe('what nothing hides any more', () => {
  const intent = intentOf([close(ssh), close(web)], { for: 'std_1' });
  const group = { id: 'sg-web', name: 'web', vpc: 'vpc-1', ...intent.site, tags: {}, rules: [web] };

  function shown(live: NonNullable<DecidingAgain['read']>['live'], judged: JudgedSubject) {
    const memory = { grants: [], subject: 'sg-web', evidence: [] };
    return decideAgain({ intent }, { judged, judging: judgingBy({}), memory, now: 1, adopted: 7, read: { live } });
  }

  it('R9: is closed by the decision that says so, and by no other', () => {
    const uncovered = () => [asking('std_1', [ssh]), asking('std_2', [web])];
    expect(again(intent, judgedAs({ uncovered })).intent!.aims).toEqual([close(ssh)]);
  });

  it('R9: is closed as soon as a read shows that what hid it is gone, before any record does', () => {
    const uncovered: JudgedSubject['uncovered'] = ({ gone } = {}) =>
      gone?.has('sgr-1') === true ? [asking('std_1', [web])] : [];
    const judged = judgedAs({ uncovered });
    expect(shown({ kind: 'group', group }, judged).intent!.aims).toEqual([close(web)]);
    const all = { ...group, rules: [web, ssh] };
    expect(shown({ kind: 'group', group: all }, judgedAs({ uncovered, standing: null })).intent).toBeNull();
  });

  it('R9: is known by what a read shows to be gone, and by what stood when stock was taken', () => {
    const uncovered = vi.fn<JudgedSubject['uncovered']>(() => []);
    const judged = judgedAs({ uncovered });
    shown({ kind: 'group', group }, judged);
    shown({ kind: 'group', group: null }, judged);
    shown({ kind: 'list', list: null }, judged);
    again(intent, judged);
    const gone = new Set(['sgr-1']);
    expect(uncovered.mock.calls).toEqual([
      [{ gone, adopted: 7 }],
      [{ adopted: 7 }],
      [{ adopted: 7 }],
      [{ adopted: null }],
    ]);
  });
});

describe('groups that somebody put on an interface', () => {
  const on = { kind: 'interface', id: 'eni-1' } as const;
  const aim: Aim = { kind: 'groups', add: ['sg-a'], remove: ['sg-b'] };
  const groups = { names: ['sg-b'], complete: true, latent: false };
  const act = asking('chg_1', [], { on: { ...on, environment: 'prod' }, kind: 'attached', groups });

  /** A call that set all groups of the interface. */
  function set(id: string, group: string, at: number): SubjectEvidence {
    const told = { groups: [{ id: group, name: null, account: null }], complete: true, latent: false };
    const subject = { ...on, name: null, vpc: 'vpc-1' };
    return { kind: 'change', id, at, change: changeWith({ kind: 'attached', ...told, on: subject, record: { at } }) };
  }

  function over(evidence: readonly SubjectEvidence[]) {
    const judged = judgedAs({ acts: [act], standing: null });
    const memory = { grants: [], subject: on.id, evidence };
    return decideAgain({ intent: intentOf([aim], { on }) }, { judged, judging: judgingBy({}), memory, now: 9 }).intent;
  }

  it('R86: are taken off for those that were on it just before that change, not another', () => {
    const seen: SubjectEvidence = { kind: 'observed-interface', at: 1, interface: null };
    expect(over([seen, set('chg_0', 'sg-a', 2), set('chg_1', 'sg-b', 3), set('chg_2', 'sg-c', 4)])?.aims).toEqual([
      aim,
    ]);
    expect(over([set('chg_0', 'sg-c', 2), set('chg_1', 'sg-b', 3)])).toBeNull();
  });

  it('R86: stay where nobody knows what was on it before', () => {
    expect(over([set('chg_1', 'sg-b', 3)])).toBeNull();
    expect(over([set('chg_0', 'sg-a', 2)])).toBeNull();
  });
});

describe('what follows from a change', () => {
  it('of which only a person could decide is wanted as long as people have agreed to it', () => {
    const step = { id: 'act_1', do: 'ask', rules: ['sgr-1'], state: 'planned' };
    const act = asking('chg_1', [ssh], { response: { mode: 'enforce', steps: [step] } });
    const how = {
      judged: judgedAs({ acts: [act] }),
      judging: judgingBy({}),
      memory: { evidence: [], grants: [], subject: 'sg-web' },
      now: 1,
    };
    const intent = intentOf([close(ssh)]);
    expect(decideAgain({ intent, approvedBy: ['ada'] }, how).intent!.aims).toEqual([close(ssh)]);
    expect(decideAgain({ intent }, how).intent).toBeNull();
  });

  it('costs no look into the past for acts that ask for nothing', () => {
    const imageBefore = vi.fn<JudgedSubject['imageBefore']>(() => []);
    const quiet = asking('chg_2', [web], { response: { mode: 'enforce', steps: [] } });
    const acts = [decision('chg_0', 'prod'), asking('chg_1', [ssh]), quiet];
    const judged = judgedAs({ acts, imageBefore });
    expect(again(intentOf([close(ssh)]), judged).intent!.aims).toEqual([close(ssh)]);
    expect(imageBefore.mock.calls).toEqual([['chg_1']]);
  });

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
    expect(again(intent, judgedAs({ acts: [other, other, last], standing: null })).environment).toBe('stage');
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
  const act = asking('chg_1', [partners]);
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

  it('R87: stays, though another rule breaks a check; and that one goes', () => {
    const now = { rules: [partners, ssh], exists: 'yes', known: 'known', tags: {} } as const;
    const acts = [asking('chg_1', [partners, ssh])];
    const judged = { ...listed([own, strangers], [own], ['sgr-1']), acts, now };
    expect(again(intentOf([close(partners), close(ssh)]), judged).intent!.aims).toEqual([close(ssh)]);
    expect(again(intent, judged).intent).toBeNull();
  });

  it('R87: stays by what the list held after the last change of an act', () => {
    const acts = [{ ...asking('net_1', [partners]), changes: ['chg_1', 'chg_2', 'chg_3'] }];
    const judged = { ...listed([own], [own]), acts };
    const lists = (_: string, after?: string) => (after === 'chg_3' ? [own, strangers] : [own]);
    expect(again(intent, { ...judged, lists }).intent).toBeNull();
    expect(again(intent, judged).intent!.aims).toEqual([close(partners)]);
  });

  it('R87: keeps what it was rewritten to, where that was the list and what broke the check has left it', () => {
    const said = ruleOf('ingress tcp/3306 pl-2', 'sgr-3');
    const rules = [
      { ...said, op: 'before' },
      { ...partners, op: 'after' },
    ];
    const acts = [asking('chg_1', [partners], { rules })];
    const back = rewrite('sgr-3', partners, said);
    const rewritten = intentOf([back]);
    const over = (now: readonly string[]) => ({ ...listed([own, strangers], now), acts, imageBefore: () => [said] });
    expect(again(rewritten, over([own])).intent).toBeNull();
    expect(again(rewritten, over([own, strangers])).intent!.aims).toMatchObject([{ kind: 'rewrite', to: said }]);
  });
});

describe('a tag that was set', () => {
  it('is set back by the decision about it', () => {
    const step = { id: 'act_1', do: 'revert', rules: ['tag env=dev'], state: 'planned' };
    const told = { tags: { set: { env: 'prod' }, removed: [] }, response: { mode: 'enforce', steps: [step] } };
    const back = { kind: 'tag', key: 'env', from: 'prod', to: 'dev' } as const;
    const judged = judgedAs({ acts: [asking('chg_1', [], told)] });
    expect(again(intentOf([back]), judged).intent!.aims).toEqual([back]);
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
