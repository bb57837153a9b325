import { expect, test } from 'vitest';
import { routeOf } from '../../../../test/builders/told-decision.ts';
import { HearStage } from '../../../../test/flow/hear-stage.ts';
import { wordMessage } from './word-message.ts';

/** SSH is opened on a group that is on so many interfaces; what the message says of it. */
async function factsOf(count: number, swept: boolean): Promise<string> {
  const stage = new HearStage().tells('high', routeOf({ groupFor: null }));
  await stage.listens();
  const web = stage.group();
  const SubnetId = [...stage.model.state.vpcs.values()][0]!.subnet;
  for (let nth = 0; nth < count; nth++) stage.does('CreateNetworkInterface', { SubnetId, Groups: [web] });
  await stage.hears();
  if (swept) await stage.sweeps();
  stage.opens(web, 22);
  await stage.hears();
  await stage.listens();
  // What comes on it later is of another time.
  stage.does('CreateNetworkInterface', { SubnetId, Groups: [web] });
  await stage.hears();
  const rows = (await stage.messages()).filter(({ message }) => message.kind === 'alert');
  expect(rows).toHaveLength(1);
  const { clock, store } = stage.parts();
  const directory = () => stage.judging.policy.directory;
  const alert = await wordMessage({ store, clock, directory, ledger: null }, rows[0]!);
  return JSON.stringify(alert!.facts.find(({ label }) => label === 'What'));
}

test('R77: a message says what the group was on when it was opened, as far as looks and records tell', async () => {
  expect(await factsOf(2, true)).toContain('on 2 interfaces, none faces the Internet');
  expect(await factsOf(0, true)).toContain('on nothing yet');
  expect(await factsOf(1, false)).toContain('on at least 1 interface"');
  expect(await factsOf(0, false)).not.toMatch(/on (at least )?\d+ interface|on nothing yet/);
});
