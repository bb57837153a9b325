import { nearestWords } from '../../../core/policy/shape/nearest-word.ts';
import { Complaint } from '../complaint.ts';
import type { Run } from '../verbs.ts';

/** What can be done with incidents; the code of each is loaded only when it is asked for. */
const acts: Readonly<Record<string, () => Promise<Run>>> = {
  list: async () => (await import('./list.ts')).listVerb,
  show: async () => (await import('./show.ts')).showVerb,
  acknowledge: async () => (await import('./attend.ts')).acknowledgeVerb,
  resolve: async () => (await import('./attend.ts')).resolveVerb,
  comment: async () => (await import('./attend.ts')).commentVerb,
};

/** `incidents <what> [incident]`: what is open and who sees to it, the story of one, and what people say and do about it. */
export const incidents: Run = async ([what = 'list', ...rest], options, terminal) => {
  const act = Object.hasOwn(acts, what) ? acts[what] : undefined;
  if (act === undefined) {
    const [near] = nearestWords(what, Object.keys(acts));
    const hint = near === undefined ? '' : `, did you mean \`${near}\``;
    throw new Complaint(`expected ${Object.keys(acts).join(', ')} after \`incidents\`, got \`${what}\`${hint}`);
  }
  return await (await act())(rest, options, terminal);
};
