import type { AskEc2, Ec2Reply } from '../../src/aws/ask-ec2.ts';
import { isObject, type Json } from '../../src/core/leaf/canonical.ts';
import type { Site } from '../../src/core/plan/act/intent.ts';
import type { Step } from './step.ts';
import { parts } from './steps.ts';

/** One side that is asked: a client, and what its ids are called. */
export interface Side {
  readonly ask: AskEc2;
  readonly ids: Map<string, string>;
}

/** What both sides answered to one step, where they differ. */
export interface Differing {
  /** `part: title of the step`. */
  readonly step: string;
  /** `code` or `members.of.the.answer: what the model says, not what moto says`. */
  readonly differs: readonly string[];
}

/** Members that each side makes up: that they are there is compared, not what they hold. */
const madeUp = /(Id|Arn|NextToken|PrivateIpAddress|AvailabilityZone)$/;

/** Asks the model and moto the same, call by call. Members that moto alone has are none of the product's. */
export async function askBoth(site: Site, model: Side, moto: Side): Promise<readonly Differing[]> {
  const found: Differing[] = [];
  for (const [part, steps] of Object.entries(parts))
    for (const step of steps) {
      const [ours, theirs] = [await make(site, step, model), await make(site, step, moto)];
      const differs = compare(told(ours, model), told(theirs, moto), '');
      if (differs.length > 0) found.push({ step: `${part}: ${step.title}`, differs });
    }
  return found;
}

async function make(site: Site, { call, gives }: Step, { ask, ids }: Side): Promise<Ec2Reply> {
  const { action, request } = call((name) => ids.get(name) ?? unknown(name));
  const reply = (await ask(site, action, request as never)) as Ec2Reply;
  for (const [name, path] of Object.entries(gives)) {
    const id = path
      .split('.')
      .reduce<unknown>(
        (at, key) => (at as Record<string, unknown> | undefined)?.[key],
        reply.kind === 'answered' ? reply.result : undefined,
      );
    if (typeof id === 'string') ids.set(name, id);
  }
  return reply;
}

/** An id of the kind that the name asks for, of nothing that is there. */
function unknown(name: string): string {
  return `${name === 'none' ? 'sg' : 'sgr'}-0000000000000dead`;
}

function told(reply: Ec2Reply, { ids }: Side): Json {
  if (reply.kind !== 'answered') return { [reply.kind]: 'code' in reply ? reply.code : reply.why };
  const names = new Map([...ids].map(([name, id]) => [id, `<${name}>`]));
  return named(reply.result as unknown as Json, names);
}

function named(value: Json, names: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => named(each as Json, names)).toSorted(byText);
  if (!isObject(value)) return value;
  const sorted = Object.entries(value).toSorted(([one], [other]) => byText(one, other));
  return Object.fromEntries(sorted.map(([key, each]) => [key, named(each as Json, names)]));
}

/** Rules, tags and groups are answered in no order (EC2 API reference promises none). */
function byText(one: Json, other: Json): number {
  const [a, b] = [textOf(one), textOf(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function textOf(value: Json): string {
  if (!isObject(value)) return JSON.stringify(value);
  const kept = Object.entries(value).filter(
    ([key, each]) => !madeUp.test(key) || (typeof each === 'string' && each.startsWith('<')),
  );
  return JSON.stringify(kept.toSorted());
}

function compare(ours: Json | undefined, theirs: Json | undefined, path: string): readonly string[] {
  if (isObject(ours) && isObject(theirs))
    return Object.entries(ours).flatMap(([key, each]) => {
      const other = theirs[key] as Json | undefined;
      if (isMadeUp(key, each as Json) && isMadeUp(key, other)) return [];
      return compare(each as Json, other, path === '' ? key : `${path}.${key}`);
    });
  if (Array.isArray(ours) && Array.isArray(theirs)) return compareLists(ours as Json[], theirs as Json[], path);
  return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [`${path}: ${say(ours)}, not ${say(theirs)}`];
}

function compareLists(ours: readonly Json[], theirs: readonly Json[], path: string): readonly string[] {
  if (ours.length === theirs.length) return ours.flatMap((each, at) => compare(each, theirs[at], `${path}.*`));
  const [here, there] = [ours.map(textOf), theirs.map(textOf)];
  return [
    ...here.filter((each) => !there.includes(each)).map((each) => `${path}: ${each} only the model has`),
    ...there.filter((each) => !here.includes(each)).map((each) => `${path}: ${each} only moto has`),
  ];
}

function isMadeUp(key: string, value: Json | undefined): boolean {
  return madeUp.test(key) && typeof value === 'string' && !value.startsWith('<');
}

function say(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
