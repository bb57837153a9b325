import { inUtc } from '../../src/core/leaf/zone.ts';
import type { Route } from '../../src/core/policy/policy.ts';
import type { Severity } from '../../src/core/policy/scale.ts';
import { HearMemory } from '../../src/flow/live/post/hear-memory.ts';
import { defaultHearSettings, type HearParts } from '../../src/flow/live/post/hear-parts.ts';
import { hearStep } from '../../src/flow/live/post/hear-step.ts';
import type { MessageRow } from '../../src/flow/live/post/post-rows.ts';
import { gained, judgingBy } from '../builders/policy.ts';
import { routeOf } from '../builders/told-decision.ts';
import { SweepStage } from './sweep-stage.ts';

/** A stage where people are told, too: what is decided and due is heard. */
export class HearStage extends SweepStage {
  /** As a server has it: what is told is the same without. */
  readonly memory = new HearMemory();

  /** Judges that nobody may open SSH, this bad, and tells by these routes. */
  tells(severity: Severity, ...notify: readonly Route[]): this {
    const routes = notify.length === 0 ? [routeOf({ groupFor: null })] : notify;
    this.judging = judgingBy({
      checks: { ssh: { when: gained({ ports: ['tcp/22-24'] }), severity: { else: severity } } },
      notify: routes,
    });
    return this;
  }

  hearing(more: Partial<HearParts> = {}): HearParts {
    const post = { ...defaultHearSettings, editAfter: 0, ...more.post };
    return { ...this.parts(), offsetOf: inUtc, memory: this.memory, ...more, post };
  }

  /** Hears all there is to hear. */
  async listens(more: Partial<HearParts> = {}): Promise<void> {
    while ((await hearStep(this.hearing(more))) === 'worked');
  }

  /** What was sent, the oldest first. */
  async messages(): Promise<readonly MessageRow[]> {
    return (await this.rows('message')).toSorted((a, b) => a.message.at - b.message.at || (a.key < b.key ? -1 : 1));
  }

  /** A span of time in which all is done that is due, heard every minute. */
  async lasts(span: number, more: Partial<HearParts> = {}): Promise<void> {
    const end = this.at + span;
    while (this.at < end) {
      await this.passes(Math.min(60_000, end - this.at));
      await this.listens(more);
    }
  }
}
