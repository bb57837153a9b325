import { existsSync } from 'node:fs';
import { Complaint } from './complaint.ts';
import { usualPolicy } from './open-policy.ts';

/** The policy files that are meant: those named, as layers, else the usual one when it is here. */
export function policyFiles(verb: string, named: readonly string[]): readonly string[] {
  if (named.length > 0) return named;
  if (existsSync(usualPolicy)) return [usualPolicy];
  throw new Complaint(
    `\`policy ${verb}\` needs a policy file, e.g. \`portcullis policy ${verb} ${usualPolicy}\`; \`portcullis init\` writes one`,
  );
}
