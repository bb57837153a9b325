/** One thing that differs. `id: null` where the section has no ids. */
export interface PolicyDifference {
  readonly section: string;
  readonly id: string | null;
  readonly op: 'added' | 'removed' | 'changed';
  readonly text: string;
}

/** Something with an id, in one sentence. */
export interface Sentence {
  readonly id: string;
  readonly text: string;
}

/** What came, went or reads otherwise than before, sorted by id. */
export function compareById(
  section: string,
  old: readonly Sentence[],
  next: readonly Sentence[],
): readonly PolicyDifference[] {
  const was = new Map(old.map(({ id, text }) => [id, text]));
  const is = new Map(next.map(({ id, text }) => [id, text]));
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((id) => {
    const [before, now] = [was.get(id), is.get(id)];
    if (before === now) return [];
    if (before === undefined) return [difference(section, id, 'added', `added: ${now}`)];
    if (now === undefined) return [difference(section, id, 'removed', `removed: ${before}`)];
    return [difference(section, id, 'changed', `${before} → ${now}`)];
  });
}

/** One difference, with section and id before its text. */
export function difference(
  section: string,
  id: string | null,
  op: PolicyDifference['op'],
  what: string,
): PolicyDifference {
  return { section, id, op, text: `${section}${id === null ? '' : ` ${id}`}: ${what}` };
}
