import { nearestWords } from '../../../core/policy/shape/nearest-word.ts';
import { readSpan } from '../../../core/policy/span.ts';
import { undo as undoAction } from '../../../flow/live/orders/undo.ts';
import { Complaint } from '../complaint.ts';
import type { Run } from '../verbs.ts';
import { carryOut } from './carry-out.ts';
import { type Desk, openDesk, orderingOf } from './open-desk.ts';

/** `undo`: gives back what an action of ours did, for a while. */
export const undo: Run = async ([asked = ''], options, terminal) => {
  const ordering = orderingOf(options, ['undo', asked], terminal);
  const span = spanOf(options.for);
  const desk = await openDesk(options, terminal);
  return await carryOut(desk, { options, terminal, what: 'undo' }, async () => {
    const action = await findAction(desk, asked);
    return await undoAction(desk.parts, { ...ordering, action, until: desk.now() + span });
  });
};

/** How long a permission lasts, in milliseconds. */
export function spanOf(text: string | undefined): number {
  if (text === undefined) throw new Complaint('expected for how long: `--for 2h`');
  const span = readSpan(text);
  if (span !== null && span > 0) return span;
  throw new Complaint(`expected a span of time such as 30m, 2h or 1d at \`--for\`, got \`${text}\``);
}

/** The action that the beginning of an id means. */
async function findAction({ store }: Desk, asked: string): Promise<string> {
  const wanted = asked.startsWith('act_') ? asked : `act_${asked}`;
  const keys = (await store.rows('action', wanted, 50)).map(({ key }) => key);
  const found = keys.filter((key) => key.startsWith(wanted));
  if (found.length === 1) return found[0]!;
  if (found.length > 1) throw new Complaint(`${found.length} actions begin with \`${asked}\`: give more of the id`);
  const all = (await store.rows('action', '', 1000)).map(({ key }) => key);
  const near = nearestWords(wanted, [...all, ...all.map((key) => key.slice(0, wanted.length))]);
  const hint =
    near.length === 0
      ? ': `log` and `explain` tell them'
      : `, did you mean ${near.map((each) => `\`${each}\``).join(' or ')}`;
  throw new Complaint(`no action has the id \`${asked}\`${hint}`);
}
