import { isObject, type Json, type JsonObject } from '../../../leaf/canonical.ts';
import { type Instant, readInstant } from '../../../leaf/instant.ts';
import { list, text } from '../field.ts';
import { notTold, type Told } from '../told.ts';

/** One managed resource as a plan or state tells it. */
export interface TfResource {
  /** `module.edge["eu"].aws_security_group.web[0]`. */
  readonly address: string;
  /** Address of its module's instance; empty for the root module. */
  readonly module: string;
  readonly type: string;
  readonly name: string;
  /** Its `count.index` or `each.key`. */
  readonly index: string | number | null;
  /** What stands, as far as Terraform knows; `null` when there is none. */
  readonly before: JsonObject | null;
  /** What is planned, or (a state) what stands; `null` when it is deleted. */
  readonly after: JsonObject | null;
  /** Marks with `true` what is known only after the plan is applied. */
  readonly unknown: Json | undefined;
  readonly actions: readonly string[];
  /** Members that are not there may be unknown ones: the file does not tell which are. */
  readonly sparse: boolean;
}

/** A plan or state as read. */
export interface TfFile {
  readonly kind: 'terraform-plan' | 'terraform-state';
  readonly takenAt: Instant | null;
  readonly resources: readonly TfResource[];
  /** Data sources that were read, by their values. */
  readonly sources: readonly { readonly type: string; readonly values: JsonObject }[];
  readonly configuration: JsonObject | null;
}

/**
 * Reads `terraform show -json` of a plan or a state, or a state file of version 4; `null` when it is none of these.
 * Source: Terraform documentation, "JSON Output Format" (format 1.x) and its state format version 4.
 */
export function readFile(json: Json): TfFile | null {
  if (!isObject(json)) return null;
  if (json.version === 4 && Array.isArray(json.resources) && (json.lineage ?? json.terraform_version) !== undefined)
    return { ...state, resources: list(json.resources).flatMap(fromStateFile) };
  if (typeof json.format_version !== 'string') return null;
  const configuration = isObject(json.configuration) ? json.configuration : null;
  if (json.resource_changes !== undefined || json.planned_values !== undefined) {
    const told = list(json.resource_changes).flatMap(fromChange);
    const planned = json.resource_changes === undefined ? fromValues(json.planned_values, true) : told;
    const prior = isObject(json.prior_state) ? json.prior_state.values : undefined;
    const takenAt = readInstant(text(json, 'timestamp') ?? '');
    return { kind: 'terraform-plan', takenAt, resources: planned, sources: sourcesOf(prior), configuration };
  }
  const bare = Object.keys(json).every((key) => /^(format_version|terraform_version|checks)$/.test(key));
  if (json.values === undefined && !bare) return null;
  return { ...state, resources: fromValues(json.values, false), sources: sourcesOf(json.values) };
}

const state = { kind: 'terraform-state', takenAt: null, sources: [], configuration: null } as const;

/** An attribute as planned (or as a state has it). */
export function planned(resource: TfResource, key: string): Told {
  const marks = isObject(resource.unknown) && Object.hasOwn(resource.unknown, key) ? resource.unknown[key] : undefined;
  const has = resource.after !== null && Object.hasOwn(resource.after, key);
  if (marks === true || (resource.sparse && !has)) return notTold;
  return has ? resource.after![key] : undefined;
}

/** The marks of unknown members inside an attribute. */
export function marksOf(resource: TfResource, key: string): Json | undefined {
  return isObject(resource.unknown) && Object.hasOwn(resource.unknown, key) ? resource.unknown[key] : undefined;
}

/** An attribute as it stands before the plan. */
export function former(resource: TfResource, key: string): Json | undefined {
  return resource.before !== null && Object.hasOwn(resource.before, key) ? resource.before[key] : undefined;
}

function fromChange(each: Json): readonly TfResource[] {
  const change = isObject(each) && isObject(each.change) ? each.change : null;
  const base = baseOf(each);
  if (change === null || base === null) return [];
  const deposed = text(each, 'deposed');
  return [
    {
      ...base,
      address: deposed === null ? base.address : `${base.address} (deposed ${deposed})`,
      before: isObject(change.before) ? change.before : null,
      after: isObject(change.after) ? change.after : null,
      unknown: change.after_unknown,
      actions: list(change.actions).filter((action) => typeof action === 'string'),
      sparse: false,
    },
  ];
}

function fromValues(values: Json | undefined, sparse: boolean): readonly TfResource[] {
  return inModules(values).flatMap((each) => {
    const base = baseOf(each);
    const held = isObject(each) && isObject(each.values) ? each.values : null;
    return base === null || held === null
      ? []
      : [{ ...base, before: sparse ? null : held, after: held, unknown: undefined, actions: [], sparse }];
  });
}

function baseOf(each: Json): Pick<TfResource, 'address' | 'module' | 'type' | 'name' | 'index'> | null {
  const [address, type, name] = [text(each, 'address'), text(each, 'type'), text(each, 'name')];
  if (!isObject(each) || address === null || type === null || name === null || each.mode === 'data') return null;
  const index = typeof each.index === 'string' || typeof each.index === 'number' ? each.index : null;
  return { address, module: text(each, 'module_address') ?? moduleOf(address), type, name, index };
}

/** The module's instance within an address: all of its leading `module.<name>[<key>]` steps. */
function moduleOf(address: string): string {
  return /^(?:module\.[\w-]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?\.)*/.exec(address)![0].replace(/\.$/, '');
}

function inModules(values: Json | undefined): readonly Json[] {
  const root = isObject(values) ? values.root_module : undefined;
  const found: Json[] = [];
  const walk = (module: Json | undefined): void => {
    if (!isObject(module)) return;
    for (const each of list(module.resources)) found.push(each);
    for (const child of list(module.child_modules)) walk(child);
  };
  walk(root);
  return found;
}

function sourcesOf(values: Json | undefined): TfFile['sources'] {
  return inModules(values).flatMap((each) => {
    const type = text(each, 'type');
    return isObject(each) && each.mode === 'data' && type !== null && isObject(each.values)
      ? [{ type, values: each.values }]
      : [];
  });
}

function fromStateFile(each: Json): readonly TfResource[] {
  const [type, name] = [text(each, 'type'), text(each, 'name')];
  if (!isObject(each) || type === null || name === null || each.mode === 'data') return [];
  const module = text(each, 'module') ?? '';
  return list(each.instances).flatMap((instance): readonly TfResource[] => {
    const held = isObject(instance) && isObject(instance.attributes) ? instance.attributes : null;
    if (!isObject(instance) || held === null) return [];
    const key = instance.index_key;
    const index = typeof key === 'string' || typeof key === 'number' ? key : null;
    const step = index === null ? '' : `[${JSON.stringify(index)}]`;
    const address = `${module === '' ? '' : `${module}.`}${type}.${name}${step}`;
    return [
      { address, module, type, name, index, before: held, after: held, unknown: undefined, actions: [], sparse: false },
    ];
  });
}
