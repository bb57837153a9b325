import type { NewTask } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';

/**
 * Why people are told: a decision (`breach`, `unknown`, `late`, `revised`), an incident (`opened`, `reminder`: still open,
 * `closed`), a question (`ask`), an action (`acted`), a call of our role that we did not make (`impostor`), one record id
 * with two contents (`conflict`), a rule whose effect others have opened already (`latent`), what nobody can read
 * (`unreadable`), a task that fails (`fault`), a drill that failed (`drill-failed`) or has not been made for too long
 * (`drill-overdue`), and what others name.
 */
export type TellWhy =
  | 'breach'
  | 'unknown'
  | 'late'
  | 'revised'
  | 'opened'
  | 'reminder'
  | 'closed'
  | 'ask'
  | 'acted'
  | 'impostor'
  | 'conflict'
  | 'latent'
  | 'unreadable'
  | 'fault'
  | 'drill-failed'
  | 'drill-overdue'
  | (string & {});

/** What is told: about which decision, incident, action or record, and in which of its revisions. */
export interface Telling {
  readonly about: string;
  readonly revision: number | string;
  readonly why: TellWhy;
  readonly due: Instant;
  /** What else whoever delivers needs. */
  readonly detail?: Readonly<Record<string, string>>;
}

/** The task to tell something, once for each revision of it and each reason. */
export function tellTask({ about, revision, why, due, detail }: Telling): NewTask {
  const id = `tell/${about}/${revision}/${why}`;
  return { id, key: id, kind: 'tell', due, body: JSON.stringify({ about, revision, why, ...(detail ?? {}) }) };
}
