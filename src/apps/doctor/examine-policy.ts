import { type Diagnosis, ill, unclear, well } from '../../core/audit/diagnosis.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { readPolicyFiles } from '../../settings/policy-file.ts';
import { counted } from '../cli/counted.ts';
import { packsFolder } from '../cli/open-policy.ts';
import { ownVersion } from '../cli/package-root.ts';
import { runOwnTests } from '../cli/policy-test.ts';

/** What was learnt of a policy. */
export interface PolicyExamined {
  readonly policy: Policy | null;
  readonly diagnoses: readonly Diagnosis[];
}

/** Whether a policy is valid and passes its own tests. */
export async function examinePolicy(paths: readonly string[], now: number): Promise<PolicyExamined> {
  const about = `policy ${paths.join(' ')}`;
  const expected = 'a policy that is valid and passes its tests';
  const { policy, errors, warnings } = readPolicyFiles(paths, packsFolder(), now);
  if (policy === null)
    return {
      policy,
      diagnoses: [
        ill(
          'policy',
          about,
          expected,
          `${counted(errors.length, 'problem')}, the first: ${errors[0]?.split('\n')[0] ?? ''}`,
          `portcullis policy validate ${paths.join(' ')}   tells all of them`,
        ),
      ],
    };
  const results = await runOwnTests(paths, { policy, engine: ownVersion(), files: paths });
  const failed = results.filter(({ misses }) => misses.length > 0);
  const checks = counted(policy.checks.length, 'check');
  const told: Diagnosis[] = warnings.map((warning) =>
    unclear('policy', about, 'nothing to warn of', warning.split('\n')[0] ?? ''),
  );
  if (failed.length > 0)
    told.push(
      ill(
        'policy',
        about,
        expected,
        `${failed.length} of ${counted(results.length, 'test')} failed, the first: \`${failed[0]!.id}\``,
        `portcullis policy test ${paths.join(' ')}`,
      ),
    );
  else if (results.length === 0)
    told.push(
      unclear('policy', about, 'tests of it, too', `${checks}, valid, no tests`, 'see `tests` in docs/policy.md'),
    );
  else told.push(well('policy', about, expected, `${checks}, valid, ${counted(results.length, 'test')} passed`));
  return { policy, diagnoses: told };
}

/** Whether a policy lets anything be done to groups, in any environment. */
export function enforces({ safety }: Pick<Policy, 'safety'>): boolean {
  return JSON.stringify(safety.mode).includes('"enforce"');
}
