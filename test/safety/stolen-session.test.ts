import { describe, expect, it } from 'vitest';
import { ownCaller } from '../../src/aws/model/live/model-reverter.ts';
import { assumedRole } from '../../src/aws/model/record/identity.ts';
import { opened } from '../flow/perform-stage.ts';
import { anywhere, ownRoles, site } from '../flow/watch-stage.ts';
import { account, alice } from '../model/any-calls.ts';

/** Something was opened and closed by us: the name of our session stands in CloudTrail for everybody to read. */
async function seen() {
  const { stage, group } = await opened();
  await stage.run();
  await stage.hears();
  const [{ session }] = (await stage.bodies('acting')) as unknown as [{ session: string }];
  const clock = { now: () => stage.at };
  const thief = (role: string) => ownCaller({ role, name: session }, site, clock);
  return { stage, group, session, thief };
}

describe('a stolen session name', () => {
  it('R14: with our restore role opens nothing for long: the impostor is told as critical, the rule closed', async () => {
    const { stage, group, thief } = await seen();
    stage.opens(group, 22, anywhere, thief(ownRoles[1]!));
    await stage.hears();
    const last = (await stage.decisions()).at(-1)!;
    expect(last).not.toHaveProperty('own');
    expect(await stage.tasks('tell')).toContainEqual({
      ...{ about: last.id, revision: 0, why: 'impostor', severity: 'critical' },
    });
    await stage.run();
    expect(await stage.endings()).toEqual(['verified', 'verified']);
    expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
  });

  it('R14: with our revoke role takes nothing away for long: what was lost is put back', async () => {
    const { stage, group, thief } = await seen();
    const https = stage.model.state.groups.get(group)!.rules.find(({ ports }) => ports?.[0] === 443)!;
    stage.closes(group, https.id, thief(ownRoles[0]!));
    await stage.hears();
    expect(await stage.told()).toContain('impostor');
    await stage.run();
    expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
  });

  it('under another role is nobody of ours, and judged like anybody', async () => {
    const { stage, group, session } = await seen();
    const identity = assumedRole(account, { role: 'Developer', session, at: stage.at });
    stage.opens(group, 22, anywhere, { ...alice, identity });
    await stage.hears();
    expect((await stage.decisions()).at(-1)).not.toHaveProperty('own');
    await stage.run();
    expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
  });

  it('BM-12 scenario 27: our own calls, told by their records, start nothing', async () => {
    const { stage } = await seen();
    const calls = [...stage.calls];
    await stage.hears();
    await stage.run(3_600_000);
    expect(stage.calls).toEqual(calls);
    expect((await stage.decisions()).filter(({ own }) => own !== undefined)).toHaveLength(calls.length);
    expect(await stage.told()).not.toContain('impostor');
  });
});
