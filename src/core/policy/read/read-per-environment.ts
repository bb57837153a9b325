import type { Json } from '../../leaf/canonical.ts';
import { type PerEnvironment, type Respond, responses, type Severity, severities } from '../scale.ts';
import { membersOf, textsOf } from './plain-value.ts';

/** Reads a value for each environment and `else`, keys sorted; `missing` stands where there is no `else`. */
export function readPerEnvironment<T>(value: Json | undefined, read: (one: Json) => T, missing: T): PerEnvironment<T> {
  const named = membersOf(value).map(([environment, one]) => [environment, read(one)] as const);
  return { else: missing, ...Object.fromEntries(named) } as PerEnvironment<T>;
}

/** Reads severity per environment; one word stands for all. */
export function readSeverities(value: Json | undefined): PerEnvironment<Severity> {
  const read = (one: Json) => severities.find((word) => word === one) ?? 'critical';
  return typeof value === 'string' ? { else: read(value) } : readPerEnvironment(value, read, 'critical');
}

/** Reads responses per environment, weakest first; none where nothing is said. */
export function readResponds(value: Json | undefined): PerEnvironment<readonly Respond[]> {
  const read = (one: Json) => responses.filter((word) => textsOf(one).includes(word));
  return readPerEnvironment<readonly Respond[]>(value, read, ['none']);
}
