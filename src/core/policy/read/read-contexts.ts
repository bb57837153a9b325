import type { Json } from '../../leaf/canonical.ts';
import { type Joined, saidOf } from '../join.ts';
import type { Context, ContextSource, Contexts } from '../policy.ts';
import { listOf, membersOf, textAt, textsOf, valueAt } from './plain-value.ts';

/** How environment and owner are found where a policy does not say: a group that nobody placed is production. */
export const usualContexts: Contexts = {
  environment: {
    from: [
      ...['environment', 'Environment', 'env', 'Env'].map((key) => ({ kind: 'tag', key }) as const),
      { kind: 'account', column: 'environment' },
    ],
    map: { live: 'prod', prd: 'prod', production: 'prod' },
    values: null,
    else: 'prod',
  },
  owner: {
    from: [
      ...['owner', 'Owner', 'team', 'Team'].map((key) => ({ kind: 'tag', key }) as const),
      { kind: 'account', column: 'owner' },
    ],
    map: {},
    values: null,
    else: 'unowned',
  },
};

/** Reads how environment and owner are found. */
export function readContexts(joined: Joined): Contexts {
  const read = (context: keyof Contexts): Context => {
    const said = saidOf(joined, 'contexts', context);
    return said === null ? usualContexts[context] : readContext(said.value);
  };
  return { environment: read('environment'), owner: read('owner') };
}

/** Reads one of them. */
export function readContext(value: Json): Context {
  const values = valueAt(value, 'values');
  return {
    from: listOf(valueAt(value, 'from')).flatMap(readSource),
    map: Object.fromEntries(
      membersOf(valueAt(value, 'map')).flatMap(([from, to]) => (typeof to === 'string' ? [[from, to]] : [])),
    ),
    values: values === undefined ? null : textsOf(values),
    else: textAt(value, 'else') ?? '',
  };
}

function readSource(value: Json): readonly ContextSource[] {
  const key = textAt(value, 'tag');
  if (key !== null) return [{ kind: 'tag', key }];
  const column = (['environment', 'owner', 'ou', 'name'] as const).find((each) => each === textAt(value, 'account'));
  return column === undefined ? [] : [{ kind: 'account', column }];
}
