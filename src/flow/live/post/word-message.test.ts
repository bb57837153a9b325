import { expect, test } from 'vitest';
import { routeOf } from '../../../../test/builders/told-decision.ts';
import { HearStage } from '../../../../test/flow/hear-stage.ts';
import type { EntryBody } from '../../../core/ledger/entry-body.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { wordMessage } from './word-message.ts';

test('R77: a message about more decisions than are shown shows the worst of them, wherever it names it', async () => {
  const stage = new HearStage().tells('critical', routeOf({ groupFor: null }));
  const web = stage.group('web');
  for (let nth = 1; nth <= 14; nth++) stage.opens(web, 8000 + nth, `198.51.100.${nth}/32`);
  await stage.hears();
  stage.opens(web, 22);
  await stage.hears();
  await stage.listens();
  const bodies = (await stage.entries()).map(({ body }) => JSON.parse(body!) as EntryBody);
  const decided = bodies.flatMap((body) => (body.kind === 'decided' ? [body.decision as unknown as Decision] : []));
  expect(decided).toHaveLength(16);
  const [row] = await stage.messages();
  const message = { ...row!.message, decisions: decided.map(({ id }) => id), joined: [] };
  const { clock, store } = stage.parts();
  const directory = () => stage.judging.policy.directory;
  const alert = await wordMessage({ store, clock, directory, ledger: null }, { ...row!, message });
  expect(alert?.headline).toContain('22');
  expect(alert?.checks).toEqual(['ssh']);
  expect(JSON.stringify(alert?.facts)).toContain('13 more');
});
