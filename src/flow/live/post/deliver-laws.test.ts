import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { routeOf } from '../../../../test/builders/told-decision.ts';
import { busy, DeliverStage, refusal, type ScriptedChannel } from '../../../../test/flow/deliver-stage.ts';
import type { Delivered } from '../../../contracts/channel.ts';
import type { Store } from '../../../contracts/store.ts';
import { readRow, rowName } from '../tables.ts';
import { deliverStep } from './deliver-step.ts';
import { resend } from './resend.ts';

const minute = 60_000;
const names = ['slack.secops', 'pager', 'mail'];

/** A store that a deliverer loses at the nth use, before or after what was asked has happened. */
function losing(store: Store, at: number, after: boolean, used: () => Promise<void>): Store {
  let uses = 0;
  return new Proxy(store, {
    get: (target, name) => {
      const held = Reflect.get(target, name) as unknown;
      if (typeof held !== 'function' || name === 'read') return held;
      return async (...asked: readonly unknown[]) => {
        const isNow = uses++ === at;
        if (isNow && !after) throw new Error('crash');
        const done = (await Reflect.apply(held, target, asked)) as unknown;
        if (name === 'append') await used();
        if (isNow) throw new Error('crash');
        return done;
      };
    },
  });
}

/** Every message is told at its channel as it is now, waits in a task, or was given up there and stands among those. */
async function balanced(stage: DeliverStage): Promise<void> {
  const pending = new Set<string>();
  for await (const kept of stage.store.backup())
    if (kept.kind === 'task' && kept.task.state === 'open' && kept.task.kind.startsWith('deliver/'))
      pending.add(`${kept.task.kind.slice(8)} ${(JSON.parse(kept.task.body) as { message: string }).message}`);
  for (const { message, revision } of await stage.messages()) {
    const sent = await stage.sent(message.channel, message.id);
    const dead = readRow('dead', await stage.store.row(rowName('dead', message.channel, message.id)));
    const isThere = (sent?.revision ?? -1) >= revision;
    expect(isThere || pending.has(`${message.channel} ${message.id}`), message.id).toBe(true);
    if (dead !== null) expect(sent!.revision).toBeGreaterThanOrEqual(dead.revision);
  }
}

interface Step {
  readonly does: 'open' | 'close' | 'wait' | 'deliver' | 'two deliver' | 'crash';
  readonly group: number;
  readonly answer: 'done' | 'busy' | 'maybe' | 'refused';
  readonly at: number;
  readonly after: boolean;
}

const anyStep: fc.Arbitrary<Step> = fc.record({
  does: fc.constantFrom('open', 'open', 'close', 'wait', 'deliver', 'two deliver', 'crash', 'crash'),
  group: fc.nat(2),
  answer: fc.constantFrom('done', 'busy', 'maybe', 'refused'),
  at: fc.nat(12),
  after: fc.boolean(),
});

const answers: Readonly<Record<Step['answer'], Delivered | null>> = {
  ...{ done: null, busy: busy(), maybe: busy(null, true), refused: refusal() },
};

/** Of each interruption, whether it may have arrived before, and whether it was said to be a repetition; and how often it did. */
function tellings({ heard, said }: ScriptedChannel) {
  const by = new Map<string, { readonly unsaid: number; readonly done: number; readonly maybe: number }>();
  for (const [at, { alert, interrupts, repeated, what }] of heard.entries()) {
    if (what === 'update') continue;
    const key = `${alert.id} ${interrupts}`;
    const { done = 0, maybe = 0, unsaid = 0 } = by.get(key) ?? {};
    const answer = said[at]!;
    by.set(key, {
      done: done + (answer.kind === 'done' ? 1 : 0),
      maybe: maybe + (answer.kind === 'later' && answer.maybe ? 1 : 0),
      unsaid: unsaid + (done + maybe > 0 && !repeated ? 1 : 0),
    });
  }
  return [...by.values()];
}

async function play(steps: readonly Step[]): Promise<{ readonly stage: DeliverStage; readonly crashes: number }> {
  const routes = names.map((name) => routeOf({ id: name, to: [name], groupFor: null }));
  const stage = new DeliverStage().tells('high', ...routes);
  const channels = names.map((name) => stage.channel(name));
  const groups = ['a', 'b', 'c'].map((name) => stage.group(name));
  const open = new Map<number, string>();
  let crashes = 0;
  await stage.listens();
  for (const { does, group, answer, at, after } of steps) {
    const id = open.get(group);
    if (does === 'open' && id === undefined) open.set(group, stage.opens(groups[group]!, 22));
    if (does === 'close' && id !== undefined) {
      stage.closes(groups[group]!, id);
      open.delete(group);
    }
    if (does === 'wait') await stage.passes(2 * minute);
    await stage.hears();
    await stage.listens();
    const said = answers[answer];
    if (said !== null) channels[group]!.next.push(said);
    if (does === 'deliver') await stage.delivers();
    if (does === 'two deliver')
      for (const name of names)
        await Promise.all([
          deliverStep(stage.delivering({ worker: 'one' }), name),
          deliverStep(stage.delivering({ worker: 'two' }), name),
        ]);
    if (does === 'crash') {
      const store = losing(stage.store, at, after, () => balanced(stage));
      await stage.delivers({ store }).catch((error: Error) => expect(error.message).toBe('crash'));
      crashes++;
    }
    await balanced(stage);
  }
  return { stage, crashes };
}

describe('R60, R70, R71: whatever happens to channels and to those who deliver', () => {
  test('every message arrives, and nothing twice that was not said to be a repetition', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 16 }), async (steps) => {
        const { stage, crashes } = await play(steps);
        for (const channel of stage.channels.values()) channel.next.splice(0);
        for (const { message, channel } of await stage.rows('dead'))
          await resend(stage.parts(), { message, channel }, { person: 'a', reason: 'b', key: `${channel}${message}` });
        for (let at = 0; at < 90; at++) {
          await stage.delivers();
          stage.at += minute;
        }
        await balanced(stage);
        for (const { message, interrupts, revision } of await stage.messages()) {
          expect(await stage.sent(message.channel, message.id)).toMatchObject({ revision, interrupts, trying: null });
          expect(stage.channels.get(message.channel)!.heard.at(-1)).toBeDefined();
        }
        expect(await stage.rows('dead')).toEqual([]);
        for (const channel of stage.channels.values())
          for (const { done, unsaid } of tellings(channel)) {
            expect(unsaid).toBe(0);
            expect(done).toBeGreaterThan(0);
            expect(done).toBeLessThanOrEqual(1 + crashes);
          }
      }),
      { numRuns: 25 },
    );
  });
});
