import { nearestWords } from '../../core/policy/shape/nearest-word.ts';
import { Complaint } from './complaint.ts';
import type { Run } from './verbs.ts';

/** What can be done with policy files; the code of each is loaded only when it is asked for. */
const acts: Readonly<Record<string, () => Promise<Run>>> = {
  validate: async () => (await import('./policy-validate.ts')).policyValidate,
  test: async () => (await import('./policy-test.ts')).policyTest,
  explain: async () => (await import('./policy-explain.ts')).policyExplain,
  schema: async () => (await import('./policy-schema.ts')).policySchemaVerb,
};

/** `policy <what> [files...]`: whether a policy is sound, does what its tests say, what it means, and its JSON Schema. */
export const policy: Run = async ([what = '', ...files], options, terminal) => {
  const act = Object.hasOwn(acts, what) ? acts[what] : undefined;
  if (act === undefined) {
    const [near] = nearestWords(what, Object.keys(acts));
    const hint = near === undefined ? '' : `, did you mean \`${near}\``;
    throw new Complaint(`expected ${Object.keys(acts).join(', ')} after \`policy\`, got \`${what}\`${hint}`);
  }
  return await (await act())(files, options, terminal);
};
