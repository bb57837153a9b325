import { afterAll, beforeAll, expect, it } from 'vitest';
import { withMoto } from '../with-moto.ts';
import { anywhere, openStage, type Stage, tcp } from './stage.ts';
import { isOurs } from './timing.ts';
import { startWatching, until, type Watching } from './watching.ts';

const groups = 15;

await withMoto((moto) => {
  let [stage, watching] = [null as unknown as Stage, null as unknown as Watching];

  beforeAll(async () => {
    stage = await openStage(moto());
    watching = await startWatching(stage);
  });
  afterAll(async () => {
    await watching?.stop();
    await stage?.stop();
  });

  it('R32: groups that are opened all at once are each closed by one call, the last one before the first are proven', async () => {
    const names = Array.from({ length: groups }, (_, n) => n);
    const ids = await Promise.all(names.map((n) => stage.group(`storm-${n}`)));
    const opened = Date.now();
    await Promise.all(
      ids.map((GroupId) =>
        stage.alice.does('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [tcp(22, anywhere)] }),
      ),
    );
    const verified = async () => (await watching.rows('action')).filter(({ state }) => state === 'verified');
    await until(async () => (await verified()).length === groups);
    const proven = Date.now() - opened;
    const calls = stage.edge.made.filter(({ call }) => isOurs(call.caller.identity.arn));
    const closed = calls.map(({ at }) => at - opened).sort((a, b) => a - b);
    console.log(
      `${groups} groups at once: the first closed after ${closed[0]} ms, the last after ${closed.at(-1)} ms, all proven after ${proven} ms`,
    );
    expect(calls.map(({ call }) => call.form.get('GroupId')).sort()).toEqual(ids.toSorted());
    // Our share of EC2's bucket of revokes is ten at once and one a second (EC2 developer guide, "Request throttling").
    expect(closed.at(-1)).toBeLessThan(proven);
  });
});
