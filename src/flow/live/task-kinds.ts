import type { Task } from '../../contracts/store.ts';
import type { LiveParts } from './live-parts.ts';

/**
 * What there is to do once. `act`: bring an action further (body: `{action}`). `ask-end`: nobody answered (`{hash}`).
 * `look`: read a group (`{site, group, why}`). `grace`: a difference that no record explains is due (`{site, id, seenAt}`).
 * `expire`: a grant ends (`{site, group, grant, version}`). `sweep`: read a site (`{site, slot}`). `seal`, `retain`: by
 * slot (`{slot}`). `revisit`: what a change elsewhere does to this group (`{site, group, because}`). `remind`: an
 * incident is open for so long (`{site, group, incident, since, due}`). `tell`: people are to
 * hear of something (`{about, revision, why}`), `escalate`: nobody acknowledged a message (`{message, at}`): whoever hears takes
 * both. `deliver/<channel>`: a message is brought to its channel (`{message}`): whoever delivers there takes it. `drill`:
 * a drill is due (`{site, group, every}`): whoever drills takes it.
 */
export const taskKinds = [
  ...(['act', 'ask-end', 'look', 'grace', 'expire', 'sweep', 'seal', 'retain', 'revisit', 'remind'] as const),
] as const;

export type TaskKind = (typeof taskKinds)[number] | 'tell' | 'escalate';

/** Does what a leased task says and ends it, or gives it back, in its own commits: under the task's fence. */
export type TaskHandler = (parts: LiveParts, task: Task) => Promise<void>;
