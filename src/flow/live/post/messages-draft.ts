import type { NewTask, RowWrite, Store } from '../../../contracts/store.ts';
import type { Note } from '../../../core/alert/alert.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Message } from '../../../core/plan/quiet/telling.ts';
import { type Severity, worse } from '../../../core/policy/scale.ts';
import { pagesUnder } from '../pages-under.ts';
import { readRow, rowName } from '../tables.ts';
import { deliverTask } from './messages-due.ts';
import type { MessageRow } from './post-rows.ts';

/** So many ids of decisions, and notes, stand in a message: the rest is counted by its channel. */
const [mostIds, mostNotes] = [1000, 100];

interface Draft {
  row: MessageRow;
  readonly version: number;
  readonly isNew: boolean;
  changed: boolean;
  decided: boolean;
  /** People are interrupted by it (once for each commit). */
  again: boolean;
  /** When it is delivered. */
  due: Instant;
}

/** What a message begins with beside what it is about. */
export interface Opening extends Pick<MessageRow, 'incidents'>, Partial<Pick<MessageRow, 'escalation' | 'detail'>> {
  /** A first note. */
  readonly say?: string;
  /** When it is delivered, if not at once; until then only what decides it brings it there. */
  readonly due?: Instant;
}

/** What is done to a message: all of it changes what it says; `again` interrupts people too. */
export interface MessageChange {
  readonly say?: string;
  /** Interrupts people anew, as far as their channel has room; `surely`: whatever it has. */
  readonly again?: boolean;
  readonly surely?: boolean;
  readonly severity?: Severity;
  readonly about?: readonly string[];
  readonly checks?: readonly string[];
  readonly joined?: readonly string[];
  readonly incidents?: readonly string[];
  readonly acknowledged?: MessageRow['acknowledged'];
  readonly escalation?: MessageRow['escalation'];
  readonly detail?: NonNullable<MessageRow['detail']>;
  /** Edits may wait for more of them until then. */
  readonly due?: Instant;
  /** It decides what became of it: nothing is waited for any more. */
  readonly decides?: boolean;
}

/** When people may be interrupted anew on a channel; `null`: it has no room. */
export type Interrupt = (channel: string, severity: Severity) => Instant | null;

/** Messages while a commit is made: read once, changed any number of times, and written once with one delivery each. */
export class Drafts {
  readonly #store: Pick<Store, 'row' | 'rows'>;
  readonly #now: Instant;
  readonly #interrupt: Interrupt;
  readonly #drafts = new Map<string, Draft | null>();
  readonly #mentions = new Map<string, Set<string>>();
  readonly #tasks: NewTask[] = [];

  constructor(store: Pick<Store, 'row' | 'rows'>, now: Instant, interrupt: Interrupt) {
    this.#store = store;
    this.#now = now;
    this.#interrupt = interrupt;
  }

  /** Begins a message; one that is there already (the same, worked out again) stays as it is. */
  async open(message: Message, more: Opening): Promise<boolean> {
    if ((await this.#draft(message.id)) !== null) return false;
    const { due = this.#now, say, ...rest } = more;
    const notes: readonly Note[] = say === undefined ? [] : [{ at: this.#now, say }];
    const row: MessageRow = {
      message: { ...message, decisions: message.decisions.slice(0, mostIds) },
      ...{ key: `portcullis:${message.id}`, revision: 0, interrupts: 1, notes, updatedAt: this.#now },
      ...{ acknowledged: null, escalation: null, ...rest },
      ...(due > this.#now ? { notBefore: due } : {}),
    };
    this.#drafts.set(message.id, { row, version: 0, isNew: true, changed: true, decided: false, again: false, due });
    // A digest is history once it is out.
    if (message.kind === 'digest') return true;
    for (const id of [...message.decisions, ...more.incidents]) this.mention(id, message.id);
    return true;
  }

  /** Notes that a message tells of something. */
  mention(about: string, message: string): void {
    this.#mentions.set(about, (this.#mentions.get(about) ?? new Set()).add(message));
  }

  /** The messages that tell of something, as they stand. */
  async about(id: string): Promise<readonly MessageRow[]> {
    const rows = await pagesUnder(this.#store, rowName('mention', id, ''));
    const names = rows.flatMap((row) => readRow('mention', row)?.message ?? []);
    const found: MessageRow[] = [];
    for (const name of new Set([...names, ...(this.#mentions.get(id) ?? [])])) {
      const draft = await this.#draft(name);
      if (draft !== null) found.push(draft.row);
    }
    return found;
  }

  async row(id: string): Promise<MessageRow | null> {
    return (await this.#draft(id))?.row ?? null;
  }

  /** Whether it begins with this commit: then it says all of it anyway. */
  isNew(id: string): boolean {
    return this.#drafts.get(id)?.isNew === true;
  }

  /** Changes a message. What begins with this commit says what happened by itself: no note, and nobody is interrupted twice. */
  async change(id: string, change: MessageChange): Promise<void> {
    const draft = await this.#draft(id);
    if (draft === null) return;
    const { say, again = false, severity, about = [], checks = [], joined = [], incidents = [], due, ...more } = change;
    const { decides = false, surely = false, ...rest } = more;
    const { row } = draft;
    const { message } = row;
    const note: Note[] = say === undefined || draft.isNew ? [] : [{ at: this.#now, say }];
    draft.row = {
      ...row,
      ...rest,
      message: {
        ...message,
        severity: severity === undefined ? message.severity : worse(message.severity, severity),
        joined: mergedIds(message, joined),
        about: merged(message.about, about),
        checks: merged(message.checks, checks),
      },
      incidents: merged(row.incidents, incidents),
      notes: [...row.notes, ...note].slice(-mostNotes),
    };
    if (again && !draft.isNew && !draft.again) this.#again(draft, surely);
    draft.due = draft.changed ? Math.min(draft.due, due ?? this.#now) : (due ?? this.#now);
    draft.changed = true;
    draft.decided ||= decides;
    for (const each of [...joined, ...incidents]) this.mention(each, id);
  }

  /** A task beside those that deliver. */
  task(task: NewTask): void {
    this.#tasks.push(task);
  }

  /** What the commit writes. Messages change only while they are as they were read. */
  write(): { readonly rows: readonly RowWrite[]; readonly tasks: readonly NewTask[] } {
    const rows: RowWrite[] = [];
    const tasks = [...this.#tasks];
    for (const [id, draft] of this.#drafts) {
      if (draft === null || !draft.changed) continue;
      const { row, isNew } = draft;
      const next: MessageRow = {
        ...row,
        revision: row.revision + (isNew ? 0 : 1),
        interrupts: row.interrupts + (draft.again ? 1 : 0),
        updatedAt: this.#now,
      };
      rows.push({ ...rowName('message', id), value: JSON.stringify(next), expect: draft.version });
      const due = draft.again ? this.#now : draft.due;
      tasks.push(deliverTask(next, draft.decided ? this.#now : Math.max(due, row.notBefore ?? 0)));
    }
    for (const [about, messages] of this.#mentions)
      for (const message of messages)
        rows.push({ ...rowName('mention', about, message), value: JSON.stringify({ message }) });
    return { rows, tasks };
  }

  #again(draft: Draft, surely: boolean): void {
    const { channel, severity } = draft.row.message;
    const at = surely ? this.#now : this.#interrupt(channel, severity);
    draft.again = at !== null;
    if (at !== null && at > this.#now) draft.row = { ...draft.row, notBefore: at };
  }

  async #draft(id: string): Promise<Draft | null> {
    const known = this.#drafts.get(id);
    if (known !== undefined) return known;
    const found = await this.#store.row(rowName('message', id));
    const row = readRow('message', found);
    const draft: Draft | null =
      row === null
        ? null
        : { row, version: found.version, isNew: false, changed: false, decided: false, again: false, due: this.#now };
    this.#drafts.set(id, draft);
    return draft;
  }
}

function merged(known: readonly string[], more: readonly string[]): readonly string[] {
  return more.every((each) => known.includes(each)) ? known : [...new Set([...known, ...more])].sort();
}

function mergedIds({ decisions, joined }: Message, more: readonly string[]): readonly string[] {
  const isNew = more.filter((each) => !decisions.includes(each) && !joined.includes(each));
  return isNew.length === 0 ? joined : [...joined, ...isNew].slice(0, mostIds);
}
