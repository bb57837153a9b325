import { isObject, type Json, type JsonObject } from '../../../leaf/canonical.ts';
import { list, text } from '../field.ts';
import type { TfResource } from './resource.ts';

/** What an attribute's expression names. */
export interface Named {
  /** Resources of the wanted types that its value may come from. */
  readonly resources: readonly TfResource[];
  /** Something else is named in it that is not understood, so that it may be another resource, too. */
  readonly other: boolean;
}

/** Answers what expressions of the configuration name, where the plan does not know a value yet. */
export interface References {
  /** What an attribute names, among resources of these types. */
  readonly named: (resource: TfResource, key: string, types: ReadonlySet<string>) => Named;
  /** Whether the configuration sets an attribute; `null` where the file does not hold the configuration. */
  readonly isConfigured: (resource: TfResource, key: string) => boolean | null;
  /** A constant of the configuration of the resource's provider. */
  readonly providerConstant: (resource: TfResource, key: string) => Json | undefined;
  readonly providerSets: (resource: TfResource, key: string) => boolean;
}

/**
 * Follows references through `configuration`: to resources of the module, through variables to the call of the module,
 * through outputs into called modules. Locals are not in a plan: where one is named and its module makes just one
 * resource of the wanted types, and the modules that it calls make none, it is taken to be that.
 * Source: Terraform documentation, "JSON Output Format", "Expression Representation".
 */
export function referencesOf(resources: readonly TfResource[], configuration: JsonObject | null): References {
  const byModule = new Map<string, readonly TfResource[]>(Map.groupBy(resources, (resource) => resource.module));
  for (const module of [...byModule.keys()]) {
    const steps = stepsOf(module).map((step) => step.text);
    for (let upTo = 0; upTo < steps.length; upTo++) {
      const above = steps.slice(0, upTo).join('.');
      if (!byModule.has(above)) byModule.set(above, []);
    }
  }
  const follow: Follow = { byModule, root: at(configuration, 'root_module'), steps: { left: 1_000_000 } };
  const told = new Map<string, ReadonlyMap<string, JsonObject>>();
  const resourcesOf = (module: string): ReadonlyMap<string, JsonObject> => {
    const known = told.get(module) ?? resourcesIn(moduleConfig(follow, module));
    told.set(module, known);
    return known;
  };
  const configured = (resource: TfResource): JsonObject | null =>
    resourcesOf(resource.module).get(`${resource.type}.${resource.name}`) ?? null;
  const provider = (resource: TfResource): JsonObject | null => {
    const key = configured(resource)?.provider_config_key;
    return typeof key === 'string' ? at(at(at(configuration, 'provider_config'), key), 'expressions') : null;
  };
  return {
    named: (resource, key, types) => {
      const own = configured(resource);
      const spot = { module: resource.module, index: resource.index, each: own?.for_each_expression };
      return resolve(follow, wordsOf(at(own, 'expressions')?.[key]), spot, types, 0);
    },
    isConfigured: (resource, key) => {
      const own = configured(resource);
      const set = at(own, 'expressions');
      return own === null ? null : set !== null && Object.hasOwn(set, key);
    },
    providerConstant: (resource, key) => at(provider(resource), key)?.constant_value,
    providerSets: (resource, key) => provider(resource)?.[key] !== undefined,
  };
}

interface Follow {
  readonly byModule: ReadonlyMap<string, readonly TfResource[]>;
  readonly root: JsonObject | null;
  /** How many references may still be followed: a configuration may name itself over and over. */
  readonly steps: { left: number };
}

/** Where an expression stands: in which instance of which module, and what its `each` and `count` are. */
interface Spot {
  readonly module: string;
  readonly index: string | number | null;
  readonly each: Json | undefined;
}

const nobody: Named = { resources: [], other: false };
const somethingElse: Named = { resources: [], other: true };

function resolve(
  follow: Follow,
  words: readonly string[],
  spot: Spot,
  types: ReadonlySet<string>,
  depth: number,
): Named {
  if (depth > 20 || words.length > 1000 || follow.steps.left <= 0) return somethingElse;
  follow.steps.left -= words.length + 1;
  const whole = words.filter(
    (word) => !words.some((other) => other.startsWith(`${word}.`) || other.startsWith(`${word}[`)),
  );
  const named = whole.map((word) => resolveWord(follow, word, spot, types, depth));
  return {
    resources: [...new Set(named.flatMap((each) => each.resources))],
    other: named.some((each) => each.other),
  };
}

function resolveWord(follow: Follow, word: string, spot: Spot, types: ReadonlySet<string>, depth: number): Named {
  const [first = '', second = ''] = word.split('.', 2);
  if (/^(count|path|terraform|self)$/.test(first) || word.startsWith('each.key')) return nobody;
  if (first === 'each') {
    const named = resolve(follow, wordsOf(spot.each), spot, types, depth + 1);
    const same = named.resources.filter((each) => each.index !== null && each.index === spot.index);
    return same.length === 1 ? { ...named, resources: same } : named;
  }
  if (first === 'var') return resolveVariable(follow, second.replace(/\[.*/s, ''), spot, types, depth);
  if (first === 'module') return resolveOutput(follow, word, spot, types, depth);
  const own = follow.byModule.get(spot.module) ?? [];
  if (first === 'local') {
    const within = spot.module === '' ? '' : `${spot.module}.`;
    const made = [...follow.byModule].filter(([module]) => module === spot.module || module.startsWith(within));
    const only = made.flatMap(([, each]) => each).filter((each) => types.has(each.type) && each.after !== null);
    return only.length === 1 && only[0]!.module === spot.module ? { resources: only, other: false } : somethingElse;
  }
  const found = /^([\w-]+)\.([\w-]+)(?:\[("(?:[^"\\]|\\.)*"|\d+)\])?/.exec(word);
  if (found === null || !types.has(found[1]!)) return somethingElse;
  const all = own.filter((each) => each.type === found[1] && each.name === found[2] && each.after !== null);
  return { resources: instances(all, found[3], spot.index), other: all.length === 0 };
}

/** The instance with the key that is written; else the one with the same key as the place that names it; else all. */
function instances(
  all: readonly TfResource[],
  written: string | undefined,
  own: string | number | null,
): readonly TfResource[] {
  const exact = all.filter((each) => each.index !== null && JSON.stringify(each.index) === written);
  if (written !== undefined) return exact.length > 0 ? exact : all;
  const same = all.filter((each) => each.index !== null && each.index === own);
  return same.length === 1 ? same : all;
}

function resolveVariable(follow: Follow, name: string, spot: Spot, types: ReadonlySet<string>, depth: number): Named {
  const steps = stepsOf(spot.module);
  const last = steps.at(-1);
  // A variable of the root module is known when the plan is made.
  if (last === undefined) return nobody;
  const parent = steps
    .slice(0, -1)
    .map((step) => step.text)
    .join('.');
  const call = at(at(moduleConfig(follow, parent), 'module_calls'), last.name);
  const words = wordsOf(at(call, 'expressions')?.[name]);
  return resolve(
    follow,
    words,
    { module: parent, index: last.index, each: call?.for_each_expression },
    types,
    depth + 1,
  );
}

function resolveOutput(follow: Follow, word: string, spot: Spot, types: ReadonlySet<string>, depth: number): Named {
  const found = /^module\.([\w-]+)(?:\[("(?:[^"\\]|\\.)*"|\d+)\])?\.([\w-]+)/.exec(word);
  if (found === null) return somethingElse;
  const prefix = spot.module === '' ? '' : `${spot.module}.`;
  const calls = [...follow.byModule.keys()].filter((module) => {
    const step = stepsOf(module.slice(prefix.length));
    return module.startsWith(prefix) && step.length === 1 && step[0]!.name === found[1];
  });
  const exact = calls.filter((module) => found[2] === undefined || module.endsWith(`[${found[2]}]`));
  const named = (exact.length > 0 ? exact : calls).map((module) => {
    const output = at(at(moduleConfig(follow, module), 'outputs'), found[3]!);
    const inside = { module, index: null, each: undefined };
    return resolve(follow, wordsOf(output?.expression), inside, types, depth + 1);
  });
  return {
    resources: [...new Set(named.flatMap((each) => each.resources))],
    other: named.length === 0 || named.some((each) => each.other),
  };
}

interface Step {
  readonly text: string;
  readonly name: string;
  readonly index: string | number | null;
}

function stepsOf(module: string): readonly Step[] {
  return [...module.matchAll(/module\.([\w-]+)(?:\[("(?:[^"\\]|\\.)*"|\d+)\])?/g)].map(([whole, name, key]) => ({
    text: whole,
    name: name!,
    index: key === undefined ? null : key.startsWith('"') ? unquoted(key) : Number(key),
  }));
}

function unquoted(key: string): string {
  return key.slice(1, -1).replace(/\\(.)/g, '$1');
}

function moduleConfig({ root }: Follow, module: string): JsonObject | null {
  return stepsOf(module).reduce(
    (held: JsonObject | null, step) => at(at(at(held, 'module_calls'), step.name), 'module'),
    root,
  );
}

function resourcesIn(module: JsonObject | null): ReadonlyMap<string, JsonObject> {
  const found = list(module?.resources).filter(isObject);
  return new Map(found.map((each) => [`${text(each, 'type')}.${text(each, 'name')}`, each]));
}

/** All references in an expression and its nested blocks. */
function wordsOf(expression: Json | undefined): readonly string[] {
  if (Array.isArray(expression)) return (expression as readonly Json[]).flatMap(wordsOf);
  if (!isObject(expression)) return [];
  const own = list(expression.references).filter((word) => typeof word === 'string');
  const inner = Object.entries(expression).filter(([key]) => key !== 'references' && key !== 'constant_value');
  return [...own, ...inner.flatMap(([, value]) => wordsOf(value))];
}

function at(value: Json | undefined | null, key: string): JsonObject | null {
  const found = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isObject(found) ? found : null;
}
