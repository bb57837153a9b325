import { describe, expect, it } from 'vitest';
import { opened, PerformStage } from '../../../../test/flow/perform-stage.ts';
import { anywhere } from '../../../../test/flow/watch-stage.ts';
import type { Gatherer, Performed, Reverter } from '../../../contracts/live.ts';
import type { Failure } from '../../../core/plan/act/api-failure.ts';

const hour = 3_600_000;
const office = '443,443 10.0.0.0/8';

/** A reverter whose first calls fail so. */
function failing(stage: PerformStage, failure: Failure, times: number): Reverter {
  const { reverter } = stage.parts();
  let call = 0;
  return {
    session: reverter.session,
    perform: async (order, how): Promise<Performed> =>
      call++ < times
        ? { kind: 'failed', failure, code: `Code of ${failure}`, message: 'no' }
        : reverter.perform(order, how),
  };
}

function deaf(stage: PerformStage, times: number, failure: Failure = 'throttled'): Gatherer {
  const { gatherer } = stage.parts();
  let read = 0;
  return {
    ...gatherer,
    group: async (...asked) =>
      read++ < times
        ? { kind: 'failed', failure, code: 'RequestLimitExceeded', message: 'slow down' }
        : gatherer.group(...asked),
  };
}

/** A rule that monitoring needs was taken away, some time after it was made. */
async function closed() {
  const stage = new PerformStage();
  const group = stage.group();
  const was = stage.opens(group, 443, '10.0.0.0/8');
  stage.does('CreateTags', { Resources: [was], Tags: [{ Key: 'ticket', Value: 'N-1' }] });
  await stage.hears();
  stage.at += hour;
  stage.closes(group, was);
  await stage.hears();
  return { stage, group };
}

describe('a call that comes to nothing', () => {
  it.each(['absent', 'gone', 'stale', 'maybe', 'busy', 'transient', 'expired', 'throttled'] as const)(
    'scenario 28: with `%s` is made again after a new read, and then done',
    async (failure) => {
      const { stage, group } = await opened();
      await stage.run(600_000, { reverter: failing(stage, failure, 2) });
      expect(await stage.endings()).toEqual(['verified']);
      expect(stage.calls).toEqual(['revoke', 'revoke', 'revoke']);
      expect(stage.standing(group)).toEqual([office]);
      const answers = (await stage.bodies('outcome')).map(({ state, why }) => [state, why]);
      expect(answers[0]).toEqual(['later', `Code of ${failure}: no`]);
      expect((await stage.actions())[0]).toMatchObject({ failures: 0, attempt: 3 });
    },
  );

  it.each(['denied', 'full', 'in-use', 'account', 'malformed', 'unsure-tuple', 'tag-policy'] as const)(
    'BM-5: with `%s` ends at once, and says what a person would type',
    async (failure) => {
      const { stage, group, id } = await opened();
      await stage.run(600_000, { reverter: failing(stage, failure, 99) });
      expect((await stage.endings())[0]).toMatch(/^failed: /);
      expect(stage.calls).toEqual(['revoke']);
      const outcome = (await stage.bodies('outcome')).at(-1)!;
      expect(outcome).toMatchObject({ state: 'failed', answer: { answer: { failure } } });
      expect(JSON.stringify(outcome.answer)).toContain(
        `revoke-security-group-ingress --region eu-west-1 --group-id ${group}`,
      );
      expect(JSON.stringify(outcome.answer)).toContain(id);
      expect(await stage.told()).toContain('acted');
      expect((await stage.tasks('look')).map(({ why }) => why)).toContain('failed');
    },
  );

  it('is given up after twelve in a row, not repeated for ever in silence', async () => {
    const { stage } = await opened();
    await stage.run(24 * hour, { reverter: failing(stage, 'busy', 99) });
    expect((await stage.endings())[0]).toMatch(/^failed: given up after 12 calls in a row/);
    expect(stage.calls.length).toBe(12);
  });

  it('after one that came through ends as done in part', async () => {
    const { stage } = await opened();
    const { reverter } = stage.parts();
    let call = 0;
    const tired: Reverter = {
      session: reverter.session,
      perform: async () =>
        call++ === 0
          ? { kind: 'done', answer: { revoked: [], made: null, unknown: 0 } }
          : { kind: 'failed', failure: 'denied', code: 'UnauthorizedOperation', message: 'no' },
    };
    await stage.run(hour, { reverter: tired });
    expect((await stage.endings())[0]).toMatch(/^partly: the revoke role may not do this/);
  });

  it('of a restore whose tags a policy refuses is made without them, and that is told', async () => {
    const { stage, group } = await closed();
    const { reverter } = stage.parts();
    const strictTags: Reverter = {
      session: reverter.session,
      perform: async (order, how) =>
        order.call === 'authorize' && order.untagged !== true
          ? { kind: 'failed', failure: 'tag-policy', code: 'TagPolicyViolation', message: 'no' }
          : reverter.perform(order, how),
    };
    await stage.run(600_000, { reverter: strictTags });
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.model.state.groups.get(group)!.rules.find(({ ports }) => ports?.[0] === 443)!.tags).toEqual({});
    expect(await stage.told()).toContain('untagged');
  });

  it('of a restore that stands already is somebody else’s', async () => {
    const { stage, group } = await closed();
    await stage.run(600_000, {
      reverter: {
        ...stage.parts().reverter,
        perform: async () => {
          stage.opens(group, 443, '10.0.0.0/8');
          return { kind: 'failed', failure: 'already', code: 'InvalidPermission.Duplicate', message: 'no' };
        },
      },
    });
    expect((await stage.endings())[0]).toMatch(/^superseded: all of it held already/);
    expect(stage.calls).toEqual(['authorize']);
  });

  it('is never taken for one that was a dry run', async () => {
    const { stage } = await opened();
    const { reverter } = stage.parts();
    await stage.run(600_000, { reverter: { session: reverter.session, perform: async () => ({ kind: 'would' }) } });
    expect((await stage.endings())[0]).toMatch(/^failed: .*dry run/);
  });

  it('is asked for with the time that it may take, and never as a dry run', async () => {
    const { stage } = await opened();
    const { reverter } = stage.parts();
    const asked: unknown[] = [];
    await stage.run(600_000, {
      reverter: {
        session: reverter.session,
        perform: (order, how) => {
          asked.push(how);
          return reverter.perform(order, how);
        },
      },
    });
    expect(asked).toEqual([{ dry: false, timeout: 10_000 }]);
  });
});

describe('a read that fails', () => {
  it('keeps an action from going on, later and later, until it succeeds', async () => {
    const { stage } = await opened();
    const began = stage.at;
    await stage.turn({ gatherer: deaf(stage, 1) });
    expect((await stage.openTasks('act'))[0]).toMatchObject({
      due: began + 1000,
      why: 'it could not be read: RequestLimitExceeded: slow down',
    });
    stage.at += 1000;
    await stage.turn({ gatherer: deaf(stage, 1) });
    expect((await stage.openTasks('act'))[0]!.due).toBe(stage.at + 2000);
    await stage.run();
    expect(await stage.endings()).toEqual(['verified']);
  });

  it('twelve times ends the action, and a person is told: nothing is done unread', async () => {
    const { stage } = await opened();
    await stage.run(hour, { gatherer: deaf(stage, 999) });
    expect((await stage.endings())[0]).toMatch(/^failed: it could not be read/);
    expect(stage.calls).toEqual([]);
    expect(await stage.told()).toContain('acted');
  });

  it('twelve times after a call ends it as done in part', async () => {
    const { stage } = await opened();
    await stage.turn();
    await stage.run(hour, { gatherer: deaf(stage, 999) });
    expect((await stage.endings())[0]).toMatch(/^partly: it could not be read/);
  });

  it('waits five minutes at most', async () => {
    const { stage } = await opened();
    const gatherer = deaf(stage, 999);
    for (let turn = 0; turn < 11; turn++) {
      await stage.turn({ gatherer });
      const [{ due } = expect.unreachable()] = await stage.openTasks('act');
      expect(due - stage.at).toBe(Math.min(1000 * 2 ** turn, 300_000));
      stage.at = due;
    }
  });

  it('of the ledger gives the action back for a second', async () => {
    const { stage } = await opened();
    const store = { ...stage.store, view: async () => Promise.reject(new Error('away')) };
    const began = stage.at;
    await stage.turn({ store });
    expect((await stage.openTasks('act'))[0]).toMatchObject({ due: began + 1000, why: 'away' });
    expect(stage.standing([...stage.model.state.groups.keys()].at(-1)!)).toContain(`22,22 ${anywhere}`);
  });
});
