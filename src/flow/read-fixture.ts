import type { Perimeter } from '../core/group/group.ts';
import { readSnapshot } from '../core/group/read/describe.ts';
import { isObject, type Json } from '../core/leaf/canonical.ts';

/** What a policy's test is given: what stood, and the CloudTrail records of what was done then. */
export interface Fixture {
  readonly snapshot: Perimeter | null;
  readonly records: readonly Json[];
}

/** A fixture as read, or why it could not be. */
export type FixtureReading = Fixture | { readonly misread: string };

/**
 * Reads a fixture: `{"snapshot": …, "records": […]}`, either of them or both. `snapshot` is what `--snapshot` takes, with
 * `takenAt`; alone, it is judged as what stands. `records` are CloudTrail records, judged as changes.
 */
export function readFixture(json: Json): FixtureReading {
  if (!isObject(json)) return { misread: 'expected an object with `snapshot` or `records`, or both' };
  const odd = Object.keys(json).find((key) => key !== 'snapshot' && key !== 'records');
  if (odd !== undefined) return { misread: `expected \`snapshot\` and \`records\` only, found \`${odd}\`` };
  const { snapshot, records = [] } = json;
  if (!Array.isArray(records)) return { misread: 'expected a list of CloudTrail records at `records`' };
  if (snapshot === undefined && records.length === 0)
    return { misread: 'expected `snapshot` or `records`, found neither' };
  if (snapshot === undefined) return { snapshot: null, records };
  const { perimeter, misread } = readSnapshot(snapshot);
  if (perimeter === null || misread.length > 0) return { misread: `in \`snapshot\`: ${misread.join('; ')}` };
  return { snapshot: perimeter, records };
}
