import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Contender } from '../contenders/contender.ts';
import type { Archive } from '../generate/generate-archive.ts';
import { hashIds } from '../generate/truth.ts';
import { awaitIdle, busySeconds, idleBelow } from './other-load.ts';

/** What the rounds of one contender on one archive come to. Seconds are the least of all runs, memory the most. */
export interface Outcome {
  readonly id: string;
  readonly name: string;
  readonly where: Contender['where'];
  readonly tier: Contender['tier'];
  readonly absent: string | null;
  readonly runs: number;
  readonly seconds: number | null;
  readonly cpuSeconds: number | null;
  readonly peakMb: number | null;
  /** Processors that others kept busy during the fastest run; a figure above 0.1 is not to be trusted. */
  readonly others: number | null;
  readonly found: Verdict;
}

/** `right`: the ids (or, where a program tells no ids, their number) are those that the generator wrote. */
export type Verdict =
  | { readonly kind: 'right' | 'right count' }
  | { readonly kind: 'wrong'; readonly count: number; readonly expected: number }
  | { readonly kind: 'none' };

/** How rounds are run. */
export interface Rounds {
  readonly rounds: number;
  /** Wait before each run until the machine is idle, and repeat runs that others disturbed. */
  readonly idle: boolean;
  /** Hears of each run. */
  readonly tell: (what: string) => void;
}

/**
 * Runs all contenders in turn, so many rounds, so that what else the machine does meets all of them; a failing contender is told as
 * absent, with why.
 */
export async function runInRounds(
  contenders: readonly Contender[],
  archive: Archive,
  { rounds, idle, tell }: Rounds,
): Promise<readonly Outcome[]> {
  const outcomes = new Map(contenders.map((contender) => [contender.id, start(contender, archive)]));
  for (let round = 1; round <= rounds; round++) {
    for (const contender of contenders) {
      for (let attempt = 0; attempt < (idle ? attempts : 1); attempt++) {
        const known = outcomes.get(contender.id)!;
        if (known.absent !== null) break;
        tell(`${archive.name}, round ${round} of ${rounds}: ${contender.name}`);
        const outcome = await runOnce(contender, archive, known, idle);
        outcomes.set(contender.id, outcome);
        if (outcome.others === null || outcome.others < idleBelow) break;
      }
    }
  }
  return [...outcomes.values()];
}

/** How often a run is repeated while others disturb it, and the seconds waited for them each time. */
const [attempts, patience] = [4, 30];

function start({ id, name, where, tier, absent, upTo }: Contender, { truth }: Archive): Outcome {
  const tooBig = truth.gzBytes / 1e6 > upTo ? 'left out at this size' : null;
  const nothing = {
    runs: 0,
    seconds: null,
    cpuSeconds: null,
    peakMb: null,
    others: null,
    found: { kind: 'none' } as const,
  };
  return { id, name, where, tier, absent: absent ?? tooBig, ...nothing };
}

async function runOnce(contender: Contender, archive: Archive, known: Outcome, idle: boolean): Promise<Outcome> {
  await contender.before?.(archive);
  collectGarbage();
  if (idle) await awaitIdle(patience);
  const busy = busySeconds();
  let sample: Awaited<ReturnType<Contender['run']>>;
  try {
    sample = await contender.run(archive);
  } catch (error) {
    return { ...known, absent: `failed: ${(error as Error).message}` };
  }
  const others = loadOf(sample, busySeconds() - busy);
  const isLeast = known.seconds === null || sample.seconds < known.seconds;
  return {
    ...known,
    runs: known.runs + 1,
    seconds: isLeast ? sample.seconds : known.seconds,
    cpuSeconds: isLeast ? sample.cpuSeconds : known.cpuSeconds,
    others: isLeast ? others : known.others,
    peakMb: sample.peakMb === null ? null : Math.max(sample.peakMb, known.peakMb ?? 0),
    found: known.found.kind === 'wrong' ? known.found : judge(contender, archive, sample.answer),
  };
}

/** Too short a run tells nothing: processor time is counted in hundredths of a second. */
function loadOf({ seconds, cpuSeconds }: { seconds: number; cpuSeconds: number | null }, busy: number): number | null {
  return cpuSeconds === null || seconds < 0.25 ? null : Math.max(0, busy - cpuSeconds) / seconds;
}

function judge(
  { tier }: Contender,
  { truth }: Archive,
  answer: Awaited<ReturnType<Contender['run']>>['answer'],
): Verdict {
  if (tier === null || answer.kind === 'nothing') return { kind: 'none' };
  const expected = truth.tiers[tier];
  if (answer.kind === 'count') {
    return answer.count === expected.count
      ? { kind: 'right count' }
      : { kind: 'wrong', count: answer.count, expected: expected.count };
  }
  const found = hashIds(answer.ids);
  return found.hash === expected.hash
    ? { kind: 'right' }
    : { kind: 'wrong', count: found.count, expected: expected.count };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
