import type { Grounds } from '../plan/grounds.ts';
import { joinVerdicts } from '../plan/join-verdicts.ts';
import { judge } from '../verdict/judge.ts';
import type { Judged, Matter } from '../verdict/matter.ts';
import { type Net, netOf } from './net.ts';
import type { Trace } from './trace.ts';

/** An act with its net effect, as a policy judges it. */
export interface JudgedAct {
  readonly net: Net;
  readonly grounds: Grounds;
  readonly judged: Judged;
}

/**
 * Judges what one actor did to one group in one go. Its net effect is judged together with what was open in between, so
 * that gathering changes hides no breach.
 */
export function judgeAct(traces: readonly Trace[], grounds: Grounds): JudgedAct {
  const { judging, facts, tags, past } = grounds;
  const net = netOf(traces);
  const [first, last] = [traces[0]!.change!, traces.at(-1)!];
  const about: Omit<Matter, 'parts'> = {
    at: last.at,
    result: first.record.result,
    kinds: [...new Set(traces.map((trace) => trace.change!.kind))],
    actor: first.record.actor,
    tags,
    past,
  };
  const passing = net.passing?.gained ?? null;
  const each = facts.map((group) =>
    judge({ ...about, parts: [{ group, effect: net.effect, passing, after: last.after }] }, judging),
  );
  return { net, grounds, judged: each.reduceRight(joinJudged) };
}

function joinJudged(lead: Judged, other: Judged): Judged {
  return {
    verdict: joinVerdicts(lead.verdict, other.verdict),
    contexts: lead.contexts,
    objections: [...lead.objections, ...other.objections],
  };
}
