import { sayLength } from '../../../core/alert/say-time.ts';
import { isObject } from '../../../core/leaf/canonical.ts';
import { readInstant, writeInstant } from '../../../core/leaf/instant.ts';
import type { StoryBody, StoryPart } from '../../../flow/live/attend/incident-story.ts';
import { as, type Line, type Style } from '../screen.ts';
import { verdictLook, verdictWord } from '../verdict-text.ts';
import { sayTime } from '../when.ts';
import { sayWho } from '../who.ts';
import { wrapLine } from '../wrap-line.ts';

interface Said {
  readonly word: string;
  readonly look: Style;
  readonly say: string;
}

const [timeWidth, wordWidth] = [21, 14];

/** What happened to an incident, a line each: when, what, and how long after it began. */
export function storyLines(story: readonly StoryPart[], columns: number): readonly Line[] {
  return told(story).flatMap(([{ at }, { look, say, word }]) => {
    const head: Line = [as('dim', sayTime(writeInstant(at)).padEnd(timeWidth)), as(look, word.padEnd(wordWidth))];
    const lines = wrapLine([say], columns - timeWidth - wordWidth);
    return lines.map((line, n): Line => (n === 0 ? [...head, ...line] : [' '.repeat(timeWidth + wordWidth), ...line]));
  });
}

/** The same as JSON has it. */
export function storyRow(part: StoryPart): readonly object[] {
  return told([part]).map(([{ at, entry, body }, { say, word }]) => ({
    ...{ at: writeInstant(at), what: word, say, entry: `${entry.shard}:${entry.n}` },
    ...(body.kind === 'ordered' ? { by: body.person } : {}),
    ...(body.kind === 'decided' ? { decision: body.decision.id } : {}),
    ...(body.kind === 'acting' || body.kind === 'outcome' ? { action: body.action } : {}),
    ...(body.kind === 'told' ? { message: body.message, channel: body.channel } : {}),
  }));
}

/** Only what is news: states that were told before are left out. */
function told(story: readonly StoryPart[]): readonly (readonly [StoryPart, Said])[] {
  const states = new Map<string, string>();
  return story.flatMap((part) => sayBody(part.body, states).map((said) => [part, said] as const));
}

function sayBody(body: StoryBody, states: Map<string, string>): readonly Said[] {
  switch (body.kind) {
    case 'decided': {
      const { actor, at, call, own, say, short, verdict } = body.decision;
      if (own !== undefined) return [{ word: 'recorded', look: 'dim', say: `the record of our own ${call.name}` }];
      const ruling = verdict === undefined ? 'seen' : verdictWord(verdict);
      const look = verdict === undefined ? 'dim' : verdictLook(verdict);
      const when = readInstant(at) === null ? '' : `, made ${sayTime(at)}`;
      const what = say === '' ? short : say;
      return [{ word: ruling, look, say: `${what}  (${sayWho(actor)}, ${call.name}${when})` }];
    }
    case 'revised':
      return [{ word: 'judged again', look: 'yellow', say: `${rulingOf(body.verdict)}, for more is known now` }];
    case 'acting':
      return [
        { word: 'acting', look: 'dim', say: `${body.call} for ${body.action.slice(0, 12)}, attempt ${body.attempt}` },
      ];
    case 'outcome': {
      const after = typeof body.after === 'number' ? `, ${sayLength(body.after)} after the change` : '';
      const why = body.why === null ? '' : `: ${body.why}`;
      const look = body.state === 'verified' ? 'green' : 'yellow';
      return [{ word: body.state, look, say: `${body.action.slice(0, 12)}${why}${after}` }];
    }
    case 'ordered':
      return [{ word: body.order, look: 'cyan', say: `${body.person}: ${body.reason}` }];
    case 'told': {
      const again = body.what === 'again' ? ' again' : '';
      const why = body.why === null ? '' : `: ${body.why}`;
      return body.outcome === 'done'
        ? [{ word: `told${again}`, look: 'cyan', say: `${body.channel}${why}` }]
        : [{ word: 'not told', look: 'red', say: `${body.channel} took it no more${why}` }];
    }
    case 'followed':
      return sayFollowed(body, states);
  }
}

function rulingOf(verdict: unknown): string {
  if (!isObject(verdict as never)) return 'another verdict';
  const { ruling, severity } = verdict as { readonly ruling?: string; readonly severity?: string };
  return ruling === 'breach' ? `${ruling} ${severity}` : `${ruling}`;
}

function sayFollowed({ incident, violations }: Extract<StoryBody, { kind: 'followed' }>, states: Map<string, string>) {
  const said: Said[] = [];
  for (const { check, state, tuple } of violations) {
    const name = `${check}/${tuple}`;
    if (states.get(name) === state) continue;
    states.set(name, state);
    const look = state === 'open' ? 'bold' : 'dim';
    said.push({ word: state, look, say: tuple === '' ? check : `${tuple} (${check})` });
  }
  if (incident === null) return said;
  const state = incident.closedAt === null ? 'open' : 'over';
  if (states.get('') !== state && (state === 'over' || states.has('')))
    said.push(
      state === 'over'
        ? { word: 'closed', look: 'green', say: 'nothing of it is open any more' }
        : { word: 'open again', look: 'bold', say: 'it came back' },
    );
  states.set('', state);
  return said;
}
