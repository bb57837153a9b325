import { describe, expect, it } from 'vitest';
import {
  actors,
  attempts,
  checkWith,
  gained,
  lost,
  type PartialCheck,
  tagsQuestion,
} from '../../../test/builders/policy.ts';
import { nobody } from '../reach/peer-set.ts';
import { peersOfCidrs } from '../reach/reach.ts';
import type { Condition, Question, Where } from './policy.ts';
import { isAsStrict, isWiderCondition, isWiderQuestion, isWiderWhere } from './wider.ts';

const pipeline = actors('pipeline', { roles: ['arn:aws:iam::*:role/tf'] });
const guests = actors('guests', { users: ['arn:aws:iam::111122223333:user/bob'] });
const office = peersOfCidrs(['192.0.2.0/24']);
const desk = peersOfCidrs(['192.0.2.7/32']);

/** Each first is wider than its second, and not the other way round. */
const wheres: readonly (readonly [Where, Where])[] = [
  [{}, { name: ['*'] }],
  [{ name: ['web-*'] }, { name: ['web-a', 'web-b*'] }],
  [{ environment: ['prod', 'dev'] }, { environment: ['prod'] }],
  [{ tags: { a: ['1', '2'] } }, { tags: { a: ['1'], b: ['1'] } }],
  [{ attached: ['rds', 'nothing'] }, { attached: ['nothing'] }],
  [{ default: [true, false] }, { default: [true] }],
];

const conditions: readonly (readonly [Condition, Condition])[] = [
  ...wheres,
  [{ actor: [pipeline, guests] }, { actor: [guests] }],
  [{ source: office }, { source: desk }],
  [{ mfa: [true] }, { mfa: [true], actor: [pipeline] }],
  [{ via: ['cli', 'sdk'] }, { via: ['sdk'] }],
  [{ exposed: [true, false] }, { exposed: [false] }],
  [{ recurred: { within: 9 } }, { recurred: { within: 8 } }],
  [{ unfamiliar: { within: 8 } }, { unfamiliar: { within: 9 } }],
];

const questions: readonly (readonly [Question, Question])[] = [
  [gained({ peers: ['any'] }), gained({ peers: ['internet'] })],
  [gained({ ports: ['tcp/20-30'] }), gained({ ports: ['tcp/22'] })],
  [gained({ direction: ['ingress', 'egress'] }), gained()],
  [gained(), gained({ covers: true })],
  [gained(), gained({ moreThan: 5 })],
  [gained({ moreThan: 4 }), gained({ moreThan: 5 })],
  [gained(), gained({ change: ['rules-added'] })],
  [gained({ peers: ['foreign', 'internet'] }), gained()],
  [lost(), lost({ peers: ['internet'] })],
  [attempts(3, 60), attempts(4, 60)],
  [attempts(3, 60), attempts(3, 30)],
  [tagsQuestion({ missing: ['owner'] }), tagsQuestion()],
];

describe('what takes in what', () => {
  it('places, conditions and questions take in narrower ones, themselves, and never wider ones', () => {
    for (const [wide, narrow] of wheres) {
      expect([isWiderWhere(wide, narrow), isWiderWhere(narrow, wide), isWiderWhere(wide, wide)]).toEqual([
        true,
        false,
        true,
      ]);
    }
    for (const [wide, narrow] of conditions) {
      const answers = [
        isWiderCondition(wide, narrow),
        isWiderCondition(narrow, wide),
        isWiderCondition(narrow, narrow),
      ];
      expect(answers, JSON.stringify([wide, narrow])).toEqual([true, false, true]);
    }
    for (const [wide, narrow] of questions) {
      const answers = [isWiderQuestion(wide, narrow), isWiderQuestion(narrow, wide), isWiderQuestion(narrow, narrow)];
      expect(answers, JSON.stringify([wide, narrow])).toEqual([true, false, true]);
    }
  });

  it('a wider box is harder to cover, so it does not take in a narrower one', () => {
    const [wide, narrow] = [gained({ peers: ['any'], covers: true }), gained({ covers: true })];
    expect([isWiderQuestion(wide, narrow), isWiderQuestion(narrow, wide)]).toEqual([false, false]);
    expect(isWiderQuestion(gained(), lost({ peers: ['internet'] }))).toBe(false);
    expect(isWiderCondition({ source: office }, { source: nobody })).toBe(true);
  });

  it('a check is as strict as another only where it excuses, counts and does no less', () => {
    const base: PartialCheck = { when: gained(), severity: { prod: 'high', else: 'low' }, respond: { else: ['ask'] } };
    const one = checkWith('one', base);
    const other = (parts: Partial<PartialCheck>) => checkWith('other', { ...base, ...parts });
    expect(isAsStrict(one, other({}))).toBe(true);
    expect(isAsStrict(one, other({ unless: [{ actor: [pipeline] }] }))).toBe(true);
    expect(isAsStrict(one, other({ severity: { else: 'low' } }))).toBe(true);
    expect(isAsStrict(one, other({ severity: { dev: 'medium', prod: 'high', else: 'low' } }))).toBe(false);
    expect(isAsStrict(one, other({ respond: { prod: ['revert'], else: ['none'] } }))).toBe(false);
    expect(isAsStrict(one, other({ standing: { else: ['ask'] } }))).toBe(false);
    const excusing = checkWith('one', { ...base, unless: [{ actor: [pipeline], source: desk }] });
    expect(isAsStrict(excusing, other({}))).toBe(false);
    expect(isAsStrict(excusing, other({ unless: [{ actor: [pipeline], source: office }] }))).toBe(true);
    expect(isAsStrict(excusing, other({ unless: [{ actor: [guests] }] }))).toBe(false);
  });
});
