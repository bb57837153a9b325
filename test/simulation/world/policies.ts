import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../src/core/leaf/canonical.ts';
import { readPolicy } from '../../../src/core/policy/read-policy.ts';
import type { Judging } from '../../../src/core/verdict/matter.ts';
import { readYaml } from '../../../src/settings/read-yaml.ts';
import { bitsOf, office, strangerIpv6, strangers } from './universe.ts';

/** A policy of the simulation: as the product reads it, and in the words of the judge, who reads no policy. */
export interface Variant {
  readonly name: VariantName;
  readonly judging: Judging;
  readonly words: PolicyWords;
}

/** What the judge goes by. */
export interface PolicyWords {
  /** What `strangers` may not reach in production; `by` is what is done about it. */
  readonly closed: readonly {
    readonly check: string;
    readonly services: readonly number[];
    readonly moreThan: number;
    readonly by: 'revert' | 'ask' | 'expire';
    readonly critical: boolean;
  }[];
  /** What the office must not lose. */
  readonly kept: readonly number[];
  /** Whether what stands is closed as well, whoever did it. */
  readonly standing: boolean;
  readonly caps: { readonly group: Cap; readonly actor: Cap; readonly account: Cap };
  readonly strangerBits: number;
  readonly officeBits: number;
}

interface Cap {
  readonly count: number;
  readonly per: number;
}

const variants = ['plain', 'moderate', 'careful', 'tight'] as const;

/** The names of the policies. */
export type VariantName = (typeof variants)[number];

export const variantNames: readonly VariantName[] = variants;

const minutes = 60_000;

const shared: Omit<PolicyWords, 'closed' | 'standing' | 'caps'> = {
  kept: [2],
  strangerBits: bitsOf([...strangers, strangerIpv6]),
  officeBits: bitsOf([office]),
};

const wide = { group: cap(40, 10), actor: cap(60, 10), account: cap(120, 10) };

const words: { readonly [name in VariantName]: PolicyWords } = {
  plain: { ...shared, closed: closedBy('revert', 'revert'), standing: true, caps: wide },
  moderate: { ...shared, closed: closedBy('revert', 'expire'), standing: true, caps: wide },
  careful: { ...shared, closed: closedBy('revert', 'ask'), standing: false, caps: wide },
  tight: {
    ...{ ...shared, closed: closedBy('revert', 'revert'), standing: true },
    caps: { group: cap(2, 5), actor: cap(3, 5), account: cap(4, 5) },
  },
};

function closedBy(ssh: 'revert', data: 'revert' | 'ask' | 'expire'): PolicyWords['closed'] {
  return [
    { check: 'ssh', services: [0], moreThan: 0, by: ssh, critical: true },
    { check: 'data', services: [3, 4], moreThan: 4, by: data, critical: false },
    { check: 'names', services: [6], moreThan: 0, by: 'ask', critical: false },
  ];
}

function cap(count: number, span: number): Cap {
  return { count, per: span * minutes };
}

const made = new Map<VariantName, Variant>();

/** A policy by its name, read from `policies/<name>.yaml` beside this file by the product's own reader. */
export function variantOf(name: VariantName): Variant {
  let variant = made.get(name);
  if (variant === undefined) {
    const text = readFileSync(join(import.meta.dirname, 'policies', `${name}.yaml`), 'utf8');
    const { value } = readYaml(text);
    const layer = { name: `${name}.yaml`, value: value as JsonObject, lineOf: () => 1, files: new Map() };
    const { policy, problems } = readPolicy([layer]);
    if (policy === null) throw new Error(`the policy ${name} is refused: ${problems.map((each) => each.message)}`);
    variant = { name, judging: { policy, engine: '0.0.0' }, words: words[name] };
    made.set(name, variant);
  }
  return variant;
}
