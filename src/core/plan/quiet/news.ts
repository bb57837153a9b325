import { type Instant, readInstant } from '../../leaf/instant.ts';
import { findPerson } from '../../policy/find-person.ts';
import type { Directory } from '../../policy/policy.ts';
import { type Severity, worse } from '../../policy/scale.ts';
import type { Reach } from '../../reach/reach.ts';
import type { ReachRow } from '../../reach/rows.ts';
import type { Decision } from '../decision.ts';
import { reachOfTold } from '../decision-matrices.ts';
import { scaleOf } from './scale-of.ts';
import type { Telling } from './telling.ts';

/** A decision as telling sees it. */
export interface News {
  readonly id: string;
  readonly at: Instant;
  readonly decision: Decision;
  /** What it happened to. */
  readonly subject: string;
  readonly name: string;
  /** The groups that are put on something. */
  readonly carries: readonly string[];
  /** Who did it, in one session. */
  readonly session: string;
  readonly principal: string;
  /** By which name the directory knows whoever did it, and where to reach them; `null` where it does not, or nothing was done. */
  readonly doer: string | null;
  /** Whether it moved any reach. */
  readonly moves: boolean;
  /** Checks that object or may, none of them excused. */
  readonly checks: readonly { readonly id: string; readonly severity: Severity; readonly over: boolean }[];
  readonly severity: Severity;
  /** What it did, so that the same done again, or elsewhere, has the same text. */
  readonly effect: string;
  /** Refused calls belong to one episode while they come within so many milliseconds; `null` for what was applied. */
  readonly episode: number | null;
  /** What objected is closed again. */
  readonly over: boolean;
  /** What it opened and what it closed. Read only when asked. */
  readonly gained: () => Reach;
  readonly lost: () => Reach;
  readonly losesUnknown: boolean;
  /** Whether checks object to what it took away. */
  readonly takes: boolean;
}

/** Reads a decision as news. */
export function readNews(
  decision: Decision,
  { checks: asked, directory }: Pick<Telling, 'checks' | 'directory'>,
): News {
  const kinds = new Map(asked.map(({ id, when }) => [id, when] as const));
  const checks = (decision.verdict?.checks ?? [])
    .filter(({ ruling }) => ruling !== 'permitted')
    .map(({ id, severity, over }) => ({ id, severity, over: over === true }));
  const spans = checks.flatMap(({ id }) => {
    const when = kinds.get(id);
    return when?.kind === 'attempts' ? [when.within] : [];
  });
  const episode = spans.length === 0 ? null : Math.max(...spans);
  const takes = checks.some(({ id }) => kinds.get(id)?.kind === 'lost' || (!kinds.has(id) && id.endsWith('.missing')));
  const { actor, on, account, region } = decision;
  const principal = actor.principal ?? `${account.id} ${actor.sourceIp}`;
  const place = `${account.id} ${region} ${on.kind}`;
  return {
    id: decision.id,
    at: readInstant(decision.at)!,
    decision,
    subject: episode === null ? `${place} ${on.id ?? on.name}` : `refused ${principal}`,
    carries:
      decision.kind === 'attached'
        ? (decision.groups?.names ?? []).map((each) => `${account.id} ${region} group ${each}`)
        : [],
    name: on.name ?? on.id ?? place,
    principal,
    doer: directory === undefined ? null : doerOf(decision, directory),
    moves: decision.effects.some((each) => each.gained.length > 0 || each.lost === null || each.lost.length > 0),
    session: JSON.stringify([principal, actor.session]),
    checks,
    severity: checks.reduce<Severity>((worst, { severity }) => worse(worst, severity), 'none'),
    effect: episode === null ? effectOf(decision, takes) : 'refused',
    episode,
    over: checks.length > 0 && checks.every(({ over }) => over),
    gained: once(() => reachOfTold(decision.effects.flatMap((each) => each.gained))),
    lost: once(() => reachOfTold(decision.effects.flatMap((each) => each.lost ?? []))),
    losesUnknown: decision.effects.some((each) => each.lost === null),
    takes,
  };
}

/**
 * Only a name that AWS asserts: what a caller merely claims to be would have somebody else told. Of what AWS refused, and of
 * our own doing, there is nothing to learn.
 */
function doerOf({ actor, call, own }: Decision, directory: Directory): string | null {
  if (actor.identity !== 'asserted' || actor.person === null || call.result !== 'applied' || own !== undefined)
    return null;
  const person = findPerson(directory, actor.person);
  return person === null || (person.mail === null && person.slack === null) ? null : actor.person;
}

/** Services and how much of the world, so that one more address of the same kind is the same effect. */
function effectOf({ kind, effects, tags }: Decision, takes: boolean): string {
  const rows = effects.flatMap((each) => [
    ...[...each.gained, ...(each.passing?.gained ?? [])].map((row) => `+${sayRow(row)}`),
    ...(takes ? (each.lost ?? []).map((row) => `-${sayRow(row)}`) : []),
  ]);
  const named = tags === undefined ? [] : [`tags ${Object.keys(tags.set)} ${tags.removed}`];
  return [...new Set(rows.length + named.length === 0 ? [kind] : [...rows, ...named])].sort().join('; ');
}

function sayRow(row: ReachRow): string {
  return `${row.direction} ${row.services.join(',')} ${scaleOf(row)}`;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
