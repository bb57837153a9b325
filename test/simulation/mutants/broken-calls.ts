import type { Gatherer, Reverter } from '../../../src/contracts/live.ts';
import type { Rule } from '../../../src/core/group/rule.ts';
import type { LiveParts } from '../../../src/flow/live/live-parts.ts';
import { callers } from '../actors/callers.ts';
import type { Mutation } from '../mutation.ts';
import { permissionOf } from '../world/permission.ts';

/** Rules by id, as the reads of a worker showed them last. */
function rulesSeen({ gatherer }: LiveParts): { readonly seen: ReadonlyMap<string, Rule>; readonly gatherer: Gatherer } {
  const seen = new Map<string, Rule>();
  const group: Gatherer['group'] = async (site, id, signal) => {
    const looked = await gatherer.group(site, id, signal);
    if (looked.kind === 'looked')
      for (const rule of looked.found?.rules ?? []) if (rule.id !== null) seen.set(rule.id, rule);
    return looked;
  };
  return { seen, gatherer: { ...gatherer, group } };
}

function contentOf(rule: Rule): string {
  return JSON.stringify(permissionOf(rule));
}

/** Takes rules away by what they say, so that a twin of theirs goes as well. */
export const revokeByTuple: Mutation = {
  name: 'revoke-by-tuple',
  say: 'rules are taken away by content and not by id',
  parts: (parts, { world }) => {
    const { seen, gatherer } = rulesSeen(parts);
    const perform: Reverter['perform'] = async (order, how) => {
      if (order.call !== 'revoke') return parts.reverter.perform(order, how);
      const meant = new Set(order.ids.flatMap((id) => seen.get(id) ?? []).map(contentOf));
      // EC2 goes by what stands when the call arrives, which is after others may have acted.
      const byContent = {
        ...order,
        get ids() {
          const { rules = [] } = world.model.state.groups.get(order.group) ?? {};
          const ids = rules.filter((rule) => meant.has(contentOf(rule))).map(({ id }) => id);
          return ids.length === 0 ? order.ids : ids;
        },
      };
      return parts.reverter.perform(byContent, how);
    };
    return { ...parts, gatherer, reverter: { ...parts.reverter, perform } };
  },
};

/** Never looks at what EC2 answers: what was to go went. */
export const ignoreAnswer: Mutation = {
  name: 'ignore-answer',
  say: 'what a revoke answers is not compared with what was judged',
  parts: (parts) => {
    const { seen, gatherer } = rulesSeen(parts);
    const perform: Reverter['perform'] = async (order, how) => {
      const performed = await parts.reverter.perform(order, how);
      if (order.call !== 'revoke' || performed.kind !== 'done') return performed;
      const revoked = order.ids.flatMap((id) => seen.get(id) ?? []);
      return { kind: 'done', answer: { ...performed.answer, revoked } };
    };
    return { ...parts, gatherer, reverter: { ...parts.reverter, perform } };
  },
};

/** Rewrites a rule by taking it away and making it anew. */
export const restoreRevokesFirst: Mutation = {
  name: 'restore-revokes-first',
  say: 'what is put back is taken away first',
  parts: (parts, { world }) => {
    const perform: Reverter['perform'] = async (order, how) => {
      if (order.call === 'rewrite') {
        const { group: GroupId, rules } = order;
        const SecurityGroupRuleIds = rules.flatMap(({ id }) => id ?? []);
        const before = world.who;
        world.who = { by: 'us', order };
        world.model.ask(
          'RevokeSecurityGroupIngress',
          { GroupId, SecurityGroupRuleIds },
          callers.impostor,
          parts.clock.now(),
        );
        world.who = before;
        return parts.reverter.perform({ ...order, call: 'authorize', direction: 'ingress' }, how);
      }
      return parts.reverter.perform(order, how);
    };
    return { ...parts, reverter: { ...parts.reverter, perform } };
  },
};
