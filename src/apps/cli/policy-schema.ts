import { policySchema } from '../../core/policy/shape/json-schema.ts';
import { Complaint } from './complaint.ts';
import type { Run } from './verbs.ts';

/** `policy schema`: the JSON Schema of a policy file, for editors. */
export const policySchemaVerb: Run = async ([odd], _options, terminal) => {
  if (odd !== undefined) throw new Complaint(`expected nothing after \`policy schema\`, got \`${odd}\``);
  await terminal.out(`${JSON.stringify(policySchema, null, 2)}\n`);
  return 0;
};
