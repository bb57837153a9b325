import type { Aim } from '../../../core/plan/act/intent.ts';
import { tupleText } from '../../../core/plan/act/tuple-text.ts';

/** What aims are about, as violations name it, each once: rules by what they permit, never by an id that changes each time. */
export function aimTuples(aims: readonly Aim[]): readonly string[] {
  return [...new Set(aims.flatMap(tuplesOf))].sort();
}

function tuplesOf(aim: Aim): readonly string[] {
  switch (aim.kind) {
    case 'close':
    case 'open':
      return [tupleText(aim.rule)];
    case 'rewrite':
      return [tupleText(aim.from)];
    case 'entries':
      return [...aim.add.map(({ cidr }) => `entry ${cidr}`), ...aim.remove.map((cidr) => `entry ${cidr}`)];
    case 'groups':
      return [...aim.add, ...aim.remove].map((group) => `group ${group}`);
    case 'tag':
      return [aim.to === null ? `no tag ${aim.key}` : `tag ${aim.key}=${aim.to}`];
  }
}
