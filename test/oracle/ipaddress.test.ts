import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  type AddressSet,
  intersectSets,
  minusSets,
  sizeOfSet,
  unionOfSets,
  unionSets,
  type Width,
} from '../../src/core/net/address-set.ts';
import { type Cidr, canonicalCidr, readCidr, writeCidrs } from '../../src/core/net/cidr.ts';
import { type Question, questions } from './questions.ts';

interface Vector {
  readonly question: Question;
  readonly answer: unknown;
}

const vectors: readonly Vector[] = JSON.parse(readFileSync(`${import.meta.dirname}/vectors.json`, 'utf8'));

/** The oracle's answers, or null where there is no Python on the machine. */
function ask(asked: readonly Question[]): readonly unknown[] | null {
  const input = asked.map((question) => JSON.stringify(question)).join('\n');
  const script = `${import.meta.dirname}/ipaddress.py`;
  const { error, status, stdout, stderr } = spawnSync('python3', [script], {
    input,
    encoding: 'utf8',
    maxBuffer: 256 * 2 ** 20,
  });
  if (error !== undefined) return null;
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function answer(question: Question): unknown {
  if (question.op === 'canonical') return canonicalCidr(question.text);
  const { width } = question;
  const make = { union: unionSets, minus: minusSets, intersect: intersectSets }[question.op];
  const set = make(setOf(question.a, width), setOf(question.b, width), width);
  return { cidrs: writeCidrs(set, width), size: String(sizeOfSet(set, width)) };
}

function setOf(cidrs: readonly string[], width: Width): AddressSet {
  return unionOfSets(
    cidrs.map((cidr) => (readCidr(cidr) as Cidr).addresses),
    width,
  );
}

function disagreements(asked: readonly Question[], answers: readonly unknown[]): unknown[] {
  return asked
    .map((question, i) => ({ question, ours: answer(question), theirs: answers[i] }))
    .filter(({ ours, theirs }) => JSON.stringify(ours) !== JSON.stringify(theirs));
}

test('R9: CIDRs are read, masked, split and merged as the stored answers of Python say', () => {
  expect(vectors.length).toBe(200);
  const asked = vectors.map((vector) => vector.question);
  const answers = vectors.map((vector) => vector.answer);
  expect(disagreements(asked, answers)).toEqual([]);
});

test('R9: CIDRs are read, masked, split and merged as Python does in 10,000 cases', () => {
  const asked = questions(10_000, 20_260_301);
  const answers = ask(asked);
  // Without Python the stored answers above are the proof.
  if (answers === null) return;
  expect(answers.length).toBe(10_000);
  expect(disagreements(asked, answers)).toEqual([]);
});
