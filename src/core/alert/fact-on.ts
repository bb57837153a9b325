import type { Decision } from '../plan/decision.ts';
import type { AlertPlace, Fact } from './alert.ts';
import { ruleArns, subjectArn } from './object-arn.ts';
import { plainLine } from './plain-line.ts';
import { firstFew } from './say-many.ts';
import type { ShownDecisions } from './shown-decisions.ts';

/** On what it happened: name and id, where, whose, and the ARNs by which AWS names the group and its rules. */
export function onFact({ first, others }: ShownDecisions, about: readonly string[]): Fact {
  if (first === null) return { label: 'On', lines: firstFew([...about], 6, 'group') };
  const places = new Map([first, ...others].map((each) => [`${each.account.id} ${each.region} ${each.on.id}`, each]));
  const lines = [...places.values()].flatMap((each) => [sayOn(each), sayWhere(each)]);
  const arns = [subjectArn(first) ?? [], ...ruleArns(first)].flat();
  const rest = about.length - places.size;
  const named = rest > 0 ? [`and ${rest} more: ${plainLine(about.join(', '), 160)}`] : [];
  return { label: 'On', lines: [...new Set(lines), ...named, ...firstFew(arns, 4, 'ARN')] };
}

/** The place of the worst decision. */
export function placeOf(decision: Decision): AlertPlace {
  const { on, account, partition, region } = decision;
  return {
    partition,
    account: account.id,
    accountName: account.name,
    region,
    on: on.id,
    name: on.name,
    arn: subjectArn(decision),
    vpc: on.vpc,
    environment: on.environment,
    owner: on.owner,
  };
}

function sayOn({ on }: Decision): string {
  const name = on.name === null ? null : plainLine(on.name, 80);
  const id = on.id === null ? null : plainLine(on.id, 80);
  const both = name === null || id === null || name === id ? (name ?? id ?? 'not told') : `${name} (${id})`;
  const parts = [both, on.vpc, said('environment', on.environment), said('owner', on.owner)];
  return parts.filter((part) => part !== null).join(', ');
}

function sayWhere({ account, partition, region }: Decision): string {
  const name = account.name === null ? account.id : `${plainLine(account.name, 60)} (${account.id})`;
  return `account ${name}, ${region}${partition === 'aws' ? '' : ` (${partition})`}`;
}

function said(word: string, text: string | null): string | null {
  return text === null ? null : `${word} ${plainLine(text, 60)}`;
}
