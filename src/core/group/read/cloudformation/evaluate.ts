import { isObject, type Json, type JsonObject } from '../../../leaf/canonical.ts';
import { notTold, type Told } from '../told.ts';

/** A part of a template, by its logical id, and which attribute of it is meant. */
export interface Reference {
  readonly mark: typeof notTold;
  readonly id: string;
  readonly attribute: string | null;
}

/** A value of a template once its functions are worked out, as far as the template tells; its members are not yet. */
export type Value = Told | Reference;

/** What the functions of a template may look at. */
export interface Template {
  readonly parameters: JsonObject;
  readonly mappings: JsonObject;
  readonly conditions: JsonObject;
  readonly resources: JsonObject;
  /** How many functions may still be worked out: a template may name itself over and over. */
  readonly steps: { left: number };
}

/** Tells a reference to a resource of the template from its other values. */
export function isReference(value: Value): value is Reference {
  return isObject(value) && (value as { readonly mark?: unknown }).mark === notTold;
}

/** The account that a template is deployed in: not told, and one's own. */
export const ownAccount = 'AWS::AccountId';

const deepest = 100;

/**
 * Works out the function that a value is, if it is one. A parameter is its default; what only the deployment tells (a
 * parameter without default, an import, a macro, a dynamic reference) is not told; `AWS::NoValue` is absent.
 * Source: AWS CloudFormation template reference, "Intrinsic function reference" and "Pseudo parameters reference".
 */
export function evaluate(value: Json | undefined, template: Template, depth = 0): Value {
  if (depth > deepest || template.steps.left-- <= 0) return notTold;
  if (typeof value === 'string') return value.includes('{{resolve:') ? notTold : value;
  const call = callOf(value);
  if (call === null) return value;
  const [name, given] = call;
  const next = (each: Json | undefined): Value => evaluate(each, template, depth + 1);
  switch (name) {
    case 'Ref':
      return refer(given, template);
    case 'Fn::GetAtt':
      return getAttribute(given, template, depth);
    case 'Fn::If': {
      const [condition, yes, no] = argumentsOf(given);
      const met = isMet(condition === undefined ? undefined : { Condition: condition }, template, depth + 1);
      return met === null ? notTold : next(met ? yes : no);
    }
    case 'Fn::FindInMap':
      return findInMap(argumentsOf(given).map(next), template);
    case 'Fn::Sub':
      return substitute(given, template, depth);
    case 'Fn::Join': {
      const [glue, parts] = argumentsOf(given);
      const texts = elements(next(parts)).map((part) => plainText(next(part)));
      return typeof glue === 'string' && texts.every((text) => text !== null) ? texts.join(glue) : notTold;
    }
    case 'Fn::Select': {
      const [at, from] = argumentsOf(given);
      const chosen = next(from);
      const place = Number(plainText(next(at)) ?? Number.NaN);
      return Array.isArray(chosen) && Number.isInteger(place) ? next((chosen as readonly Json[])[place]) : notTold;
    }
    case 'Fn::Split': {
      const [glue, whole] = argumentsOf(given);
      const text = plainText(next(whole));
      return typeof glue === 'string' && glue !== '' && text !== null ? text.split(glue) : notTold;
    }
    default:
      return notTold;
  }
}

/**
 * The values that a value may be: both branches of an `Fn::If` whose condition is not told, else just the one.
 */
export function alternatives(value: Json | undefined, template: Template, depth = 0): readonly Value[] {
  const call = callOf(value);
  if (call?.[0] !== 'Fn::If' || depth > 20) return [evaluate(value, template)];
  const [condition, yes, no] = argumentsOf(call[1]);
  const met = isMet(condition === undefined ? undefined : { Condition: condition }, template, 0);
  const branches = met === null ? [yes, no] : [met ? yes : no];
  return branches.flatMap((branch) => alternatives(branch, template, depth + 1));
}

/** The elements that a list may have; a single value is a list of one, an absent one of none. */
export function listed(value: Json | undefined, template: Template): readonly Value[] {
  return alternatives(value, template).flatMap((whole): readonly Value[] => {
    const each: readonly Value[] = Array.isArray(whole)
      ? (whole as readonly Json[]).flatMap((one) => alternatives(one, template))
      : [whole];
    return each.filter((one) => one !== undefined && one !== null);
  });
}

/** Whether a condition of the template holds; `null` when only the deployment tells. */
export function isMet(condition: Json | undefined, template: Template, depth = 0): boolean | null {
  const call = isObject(condition) ? Object.entries(condition)[0] : undefined;
  if (call === undefined || depth > deepest || template.steps.left-- <= 0) return null;
  const [name, given] = call;
  const inner = argumentsOf(given).map((each) => (): boolean | null => isMet(each, template, depth + 1));
  switch (name) {
    case 'Condition':
      return typeof given === 'string' && Object.hasOwn(template.conditions, given)
        ? isMet(template.conditions[given], template, depth + 1)
        : null;
    case 'Fn::Equals': {
      const [one, other] = argumentsOf(given).map((each) => plainText(evaluate(each, template, depth + 1)));
      return typeof one === 'string' && typeof other === 'string' ? one === other : null;
    }
    case 'Fn::Not':
      return not(inner[0]?.() ?? null);
    case 'Fn::And':
      return allOf(inner.map((each) => each()));
    case 'Fn::Or':
      return not(allOf(inner.map((each) => not(each()))));
    default:
      return null;
  }
}

/** Text of a value that is a scalar; `null` where it is not told, absent or no scalar. */
export function plainText(value: Value): string | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function not(met: boolean | null): boolean | null {
  return met === null ? null : !met;
}

function allOf(met: readonly (boolean | null)[]): boolean | null {
  return met.includes(false) ? false : met.includes(null) ? null : true;
}

function callOf(value: Json | undefined): readonly [string, Json | undefined] | null {
  if (!isObject(value)) return null;
  const keys = Object.keys(value);
  const [key] = keys;
  return keys.length === 1 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::')) ? [key, value[key]] : null;
}

function argumentsOf(given: Json | undefined): readonly Json[] {
  return Array.isArray(given) ? (given as readonly Json[]) : given === undefined ? [] : [given];
}

function elements(value: Value): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [{ Ref: '' }];
}

function refer(name: Json | undefined, template: Template): Value {
  if (typeof name !== 'string') return notTold;
  if (name === 'AWS::NoValue') return undefined;
  if (name === ownAccount) return { mark: notTold, id: name, attribute: null };
  if (Object.hasOwn(template.parameters, name)) return defaultOf(template.parameters[name]);
  return Object.hasOwn(template.resources, name) ? { mark: notTold, id: name, attribute: null } : notTold;
}

/** The default of a parameter. Where its type names a Systems Manager parameter, that is only the name of a value. */
function defaultOf(parameter: Json | undefined): Value {
  if (!isObject(parameter) || parameter.Default === undefined) return notTold;
  const type = String(plainText(parameter.Type));
  if (type.startsWith('AWS::SSM::')) return notTold;
  const value = parameter.Default;
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  if (isList && typeof value === 'string') return value.split(',').map((each) => each.trim());
  return typeof value === 'string' && value.includes('{{resolve:') ? notTold : value;
}

function getAttribute(given: Json | undefined, template: Template, depth: number): Value {
  const [id = '', ...rest] =
    typeof given === 'string' ? given.split('.') : argumentsOf(given).map((each) => String(plainText(each)));
  const attribute = rest.join('.');
  const resource = Object.hasOwn(template.resources, id) ? template.resources[id] : undefined;
  if (!isObject(resource) || attribute === '') return notTold;
  const properties = isObject(resource.Properties) ? resource.Properties : {};
  if (attribute === 'CidrBlock' && properties.CidrBlock !== undefined)
    return evaluate(properties.CidrBlock, template, depth + 1);
  return { mark: notTold, id, attribute };
}

function findInMap(keys: readonly Value[], { mappings }: Template): Value {
  const found = keys.slice(0, 3).reduce<Json | undefined>((held, key) => {
    const name = plainText(key);
    return name !== null && isObject(held) && Object.hasOwn(held, name) ? held[name] : undefined;
  }, mappings);
  return keys.length < 3 || found === undefined ? notTold : found;
}

function substitute(given: Json | undefined, template: Template, depth: number): Value {
  const [text, own] = argumentsOf(given);
  if (typeof text !== 'string') return notTold;
  const named = (name: string): Value => {
    if (isObject(own) && Object.hasOwn(own, name)) return evaluate(own[name], template, depth + 1);
    return evaluate(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name }, template, depth + 1);
  };
  const whole = /^\$\{\s*([^!{}][^{}]*?)\s*\}$/.exec(text);
  if (whole !== null) return named(whole[1]!);
  let isKnown = true;
  const filled = text.replace(/\$\{\s*(!?)([^{}]*?)\s*\}/g, (_, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    const value = plainText(named(name));
    if (value === null) isKnown = false;
    return value ?? '';
  });
  return isKnown ? filled : notTold;
}
