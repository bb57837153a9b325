import type { GroupFacts } from '../facts/facts.ts';
import type { Account, Context, ContextSource, Policy } from '../policy/policy.ts';
import type { FactKind } from './answer.ts';
import type { Unknown } from './verdict.ts';

/** The parts of a policy that say what a group is to the organisation. */
export type Knowing = Pick<Policy, 'contexts' | 'directory'>;

/**
 * What a context says of a group. `answered`: whether a source had an answer that counts (else `value` is the policy's
 * `else`); `unknown` when a source could not be asked before one answered: then `value` is `else` as well, and `doubt`
 * says so.
 */
export interface ContextAnswer {
  readonly value: string;
  readonly answered: 'yes' | 'no' | 'unknown';
  readonly doubt: Unknown | null;
  readonly uses: readonly FactKind[];
}

/** A group with what the policy's contexts and directory make of it. */
export interface GroupContext {
  readonly group: GroupFacts;
  readonly account: Account | null;
  readonly environment: ContextAnswer;
  readonly owner: ContextAnswer;
}

/** Environment and owner of a group: the first source that answers wins, silence is `else`, and so is not knowing. */
export function groupContextOf(group: GroupFacts, { contexts, directory }: Knowing): GroupContext {
  const account = group.account === null ? null : (directory.accounts.get(group.account) ?? null);
  return {
    group,
    account,
    environment: ask(contexts.environment, 'environment', group, account),
    owner: ask(contexts.owner, 'owner', group, account),
  };
}

function ask(context: Context, name: string, group: GroupFacts, account: Account | null): ContextAnswer {
  let uses: readonly FactKind[] = [];
  for (const source of context.from) {
    if (source.kind === 'tag') uses = byTags;
    const found = look(source, group, account);
    if (found === undefined) {
      const [what, missing] = source.kind === 'tag' ? ['tags', 'tags are'] : ['account', 'account is'];
      const why = `the group's ${missing} not known, so its ${name} is taken as \`${context.else}\``;
      return { value: context.else, answered: 'unknown', doubt: { what, why, could: 'either' }, uses };
    }
    if (found === null || found === '') continue;
    const value = Object.hasOwn(context.map, found) ? context.map[found]! : found;
    if (context.values === null || context.values.includes(value)) return { value, answered: 'yes', doubt: null, uses };
  }
  return { value: context.else, answered: 'no', doubt: null, uses };
}

const byTags: readonly FactKind[] = ['tags'];

/** What a source says: `null` = nothing, `undefined` = not known. */
function look(source: ContextSource, group: GroupFacts, account: Account | null): string | null | undefined {
  switch (source.kind) {
    case 'tag':
      if (group.tags === null) return undefined;
      if (Object.hasOwn(group.tags, source.key)) return group.tags[source.key]!;
      return group.tagsPartly === true ? undefined : null;
    case 'account':
      return group.account === null ? undefined : (account?.[source.column] ?? null);
  }
}
