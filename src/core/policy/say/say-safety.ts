import { listed } from '../../reach/say-peers.ts';
import type { Policy, Rate } from '../policy.ts';
import { saySpan } from '../span.ts';
import type { Naming } from './naming.ts';
import { sayPerEnvironment } from './say-per-environment.ts';
import { capital, counted, saysOr } from './words.ts';

/** What may be done to groups, and by whose leave. */
export function saySafety({ safety, grants }: Pick<Policy, 'safety' | 'grants'>, naming: Naming): readonly string[] {
  const { mode, neverTouch, caps } = safety;
  const tags = Object.entries(neverTouch.tags).sort(([a], [b]) => (a < b ? -1 : 1));
  const tagged = tags.flatMap(([key, values]) => values.map((value) => `${key}=${value}`));
  const setBy = saysOr(neverTouch.setBy.map((set) => naming.actors(set))) || 'nobody';
  const rate = ({ count, per }: Rate, what: string) => `${count} per ${what} in ${saySpan(per)}`;
  const most = [rate(caps.group, 'group'), rate(caps.actor, 'actor'), rate(caps.account, 'account')];
  const reserve = caps.reserveFor.length === 0 ? '' : `, of which the last is kept for ${listed(caps.reserveFor)}`;
  const approve = sayPerEnvironment(
    grants.approve,
    ({ from, count, not }) =>
      `${counted(count, 'approval')} from ${saysOr(from) || 'nobody'}${not.length === 0 ? '' : ` but not the ${saysOr(not)}`}`,
  );
  return [
    `${capital(sayPerEnvironment(mode, (word) => modes[word]))}.`,
    ...(neverTouch.groups.length === 0 ? [] : [`Never touched: ${listed(neverTouch.groups)}.`]),
    ...(tagged.length === 0 ? [] : [`Never touched: groups tagged ${saysOr(tagged)}, where ${setBy} set the tag.`]),
    `At most ${listed(most)} are acted upon${reserve}.`,
    `Short permissions last ${saySpan(grants.max)} at most and need ${approve}.`,
  ];
}

const modes = {
  observe: 'changes are observed only',
  shadow: 'what would be done is told, and not done',
  enforce: 'responses are carried out',
} as const;
