import { readInstant } from '../../../core/leaf/instant.ts';
import { severityRank } from '../../../core/plan/add-verdict.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { ActionRow } from '../../../flow/live/tables.ts';
import type { LedgerStory, Stored } from '../ledger/read-ledger.ts';
import { type Scene, scenes } from './screenplay.ts';

/** What became of one scene; times in milliseconds after the call that was answered first, `null` where nothing was done. */
export interface SceneEnd {
  readonly scene: Scene;
  readonly say: string;
  /** The worst of its decisions. */
  readonly worst: Decision | null;
  readonly decisions: readonly string[];
  /** What we did, in words. */
  readonly did: readonly string[];
  readonly detected: number | null;
  readonly acted: number | null;
  readonly verified: number | null;
}

/** What became of each scene, as the ledger tells it. `records`: the CloudTrail records that the scene brought. */
export function sumUp(story: LedgerStory, records: ReadonlyMap<Scene, ReadonlySet<string>>): readonly SceneEnd[] {
  return (Object.keys(scenes) as Scene[]).map((scene) => {
    const own = records.get(scene) ?? new Set<string>();
    const stored = story.decided.filter(
      ({ decision }) => decision.own === undefined && decision.records.some(({ eventId }) => own.has(eventId)),
    );
    const worst = stored.map(({ decision }) => decision).sort((a, b) => rank(b) - rank(a))[0] ?? null;
    const ids = new Set(stored.flatMap(({ decision }) => [decision.id, ...(decision.changes ?? [])]));
    const rules = new Set(stored.flatMap(({ decision }) => decision.rules.map(({ id }) => id)));
    const actions = [...story.actions.values()]
      .filter(({ intent }) => ids.has(intent.for) || endsWhatCame(intent, rules))
      .sort((a, b) => a.startedAt - b.startedAt);
    return {
      ...{ scene, say: scenes[scene], worst, decisions: [...ids], did: didOf(actions, story) },
      ...timesOf(actions, stored, { worst, story }),
    };
  });
}

/** What follows from the end of a grant is about a rule, not about the call that brought it. */
function endsWhatCame({ do: what, aims }: ActionRow['intent'], rules: ReadonlySet<string | null>): boolean {
  return (
    what === 'expire' && aims.some((aim) => aim.kind === 'close' && aim.rule.id !== null && rules.has(aim.rule.id))
  );
}

function rank({ verdict }: Decision): number {
  return verdict?.ruling === 'breach' ? severityRank(verdict) : 0;
}

const past = { revert: 'reverted', restore: 'restored', undo: 'undone', expire: 'closed when it expired' } as const;

function didOf(actions: readonly ActionRow[], { ended }: LedgerStory): readonly string[] {
  const words = actions.map(({ intent, state, why }) => {
    const end = ended.get(intent.action)?.state ?? state;
    if (end === 'superseded' || end === 'gone') return 'left alone';
    return end === 'verified' ? past[intent.do] : `${intent.do} ${end}${why === null ? '' : `: ${why}`}`;
  });
  return [...Map.groupBy(words, (word) => word)].map(([word, { length }]) =>
    length === 1 ? word : `${word} (${length} times)`,
  );
}

function timesOf(
  actions: readonly ActionRow[],
  stored: readonly Stored[],
  { worst, story: { decided, ended } }: { readonly worst: Decision | null; readonly story: LedgerStory },
) {
  const verified = actions.filter(({ intent }) => ended.get(intent.action)?.state === 'verified');
  const first = verified.find(({ intent }) => intent.for === worst?.id) ?? verified[0];
  const of = decided.find(({ decision }) => decision.id === first?.intent.for) ?? stored[0];
  if (of === undefined) return { detected: null, acted: null, verified: null };
  const at = readInstant(of.decision.at)!;
  const end = first === undefined ? undefined : ended.get(first.intent.action);
  return {
    detected: of.madeAt - at,
    acted: first?.lastWrite === null || first === undefined ? null : first.lastWrite - at,
    verified: end === undefined ? null : end.at - at,
  };
}
