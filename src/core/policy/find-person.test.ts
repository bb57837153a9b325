import { expect, test } from 'vitest';
import { findPerson } from './find-person.ts';
import type { Directory } from './policy.ts';

const nobody = { name: null, slack: null, mail: null, pager: null };
const people: Directory['people'] = [
  { ...nobody, identity: 'alice@example.com', name: 'payments' },
  { ...nobody, identity: 'payments', mail: 'payments@example.com' },
];
const directory: Directory = { accounts: new Map(), people };

test('R78: an owner is found by identity before anybody of that name, else by name or mail', () => {
  expect(findPerson(directory, 'payments')?.identity).toBe('payments');
  expect(findPerson(directory, 'payments@example.com')?.identity).toBe('payments');
  expect(findPerson({ ...directory, people: people.slice(0, 1) }, 'payments')?.identity).toBe('alice@example.com');
  expect(findPerson(directory, 'eve')).toBeNull();
});
