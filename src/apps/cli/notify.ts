import { nearestWords } from '../../core/policy/shape/nearest-word.ts';
import { Complaint } from './complaint.ts';
import type { Run } from './verbs.ts';

/** What can be done with messages; the code of each is loaded only when it is asked for. */
const acts: Readonly<Record<string, () => Promise<Run>>> = {
  test: async () => (await import('./notify-test.ts')).notifyTest,
  dead: async () => (await import('./notify-dead.ts')).notifyDead,
  resend: async () => (await import('./notify-order.ts')).notifyResend,
  confirm: async () => (await import('./notify-order.ts')).notifyConfirm,
};

/** `notify <what> [name]`: whether channels take messages, what they did not take, and having it sent anew. */
export const notify: Run = async ([what = '', ...rest], options, terminal) => {
  const act = Object.hasOwn(acts, what) ? acts[what] : undefined;
  if (act === undefined) {
    const [near] = nearestWords(what, Object.keys(acts));
    const hint = near === undefined ? '' : `, did you mean \`${near}\``;
    throw new Complaint(`expected ${Object.keys(acts).join(', ')} after \`notify\`, got \`${what}\`${hint}`);
  }
  return await (await act())(rest, options, terminal);
};
