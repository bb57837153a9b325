import type { Decision } from '../core/plan/decision.ts';
import { type Fate, fates, type Message, type Post } from '../core/plan/quiet/telling.ts';
import { responses } from '../core/policy/scale.ts';

/** One number of a backtest, and the ids of the decisions behind it. */
export interface Figure {
  /** What `--rows` takes: `told`, `revert`, `check.no-ssh`, `actor.alice`, `environment.prod`, `channel.slack.secops`. */
  readonly id: string;
  readonly rows: readonly string[];
  /** The number itself; where several messages tell one decision, or none does, it is not the number of rows. */
  readonly count: number;
}

/** Counts decisions as they come. */
export class Figures {
  /** What a policy wants done is counted even where it is nothing. */
  readonly #rows = new Map<string, string[]>(responses.slice(1).map((respond) => [respond, []]));

  add(decision: Decision): void {
    const { id, verdict, actor, on } = decision;
    if (verdict === undefined) return;
    this.#put(`ruling.${verdict.ruling}`, id);
    if (verdict.facts.asOf !== null) this.#put('other-time', id);
    const objecting = verdict.checks.filter(({ ruling }) => ruling !== 'permitted');
    if (objecting.length === 0) return;
    this.#put(`severity.${verdict.severity}`, id);
    for (const check of objecting) this.#put(`check.${check.id}`, id);
    this.#put(`actor.${actor.person ?? actor.session ?? actor.principal ?? 'unknown'}`, id);
    this.#put(`environment.${on.environment ?? 'unknown'}`, id);
    const wanted = new Set(objecting.filter(({ ruling }) => ruling === 'breach').flatMap(({ respond }) => respond));
    for (const respond of responses) if (respond !== 'none' && wanted.has(respond)) this.#put(respond, id);
  }

  /** All numbers, with those of the messages, sorted by id. */
  all({ messages, fates: become }: Post): readonly Figure[] {
    const figures = [...this.#rows].map(([id, rows]): Figure => ({ id, rows, count: rows.length }));
    const alerts = messages.filter(({ kind }) => kind !== 'digest');
    const distinct = onceEach(alerts);
    const worst = onceEach(alerts.filter(({ severity }) => severity === 'critical'));
    const byFate = (fate: Fate): readonly string[] => [...become].filter(([, each]) => each === fate).map(([id]) => id);
    return [
      ...figures,
      figureOf('told', distinct),
      figureOf('paged', worst),
      ...fates.map((fate): Figure => {
        const rows = byFate(fate);
        return { id: `fate.${fate}`, rows, count: rows.length };
      }),
      ...[...Map.groupBy(messages, ({ channel }) => channel)].map(([channel, own]) =>
        figureOf(`channel.${channel}`, own),
      ),
    ].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #put(figure: string, id: string): void {
    const rows = this.#rows.get(figure);
    if (rows === undefined) this.#rows.set(figure, [id]);
    else rows.push(id);
  }
}

/** Messages to several channels about the same are one. */
export function onceEach(messages: readonly Message[]): readonly Message[] {
  return [...new Map(messages.map((message) => [`${message.kind} ${message.decisions[0]}`, message])).values()];
}

function figureOf(id: string, messages: readonly Message[]): Figure {
  return { id, rows: [...new Set(messages.flatMap(({ decisions }) => decisions))], count: messages.length };
}
