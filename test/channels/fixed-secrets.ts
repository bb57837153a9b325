import type { FoundSecret, Secrets } from '../../src/contracts/secrets.ts';

/** Secrets that are known beforehand, by reference. `forgotten`: what a service did not take. */
export interface FixedSecrets extends Secrets {
  readonly forgotten: string[];
}

/** Answers those that are given; any other reference is refused. A reason in place of a secret is what looking it up fails with. */
export function fixedSecrets(
  known: Readonly<Record<string, string | Exclude<FoundSecret, { readonly kind: 'found' }>>>,
): FixedSecrets {
  const forgotten: string[] = [];
  return {
    forgotten,
    find: async (reference) => {
      const value = Object.hasOwn(known, reference) ? known[reference]! : null;
      if (value === null) return { kind: 'refused', why: `nothing is kept at \`${reference}\`` };
      return typeof value === 'string' ? { kind: 'found', secret: { open: () => value } } : value;
    },
    forget: (reference) => void forgotten.push(reference),
  };
}
