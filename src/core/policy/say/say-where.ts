import type { Where } from '../policy.ts';
import { saysOr } from './words.ts';

/** Which groups are meant: `groups named web-*, in prod`; `any group` where nothing is said of them. */
export function sayWhere(where: Where): string {
  const parts = sayWhereParts(where);
  return parts.length === 0 ? 'any group' : `groups ${parts.join(', ')}`;
}

/** Each condition on groups as words that follow `groups`. */
export function sayWhereParts(where: Where): readonly string[] {
  const parts: string[] = [];
  const add = (words: readonly string[] | undefined, lead: string) => {
    if (words !== undefined) parts.push(`${lead} ${words.length === 0 ? 'nothing' : saysOr(words)}`);
  };
  add(where.group, 'with the id');
  add(where.name, 'named');
  add(where.environment, 'in');
  add(where.owner, 'owned by');
  add(where.account, 'in account');
  add(where.ou, 'in OU');
  add(where.region, 'in region');
  add(where.vpc, 'in VPC');
  for (const [key, values] of Object.entries(where.tags ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
    parts.push(`tagged ${saysOr(values.map((value) => `${key}=${value}`))}`);
  }
  add(where.attached, 'attached to');
  if (where.default !== undefined) parts.push(sayDefault(where.default));
  return parts;
}

function sayDefault(wanted: readonly boolean[]): string {
  if (wanted.includes(true) && wanted.includes(false)) return 'that are default groups or not';
  return wanted.includes(true) ? 'that are the default group of a VPC' : 'that are not the default group of a VPC';
}
