import process from 'node:process';
import { sitesOf } from '../../settings/server-settings.ts';
import { isPostgresUrl } from '../../store/postgres/postgres-url.ts';
import { logLineOf } from '../server/log-line.ts';
import { type Happened, startNews } from '../server/news.ts';
import { onSignals } from '../server/on-signals.ts';
import { openServing } from '../server/open-serving.ts';
import { redactor } from '../server/redact.ts';
import type { Serving } from '../server/start-serving.ts';
import { shellPaths } from './hints.ts';
import { type Chronicle, follow } from './live-demo/chronicle.ts';
import { newsLines, type Telling, timed } from './live-demo/news-lines.ts';
import { type LiveScreen, liveScreen } from './live-watch/live-screen.ts';
import { countEntries, statusLine } from './live-watch/status-line.ts';
import { watchSettings } from './live-watch/watch-settings.ts';
import { as, type Line, type Terminal } from './screen.ts';
import type { Run } from './verbs.ts';

/** How often it looks for what others wrote, and writes its line at the bottom anew; milliseconds. */
const every = 1_000;

/** So long nothing may come after every source has ended before it ends itself. */
const quiet = 1_500;

/** `watch`: the live loop in the terminal, each decision as it comes. */
export const watch: Run = async (_args, options, terminal) => {
  const settings = await watchSettings(options, terminal);
  const redact = redactor(settings.secrets);
  const news = startNews();
  const told: Happened[] = [];
  news.listen((happened) => void told.push(happened));
  // Without settings of a server it is somebody who looks: nobody is told of what they see.
  const toNobody = options.settings === undefined ? { telling: null } : {};
  const serving = await openServing(settings, { news, env: terminal.env, ...toNobody });
  const chronicle = await follow(serving.store, terminal.now, { fromNow: true, past: false, messages: false });
  const screen = liveScreen(terminal);
  const store = isPostgresUrl(settings.store) ? '<store>' : shellPaths([settings.store]);
  const names = new Map<string, string>();
  const telling: Telling = {
    columns: terminal.columns,
    nameOf: (id) => names.get(id) ?? id,
    decision: chronicle.decision,
    answer: (plan, word) => `${terminal.command} ${word} ${plan.slice(0, 12)} --ledger ${store}`,
  };
  const sites = sitesOf(settings);
  await screen.show([headLine(serving, settings.acting, settings.store, redact)]);
  let lastNews = terminal.now();

  async function tell(): Promise<void> {
    const lines = [
      ...(await storyLines(chronicle, telling, names)),
      ...told.splice(0).flatMap((each) => ownLines(each, terminal, telling, redact)),
    ];
    if (lines.length > 0) lastNews = terminal.now();
    await screen.show(lines);
    const { reasons } = await serving.health();
    const status = {
      figures: serving.figures,
      delays: serving.delays.figures(),
      sites,
      entries: await countEntries(serving.store),
    };
    screen.status([redact(statusLine({ ...status, trouble: reasons[0] ?? null }, terminal.now()))]);
  }

  await untilEnded(serving, tell, () => terminal.now() - lastNews > quiet);
  await serving.stop();
  await finish(screen, told, terminal, telling, redact);
  setTimeout(() => process.exit(0), 500).unref();
  return 0;
};

/** Tells again and again, until somebody stops it, or every source has ended and nothing came for a while. */
async function untilEnded(serving: Serving, tell: () => Promise<void>, isQuiet: () => boolean): Promise<void> {
  let [stopped, over] = [false, false];
  let wake = (): void => {};
  const stop = (): void => {
    stopped = true;
    wake();
  };
  // A terminal that is closed sends HUP. Files of the policy are looked at anyway.
  const release = onSignals({ stop, reload: stop });
  void serving.watched.then(() => {
    over = true;
  });
  while (!stopped) {
    // What came before a source ended is told before this ends.
    const wasOver = over;
    try {
      await tell();
    } catch {
      // The store is away: the line at the bottom says so, and what came meanwhile is told when it is back.
    }
    if (wasOver && isQuiet()) break;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, every);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
  release();
}

async function storyLines(
  chronicle: Chronicle,
  telling: Telling,
  names: Map<string, string>,
): Promise<readonly Line[]> {
  const all = await chronicle.news();
  for (const news of all)
    if (news.kind === 'decided' && news.decision.on.id !== null && news.decision.on.name !== null)
      names.set(news.decision.on.id, news.decision.on.name);
  return all.filter(({ kind }) => kind !== 'looked').flatMap((news) => newsLines(news, telling));
}

/** What this process itself has to tell: messages to people, and trouble. Entries are told as the ledger has them. */
function ownLines(
  happened: Happened,
  { now }: Terminal,
  telling: Telling,
  redact: (text: string) => string,
): readonly Line[] {
  if (happened.kind === 'entry') return [];
  if (happened.kind === 'tell') {
    const { about, detail, why } = happened;
    const hidden = Object.fromEntries(Object.entries(detail).map(([key, text]) => [key, redact(String(text))]));
    return newsLines({ kind: 'told', at: now(), about, group: null, why, detail: hidden }, telling);
  }
  const line = logLineOf(happened);
  if (line === null) return [];
  const look = line.level === 'error' ? 'red' : line.level === 'warn' ? 'yellow' : 'dim';
  return redact(line.message)
    .split('\n')
    .flatMap((text, at) => timed(now(), at === 0 ? as(look, line.event) : '', [text], telling.columns));
}

async function finish(
  screen: LiveScreen,
  told: readonly Happened[],
  terminal: Terminal,
  telling: Telling,
  redact: (text: string) => string,
): Promise<void> {
  screen.end();
  await screen.show(told.flatMap((each) => ownLines(each, terminal, telling, redact)));
}

function headLine({ sources }: Serving, acting: boolean, store: string, redact: (text: string) => string): Line {
  const from = sources.map(({ name }) => name).join(', ');
  const mode = acting ? 'acts where the policy says so' : 'only reads';
  const ledger = isPostgresUrl(store) ? 'PostgreSQL' : store;
  return [as('bold', 'Watching '), redact(from), as('dim', ` · ${mode} · ledger ${redact(ledger)} · Ctrl-C ends it`)];
}
