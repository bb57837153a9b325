import { type ActionRow, readRow, rowName } from '../live/tables.ts';
import type { Chain } from './chain.ts';
import type { DrillParts } from './drill-parts.ts';
import type { DecidedDrill } from './follow-record.ts';
import { waitFor } from './wait-for.ts';

/** Waits until what was opened is closed again by us, and that was seen by reading; where nobody asked for that, it is skipped. */
export async function followAction(parts: DrillParts, decided: DecidedDrill, chain: Chain): Promise<void> {
  const { settings, store } = parts;
  const why = whyNot(parts, decided);
  if (why !== null) {
    await chain.skipped('reverted', why);
    await chain.skipped('verified', why);
    return;
  }
  const [id] = decided.row.actions ?? [];
  const read = async (): Promise<ActionRow | null> =>
    id === undefined ? null : readRow('action', await store.row(rowName('action', id)));
  const done = await waitFor(parts, settings.act, async () => {
    const row = await read();
    return row !== null && (row.last !== undefined || row.endedAt !== null) ? row : null;
  });
  if (done === null || done.last === undefined) {
    await chain.failed('reverted', done === null ? await whyIdle(parts, id, await read()) : sayEnd(done));
    return;
  }
  await chain.passed('reverted', done.lastWrite, { say: done.last.call });
  const ended = await waitFor(parts, settings.act, async () => {
    const row = await read();
    return row !== null && row.endedAt !== null ? row : null;
  });
  if (ended?.state === 'verified') await chain.passed('verified', ended.endedAt);
  else if (ended !== null) await chain.failed('verified', sayEnd(ended));
  else
    await chain.failed(
      'verified',
      'the call went through, and no two reads show what it was to do: look at the read role',
    );
}

function whyNot({ acting, injected }: DrillParts, { decision, row }: DecidedDrill): string | null {
  const steps = decision.response?.steps ?? [];
  const revert = steps.find((each) => each.do === 'revert');
  if (injected === true) return 'only a record was made: there is nothing in AWS to take back';
  const mode = decision.response?.mode ?? 'observe';
  if (mode !== 'enforce') return `the mode is ${mode}: nothing is reverted`;
  if (revert === undefined) {
    const others = [...new Set(steps.map((each) => each.do))].filter((each) => each !== 'none').join(', ');
    return `the policy answers it ${others === '' ? 'with nothing' : `by \`${others}\``}: nothing is reverted`;
  }
  if (acting === false) return 'the server does not act (`acting` is off): nothing is reverted';
  return (row.actions ?? []).length === 0 && revert.state === 'refused' ? (revert.why ?? 'it is refused') : null;
}

function sayEnd({ state, why }: ActionRow): string {
  const role = state === 'failed' ? '; look at the revoke role with `doctor`' : '';
  return `the action ended ${state}${why === null ? '' : `: ${why}`}${role}`;
}

async function whyIdle(
  { settings, store }: DrillParts,
  id: string | undefined,
  row: ActionRow | null,
): Promise<string> {
  const span = `within ${Math.round(settings.act / 1000)} s`;
  if (id === undefined || row === null) return `no action was begun ${span}`;
  const task = await store.task(`act/${id}`);
  const said = task?.why ?? row.why;
  if (said !== null && said !== undefined) return `nothing was reverted ${span}: ${said}`;
  return `nothing was reverted ${span}, and nobody works on it: does a server with \`acting: true\` run?`;
}
