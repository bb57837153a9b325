import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inOrder } from './in-order.ts';

it('results come in the order of the tasks, each once, with no more under way than there is room for', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ turns: fc.nat(6), weight: fc.nat(9) }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 20 }),
      async (tasks, most, heaviest) => {
        let [under, weight] = [0, 0];
        const run = async (task: (typeof tasks)[number]) => {
          under++;
          weight += task.weight;
          // One task may be heavier than the room, but never beside others.
          expect(under).toBeLessThanOrEqual(most);
          expect(weight - task.weight < heaviest || under === 1).toBe(true);
          for (let turn = 0; turn < task.turns; turn++) await Promise.resolve();
          return task;
        };
        const seen: unknown[] = [];
        for await (const { task, result } of inOrder(tasks, run, { most, heaviest, weight: (one) => one.weight })) {
          expect(result).toBe(task);
          seen.push(task);
          under--;
          weight -= task.weight;
        }
        expect(seen).toEqual(tasks);
      },
    ),
    { numRuns: 200 },
  );
});
