import type { Aim } from './intent.ts';
import { tupleText } from './tuple-text.ts';

/** What must hold in the end, for people: `no ingress tcp/22 0.0.0.0/0 (sgr-…)`. */
export function sayAim(aim: Aim): string {
  switch (aim.kind) {
    case 'close':
      return `no ${tupleText(aim.rule)}${named(aim.rule.id)}`;
    case 'open':
      return tupleText(aim.rule);
    case 'rewrite':
      return `${tupleText(aim.to)} in place of ${tupleText(aim.from)}${named(aim.id)}`;
    case 'entries':
      return [...aim.add.map(({ cidr }) => `entry ${cidr}`), ...aim.remove.map((cidr) => `no entry ${cidr}`)].join(
        ', ',
      );
    case 'groups':
      return [...aim.add.map((group) => `group ${group}`), ...aim.remove.map((group) => `no group ${group}`)].join(
        ', ',
      );
    case 'tag':
      return aim.to === null ? `no tag ${aim.key}` : `tag ${aim.key}=${aim.to}`;
  }
}

function named(id: string | null): string {
  return id === null ? '' : ` (${id})`;
}
