import { aroundKinds } from './around.ts';
import { everybodyKinds } from './everybody.ts';
import type { Kind } from './kind.ts';
import { strangerKinds } from './strangers.ts';

/** All kinds of incidents that a week may hold. */
export const incidentKinds: readonly Kind[] = [...everybodyKinds, ...strangerKinds, ...aroundKinds];
