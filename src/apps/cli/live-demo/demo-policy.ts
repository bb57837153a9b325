import { join, relative } from 'node:path';
import { type OpenedPolicy, readPolicies } from '../open-policy.ts';
import { packageRoot } from '../package-root.ts';
import type { Terminal } from '../screen.ts';

/** Where the policy of the live demonstration lies, from the folder one is in: as it is told. */
export function demoPolicyPath(): string {
  return relative(process.cwd(), join(packageRoot(), 'examples', 'live', 'portcullis.yaml'));
}

/** The policy of the live demonstration. */
export async function openDemoPolicy(terminal: Terminal): Promise<OpenedPolicy> {
  return await readPolicies([demoPolicyPath()], terminal);
}
