import { entriesOf, rowsWritten } from './judge/ledger-view.ts';
import { rulesIn } from './judge/story.ts';
import type { Run } from './run-one.ts';
import { lineOf } from './world/permission.ts';
import { didChange } from './world/true-call.ts';

/** A history as people read it: what everybody did, what we wrote down, what went wrong, in order of time. */
export function tellRun({ trial, judgement, script }: Run): string {
  const { start } = trial;
  const lines: [number, string][] = [];
  const say = (at: number, text: string) => lines.push([at, text]);
  for (const call of trial.world.calls) {
    const { before, after } = call;
    const shifts = [...new Set([...before.groups.keys(), ...after.groups.keys()])].flatMap((group) => {
      const [was, is] = [rulesIn(before, group), rulesIn(after, group)];
      if (was === is) return [];
      const gone = was.filter((one) => !is.some((two) => two.id === one.id && lineOf(two) === lineOf(one)));
      const came = is.filter((one) => !was.some((two) => two.id === one.id && lineOf(two) === lineOf(one)));
      return [
        `${nameOf(trial, group)}: ${gone.map((rule) => `-${short(rule.id)} ${lineOf(rule)}`)} ${came.map((rule) => `+${short(rule.id)} ${lineOf(rule)}`)}`,
      ];
    });
    const what =
      shifts.length > 0 ? shifts.join('; ') : didChange(call) ? JSON.stringify(call.call.request) : 'nothing changed';
    say(
      call.at,
      `${call.by}${call.action === null ? '' : ` (${call.action})`} ${call.call.action} [call ${call.n}] ${call.code ?? ''} ${what}`,
    );
  }
  for (const told of entriesOf(trial)) {
    const { entry, at, writer, header, ...body } = told;
    void entry;
    say(at, `  ${writer} writes ${header.kind} ${brief(body as never)}`);
  }
  for (const { fault, what, id, at } of trial.faults) say(at, `  !! ${fault} of ${what} (${id})`);
  for (const { at, variant } of trial.policies) say(at, `policy ${variant.name}`);
  for (const { at, verb, kind } of trial.orders) say(at, `order ${verb}: ${kind}`);
  for (const { at, by, problem } of trial.threw) say(at, `  ?? ${by} threw ${String(problem)}`);
  for (const { at, value } of rowsWritten(trial, 'switch')) say(at, `  switch ${value === null ? 'off' : 'on'}`);
  lines.sort(([one], [other]) => one - other);
  const head = `seed ${script.seed}, ${script.length}, ${script.climate}, policy ${script.variant}, ${script.workers} workers, ${script.acts.length} acts`;
  const body = lines.map(([at, text]) => `${((at - start) / 1000).toFixed(3).padStart(9)}  ${text.slice(0, 400)}`);
  return [head, ...body, ...judgement.broken.map((problem) => `BROKEN ${problem}`)].join('\n');
}

function nameOf({ world }: Run['trial'], group: string): string {
  return Object.entries(world.estate.groups).find(([, id]) => id === group)?.[0] ?? group;
}

function short(id: string): string {
  return `sgr…${id.slice(-4)}`;
}

function brief(body: { readonly kind: string; readonly [key: string]: unknown }): string {
  const { decision, facts, basis, ...rest } = body as { decision?: Record<string, unknown> } & Record<string, unknown>;
  void facts;
  void basis;
  if (decision === undefined) return JSON.stringify(rest);
  const { id, at, say, verdict, response, origin, own, incident, records, on } = decision as Record<string, unknown>;
  const ruling = (verdict as { ruling?: string } | undefined)?.ruling;
  const events = (records as readonly { eventId: string }[]).map(({ eventId }) => eventId.slice(0, 8));
  return JSON.stringify({
    id,
    at,
    on: (on as { id: string }).id,
    events,
    say,
    ruling,
    response,
    origin,
    own,
    incident,
  });
}
