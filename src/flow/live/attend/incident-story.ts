import type { Store } from '../../../contracts/store.ts';
import { isObject, type Json } from '../../../core/leaf/canonical.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { EntryHeader } from '../../../core/ledger/entry.ts';
import type {
  ActingBody,
  DecidedBody,
  EntryBody,
  OrderedBody,
  OutcomeBody,
  RevisedBody,
  ToldBody,
} from '../../../core/ledger/entry-body.ts';
import { shardOf } from '../../../core/ledger/entry-shard.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { Incident, Violation } from '../../../core/plan/incident/episodes.ts';
import { type ActionRow, type AskRow, readRow, rowName } from '../tables.ts';

/** One thing that happened to an incident, as an entry of the ledger tells it. */
export interface StoryPart {
  readonly at: Instant;
  readonly entry: { readonly shard: number; readonly n: number };
  readonly body: StoryBody;
}

/** What an entry tells of an incident: its body, or what became of violations. */
export type StoryBody =
  | RevisedBody
  | ActingBody
  | OutcomeBody
  | OrderedBody
  | ToldBody
  | { readonly kind: 'decided'; readonly decision: Decision }
  | { readonly kind: 'followed'; readonly violations: readonly Violation[]; readonly incident: Incident | null };

/** All that the ledger tells of an incident, by time: decisions, actions, tells, orders, and how it ended. */
export async function incidentStory(store: Store, incident: Incident): Promise<readonly StoryPart[]> {
  const about = await aboutOf(store, incident);
  const home = shardOf({ ...incident.site, group: incident.group }, store.shards);
  const found: StoryPart[] = [];
  for (const shard of new Set([home, 0]))
    for await (const { header, body } of store.read(shard, shard === home ? about.first : 0)) {
      if (body === null || !read.has(header.kind)) continue;
      const told = JSON.parse(body) as EntryBody;
      for (const part of partsOf(told, incident, about))
        found.push({ at: atOf(header, part), entry: { shard, n: header.n }, body: part });
    }
  return found.sort((a, b) => a.at - b.at || a.entry.n - b.entry.n);
}

const read: ReadonlySet<string> = new Set<EntryBody['kind']>([
  ...(['decided', 'revised', 'acting', 'outcome', 'ordered', 'told', 'observed'] as const),
]);

/** Ids by which entries tell of an incident, and the number of the first that can. */
interface About {
  readonly decisions: ReadonlySet<string>;
  readonly ids: Set<string>;
  readonly first: number;
}

async function aboutOf(store: Store, { decisions, id, group }: Incident): Promise<About> {
  const ids = new Set([...decisions, id, group]);
  let first = Number.POSITIVE_INFINITY;
  for (const each of decisions) {
    const row = readRow('decision', await store.row(rowName('decision', each)));
    for (const action of row?.actions ?? []) ids.add(action);
    first = Math.min(first, row?.n ?? first);
  }
  return { decisions: new Set(decisions), ids, first: Number.isFinite(first) ? first : 0 };
}

function partsOf(body: EntryBody, { group, id }: Incident, { decisions, ids }: About): readonly StoryBody[] {
  switch (body.kind) {
    case 'decided': {
      const decision = body.decision as unknown as Decision;
      if (decisions.has(decision.id)) for (const each of followsOf(body.facts)) ids.add(each);
      const isOurs = decision.own !== undefined && ids.has(decision.own);
      const told: StoryBody[] = decisions.has(decision.id) || isOurs ? [{ kind: 'decided', decision }] : [];
      return [...told, ...followedIn(body.facts, id)];
    }
    case 'revised':
      return decisions.has(body.of) ? [body] : [];
    case 'acting':
      if (ids.has(body.for)) ids.add(body.action);
      return ids.has(body.action) ? [body] : [];
    case 'outcome':
      return [...(ids.has(body.action) ? [body] : []), ...followedIn(body.follows, id)];
    case 'ordered':
      return ids.has(body.on) || body.on === group ? [body] : [];
    case 'told':
      return body.incidents.includes(id) ? [body] : [];
    case 'observed':
      return followedIn(body.follows, id);
    default:
      return [];
  }
}

/** Actions that follow from a decision, and plans that people are asked about. */
function followsOf(facts: DecidedBody['facts']): readonly string[] {
  const { follows } = facts as unknown as {
    readonly follows?: readonly { readonly action?: ActionRow; readonly ask?: AskRow }[];
  };
  return (follows ?? []).flatMap(({ action, ask }) => [action?.intent.action ?? [], ask?.hash ?? []].flat());
}

function followedIn(told: Json | undefined, id: string): readonly StoryBody[] {
  if (told === undefined || !isObject(told)) return [];
  const { violations = [], incidents = [] } = told as unknown as {
    readonly violations?: readonly Violation[];
    readonly incidents?: readonly Incident[];
  };
  const incident = incidents.find((each) => each.id === id) ?? null;
  const own = violations.filter((each) => each.incident === id);
  return incident === null && own.length === 0 ? [] : [{ kind: 'followed', violations: own, incident }];
}

/** A message counts by when its channel answered. */
function atOf({ at }: EntryHeader, body: StoryBody): Instant {
  return body.kind === 'told' ? body.at : at;
}
