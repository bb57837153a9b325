import type { Instant } from '../../leaf/instant.ts';
import type { Joined } from '../join.ts';
import type { PolicyLayer } from '../layer.ts';
import type { Adjustment, Baseline, Check, Contexts, Directory, Exception, PolicyTest, Route } from '../policy.ts';
import type { Written } from '../read/read-checks.ts';
import type { Sets } from '../read/read-sets.ts';

/** A policy as read, with the places where all of it was said: what mistakes are looked for in. */
export interface AsWritten {
  readonly joined: Joined;
  readonly layers: readonly PolicyLayer[];
  readonly sets: Sets;
  readonly contexts: Contexts;
  readonly directory: Directory;
  readonly checks: readonly Written<Check>[];
  readonly adjust: readonly Written<Adjustment>[];
  readonly baselines: readonly Written<Baseline>[];
  readonly exceptions: readonly Written<Exception>[];
  readonly routes: readonly Written<Route>[];
  readonly tests: readonly Written<PolicyTest>[];
  /** The moment at which exceptions are looked at; `null` = not told. */
  readonly at: Instant | null;
}

/** Ids that verdicts may carry: checks, and each baseline's drift. */
export function verdictIds({ checks, baselines }: Pick<AsWritten, 'checks' | 'baselines'>): readonly string[] {
  const drifts = baselines.flatMap(({ made }) =>
    (['extra', 'widened', 'missing'] as const).flatMap((key) =>
      made.drift[key] === null ? [] : [`${made.id}.${key}`],
    ),
  );
  return [...checks.map(({ made }) => made.id), ...drifts];
}
