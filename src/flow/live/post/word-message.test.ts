import { expect, test } from 'vitest';
import { routeOf } from '../../../../test/builders/told-decision.ts';
import { HearStage } from '../../../../test/flow/hear-stage.ts';
import type { EntryBody } from '../../../core/ledger/entry-body.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { rowName } from '../tables.ts';
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

test('R60, R74: a message about more incidents than are shown is over only when all of them are', async () => {
  const stage = new HearStage().tells('critical', routeOf({ groupFor: null }));
  await stage.listens();
  const web = stage.group('web');
  stage.opens(web, 22);
  await stage.hears();
  await stage.listens();
  const [row] = await stage.messages();
  const [incident] = await stage.rows('incident');
  const ids = Array.from({ length: 20 }, (_, nth) => `inc_${String(nth).padStart(2, '0')}`);
  const last = ids.at(-1)!;
  const rows = ids.map((id) => ({
    ...rowName('incident', id),
    value: JSON.stringify({ ...incident, id, closedAt: id === last ? null : stage.at }),
  }));
  await stage.store.append(0, 'any', [], { rows });
  const { clock, store } = stage.parts();
  const parts = { store, clock, directory: () => stage.judging.policy.directory, ledger: null };
  const worded = () => wordMessage(parts, { ...row!, incidents: ids });
  expect(await worded()).toMatchObject({ state: 'open', status: expect.stringContaining('1 of 20 incidents') });
  const closed = { ...rowName('incident', last), value: JSON.stringify({ ...incident, id: last, closedAt: stage.at }) };
  await stage.store.append(0, 'any', [], { rows: [closed] });
  expect(await worded()).toMatchObject({ state: 'closed' });
});
