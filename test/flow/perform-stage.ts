import { modelReverter } from '../../src/aws/model/live/model-reverter.ts';
import type { Reverter } from '../../src/contracts/live.ts';
import type { Store, Task } from '../../src/contracts/store.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import type { LiveParts } from '../../src/flow/live/live-parts.ts';
import { act } from '../../src/flow/live/perform/act.ts';
import { type ActionRow, readRow, rowName } from '../../src/flow/live/tables.ts';
import { takeRecord } from '../../src/flow/live/watch/watch-step.ts';
import { checkWith, gained } from '../builders/policy.ts';
import { intakenOf, strict, WatchStage } from './watch-stage.ts';

/** A stage on which what was decided is also done: tasks are leased by the virtual clock, one worker at a time. */
export class PerformStage extends WatchStage {
  #taken = 0;
  /** Every order that a reverter was given. */
  readonly calls: string[] = [];

  /** A reverter in place of the usual one. */
  disturbance: Reverter | null = null;

  constructor(store?: Store) {
    super(store);
    this.at += 3_600_000;
  }

  /** Our own calls leave records like anybody's. */
  override parts(more: Partial<LiveParts> = {}): LiveParts {
    const parts = super.parts(more);
    if (more.reverter !== undefined) return parts;
    const client: typeof this.world.client = (caller) => async (site, action, request) => {
      const asked = this.world.ask(site, action, request, caller(site))!;
      this.records.push(JSON.parse(JSON.stringify(asked.record)) as JsonObject);
      return asked.answer;
    };
    return { ...parts, reverter: modelReverter({ client }, parts.clock) };
  }

  /** All records so far are taken in. */
  async hears(parts: Partial<LiveParts> = {}): Promise<void> {
    for (; this.#taken < this.records.length; this.#taken++)
      await takeRecord(this.parts(parts), intakenOf(this.records[this.#taken] as JsonObject, this.#taken + 1));
  }

  /** Parts whose reverter is watched. */
  watched(more: Partial<LiveParts> = {}): LiveParts {
    const usual = this.disturbance === null ? {} : { reverter: this.disturbance };
    const parts = this.parts({ ...usual, ...more });
    const reverter: Reverter = {
      session: parts.reverter.session,
      perform: (order, how) => {
        this.calls.push(order.call);
        return parts.reverter.perform(order, how);
      },
    };
    return { ...parts, reverter };
  }

  async lease(kinds: readonly string[] = ['act'], worker = 'one'): Promise<Task | null> {
    const span = this.parts().settings.lease;
    const leased = await this.store.lease({ worker, kinds, now: this.at, span, most: 1 });
    return leased.kind === 'leased' ? (leased.tasks[0] ?? null) : null;
  }

  /** One turn of the next action that is due; whether there was one. */
  async turn(more: Partial<LiveParts> = {}): Promise<boolean> {
    const task = await this.lease();
    if (task === null) return false;
    await act(this.watched(more), task);
    return true;
  }

  /** Everything that actions have to do until then. */
  async run(span = 600_000, more: Partial<LiveParts> = {}): Promise<void> {
    const end = this.at + span;
    for (;;) {
      while (await this.turn(more));
      const due = (await this.openTasks('act')).map((task) => Math.max(task.due, task.until ?? 0));
      const next = Math.min(...due);
      if (!(next <= end)) break;
      this.at = Math.max(this.at, next);
    }
    this.at = end;
  }

  async openTasks(kind: string): Promise<readonly Task[]> {
    const found: Task[] = [];
    for await (const each of this.store.backup())
      if (each.kind === 'task' && each.task.kind === kind && each.task.state === 'open') found.push(each.task);
    return found;
  }

  async actions(): Promise<readonly ActionRow[]> {
    return this.rows('action');
  }

  async action(id: string): Promise<ActionRow> {
    return readRow('action', await this.store.row(rowName('action', id)))!;
  }

  /** Rules of a group as EC2 holds them: `<id> <ports> <peer>`. */
  standing(group: string): readonly string[] {
    const rules = this.model.state.groups.get(group)?.rules ?? [];
    return rules.filter(({ direction }) => direction === 'ingress').map(({ ports, peer }) => `${ports} ${peer.value}`);
  }

  /** How actions ended, with why. */
  async endings(): Promise<readonly string[]> {
    return (await this.actions()).map(({ state, why }) => (why === null ? state : `${state}: ${why}`));
  }

  /** Why people are told. */
  async told(): Promise<readonly string[]> {
    return (await this.tasks('tell')).map(({ why }) => String(why));
  }
}

/** Enforces only that SSH is not open to everybody. */
export const internet = {
  ...strict,
  policy: {
    ...strict.policy,
    checks: [
      checkWith('ssh', {
        when: { ...gained({ ports: ['tcp/22'] }), moreThan: 100_000_000 },
        severity: { else: 'critical' },
        respond: { else: ['revert'] },
      }),
    ],
  },
};

/** A group with HTTPS open to the office, and SSH to everybody: that has been seen, and nothing has been done yet. */
export async function opened(stage = new PerformStage()) {
  const group = stage.group();
  stage.opens(group, 443, '10.0.0.0/8');
  const id = stage.opens(group, 22);
  await stage.hears();
  return { stage, group, id };
}
