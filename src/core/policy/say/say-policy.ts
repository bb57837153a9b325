import type { Policy } from '../policy.ts';
import { newNaming } from './naming.ts';
import { sayCheck } from './say-check.ts';
import { sayAdjustment, sayBaseline, sayContext, sayException, sayRoute, sayTest } from './say-parts.ts';
import { saySafety } from './say-safety.ts';
import { counted } from './words.ts';

/** A part of a policy in plain sentences. `id` and `at` are those of what a sentence says, where it has any. */
export interface SaidPart {
  readonly title: string;
  readonly sentences: readonly { readonly id: string | null; readonly at: string | null; readonly text: string }[];
}

/** A whole policy in plain sentences, part by part; names of sets come with what they stand for when first used. */
export function sayPolicy(policy: Policy): readonly SaidPart[] {
  const naming = newNaming(policy);
  const plain = (texts: readonly string[]) => texts.map((text) => ({ id: null, at: null, text }));
  const { environment, owner } = policy.contexts;
  const parts: readonly SaidPart[] = [
    {
      title: 'Groups',
      sentences: plain([sayContext('environment', environment), sayContext('owner', owner), sayDirectory(policy)]),
    },
    {
      title: 'Checks',
      sentences: policy.checks.map((check) => ({
        ...{ id: check.id, at: check.at },
        text: `${check.say}. ${sayCheck(check, policy, naming)}`,
      })),
    },
    { title: 'Severity', sentences: policy.adjust.map((each) => told(each, sayAdjustment(each, naming))) },
    { title: 'Baselines', sentences: policy.baselines.map((each) => told(each, sayBaseline(each))) },
    { title: 'Exceptions', sentences: policy.exceptions.map((each) => told(each, sayException(each))) },
    { title: 'Safety', sentences: plain(saySafety(policy, naming)) },
    { title: 'Messages', sentences: policy.notify.map((route) => ({ id: route.id, at: null, text: sayRoute(route) })) },
    { title: 'Tests', sentences: policy.tests.map((test) => told(test, sayTest(test))) },
  ];
  return parts.filter(({ sentences }) => sentences.length > 0);
}

function told({ id, at }: { readonly id: string; readonly at: string }, text: string): SaidPart['sentences'][number] {
  return { id, at, text };
}

function sayDirectory({ directory }: Policy): string {
  const { accounts, people } = directory;
  if (accounts.size + people.length === 0) return 'No accounts or people are listed.';
  return `${counted(accounts.size, 'account')} and ${people.length === 1 ? '1 person' : `${people.length} people`} are listed.`;
}
