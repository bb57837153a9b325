import type { Ordered } from '../../../flow/live/orders/ordered.ts';
import { writeEstateFile } from '../../live/estate-file.ts';
import { runWorker } from '../../live/run-worker.ts';
import { Complaint } from '../complaint.ts';
import { jsonText } from '../format/write-rows.ts';
import { shellPaths } from '../hints.ts';
import { follow } from '../live-demo/chronicle.ts';
import { nameIn } from '../live-demo/name-in.ts';
import { newsLines } from '../live-demo/news-lines.ts';
import type { Options } from '../options.ts';
import { as, type Line, print, type Terminal } from '../screen.ts';
import type { Desk } from './open-desk.ts';

/** How long a demonstration's worker goes on after an order, by its own clock: an action and its verification. */
const afterOrder = 180_000;

/** Gives an order at a desk, says what became of it and, in a demonstration, lets the worker do what follows. */
export async function carryOut(
  desk: Desk,
  { options, terminal, what }: { readonly options: Options; readonly terminal: Terminal; readonly what: string },
  order: () => Promise<Ordered>,
): Promise<number> {
  const { demo, ledger, store } = desk;
  const chronicle = await follow(store, desk.now, { fromNow: true });
  const models = demo?.parts.settings.sites.map((site) => demo.world.model(site)!) ?? [];
  const word = `${terminal.command}`;
  const telling = {
    columns: terminal.columns,
    nameOf: nameIn(models),
    decision: chronicle.decision,
    answer: (plan: string, verb: string) => `${word} ${verb} ${plan.slice(0, 12)} --ledger ${shellPaths([ledger])}`,
  };
  const happened: unknown[] = [];
  const told = async (): Promise<void> => {
    for (const news of await chronicle.news()) {
      if (options.json) happened.push(news);
      else await print(terminal, newsLines(news, telling));
    }
  };
  try {
    const done = await order();
    if (done.kind === 'refused') throw new Complaint(`${what}: ${done.why}`);
    if (done.kind === 'unavailable') throw new Complaint(`${what}: the ledger does not answer: ${done.why}`);
    await told();
    if (demo !== null) await runWorker(demo, demo.clock.now() + afterOrder, told);
    await told();
    if (options.json) {
      const answer = { $schema: 'portcullis:ordered:1', what, ...done, done: demo !== null, news: happened };
      await terminal.out(`${jsonText(answer)}\n`);
    } else await print(terminal, [endLine(what, done, demo !== null)]);
    return 0;
  } finally {
    if (demo !== null)
      writeEstateFile(ledger, {
        now: demo.clock.now(),
        states: models.map(({ state }) => state),
        calls: models.map(({ calls }) => calls),
      });
    await store.close();
  }
}

function endLine(what: string, done: Extract<Ordered, { kind: 'ordered' | 'more' }>, isDemo: boolean): Line {
  const id = as('cyan', done.id === what ? '' : done.id);
  if (done.kind === 'more') return [as('yellow', 'Taken down  '), `${what}  `, id, `  ${done.why}`];
  const next = isDemo ? '' : '  the next worker does what follows';
  return [as('green', 'Ordered  '), `${what}  `, id, as('dim', `  entry ${done.place.shard}:${done.place.n}${next}`)];
}
