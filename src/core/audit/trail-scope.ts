import type { TrailScope } from './judge-trails.ts';

/** Selectors of a trail, as `GetEventSelectors` answers them; members may be missing. */
export interface Selectors {
  readonly EventSelectors?:
    | readonly { readonly ReadWriteType?: string | undefined; readonly IncludeManagementEvents?: boolean | undefined }[]
    | undefined;
  readonly AdvancedEventSelectors?:
    | readonly { readonly FieldSelectors?: readonly FieldSelector[] | undefined }[]
    | undefined;
}

/** One condition of an advanced selector. */
export interface FieldSelector {
  readonly Field?: string | undefined;
  readonly Equals?: readonly string[] | undefined;
  readonly NotEquals?: readonly string[] | undefined;
}

/**
 * Which management events selectors let through, as far as EC2's are concerned (CloudTrail user guide, "Logging management
 * events"). Without selectors a trail keeps them
 * all. Plain selectors include them unless told otherwise; of the advanced ones at least one must name them.
 */
export function trailScope({ EventSelectors, AdvancedEventSelectors = [] }: Selectors): TrailScope {
  if ((EventSelectors ?? []).length === 0 && AdvancedEventSelectors.length === 0) return 'all';
  const plain = (EventSelectors ?? []).filter(({ IncludeManagementEvents = true }) => IncludeManagementEvents);
  const kept = new Set(plain.flatMap(({ ReadWriteType = 'All' }) => halvesOf[ReadWriteType] ?? []));
  for (const { FieldSelectors = [] } of AdvancedEventSelectors)
    if (FieldSelectors.every(letsEc2Through)) for (const half of halfOf(FieldSelectors)) kept.add(half);
  if (kept.size === 2) return 'all';
  return kept.has('writes') ? 'writes' : kept.has('reads') ? 'reads' : 'none';
}

type Half = 'reads' | 'writes';

const halvesOf: Readonly<Record<string, readonly Half[]>> = {
  All: ['reads', 'writes'],
  ReadOnly: ['reads'],
  WriteOnly: ['writes'],
};

function letsEc2Through({ Field, Equals, NotEquals = [] }: FieldSelector): boolean {
  if (Field === 'eventCategory') return Equals?.includes('Management') ?? false;
  if (Field === 'eventSource')
    return !NotEquals.includes('ec2.amazonaws.com') && (Equals?.includes('ec2.amazonaws.com') ?? true);
  return true;
}

function halfOf(fields: readonly FieldSelector[]): readonly Half[] {
  const { Equals, NotEquals } = fields.find(({ Field }) => Field === 'readOnly') ?? {};
  const reads = Equals?.includes('true') ?? NotEquals?.includes('false') ?? null;
  return reads === null ? ['reads', 'writes'] : reads ? ['reads'] : ['writes'];
}
