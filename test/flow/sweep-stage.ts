import { expire } from '../../src/flow/live/expire.ts';
import type { LiveParts } from '../../src/flow/live/live-parts.ts';
import { act } from '../../src/flow/live/perform/act.ts';
import { remind } from '../../src/flow/live/remind.ts';
import { retain } from '../../src/flow/live/retain.ts';
import { scheduleStep } from '../../src/flow/live/schedule.ts';
import { seal } from '../../src/flow/live/seal.ts';
import { grace } from '../../src/flow/live/sweep/grace.ts';
import { look } from '../../src/flow/live/sweep/look.ts';
import { revisit } from '../../src/flow/live/sweep/revisit.ts';
import { sweep } from '../../src/flow/live/sweep/sweep.ts';
import type { TaskHandler } from '../../src/flow/live/task-kinds.ts';
import { PerformStage } from './perform-stage.ts';

const handlers: Readonly<Record<string, TaskHandler>> = {
  act,
  expire,
  remind,
  retain,
  seal,
  grace,
  look,
  revisit,
  sweep,
};

/** A stage that is swept, too: what is due by the clock is made, and everything that is due is done. */
export class SweepStage extends PerformStage {
  /** One task of these kinds that is due, the longest due first; whether there was one. */
  async step(kinds: readonly string[] = Object.keys(handlers), more: Partial<LiveParts> = {}): Promise<string | null> {
    const task = await this.lease(kinds);
    if (task === null) return null;
    await handlers[task.kind]!(this.watched(more), task);
    return task.kind;
  }

  /** A sweep of its own slot, right now, and a moment for what it finds critical. */
  async sweeps(more: Partial<LiveParts> = {}): Promise<void> {
    this.at = (Math.floor(this.at / 3_600_000) + 1) * 3_600_000;
    await scheduleStep(this.parts(more));
    while ((await this.step(['sweep'], more)) !== null);
  }

  /** All that is to be done in a span of time. */
  async passes(span: number, more: Partial<LiveParts> = {}): Promise<void> {
    const end = this.at + span;
    for (;;) {
      while ((await this.step(undefined, more)) !== null);
      const next = await this.nextDue();
      if (next === null || next > end) break;
      this.at = Math.max(this.at + 1, next);
    }
    this.at = end;
  }

  async nextDue(): Promise<number | null> {
    let next: number | null = null;
    for (const kind of Object.keys(handlers))
      for (const { due, until } of await this.openTasks(kind))
        next = Math.min(next ?? Number.POSITIVE_INFINITY, Math.max(due, until ?? 0));
    return next;
  }
}
