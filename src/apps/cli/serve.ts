import process from 'node:process';
import { isLoopback, type ServerSettings } from '../../settings/server-settings.ts';
import type { Health } from '../server/health.ts';
import { startHttp } from '../server/http.ts';
import { writeMetrics } from '../server/metrics.ts';
import { type News, startNews } from '../server/news.ts';
import { onSignals } from '../server/on-signals.ts';
import { type Log, openLog } from '../server/open-log.ts';
import { openServing } from '../server/open-serving.ts';
import { redactIn, redactor } from '../server/redact.ts';
import type { Serving } from '../server/start-serving.ts';
import { Complaint } from './complaint.ts';
import type { Terminal } from './screen.ts';
import { readSettings, serveOverlays } from './server-flags.ts';
import type { Run } from './verbs.ts';

/** `serve`: the live loop on real AWS, until it is told to stop. Standard error is its log. */
export const serve: Run = async (_args, options, terminal) => {
  if (options.settings === undefined)
    throw new Complaint(`expected \`--settings <file>\`, e.g. \`${terminal.command} serve --settings server.yaml\``);
  const settings = readSettings(options.settings, serveOverlays(options), terminal);
  const redact = redactor(settings.secrets);
  const [news, now] = [startNews(), terminal.now];
  const pretty = options.pretty === true;
  const log = openLog({ level: settings.log, pretty, colour: terminal.colour, redact, now, out: terminal.err });
  news.listen(log.hear);
  const serving = await openServing(settings, { news, env: terminal.env });
  const code = await untilStopped(serving, { settings, news, log, redact, terminal });
  // What still holds this process (a read of standard input) holds it for a moment only.
  setTimeout(() => process.exit(code), 500).unref();
  return code;
};

interface Around {
  readonly settings: ServerSettings;
  readonly news: News;
  readonly log: Log;
  readonly redact: (text: string) => string;
  readonly terminal: Terminal;
}

async function untilStopped(serving: Serving, { settings, news, log, redact }: Around): Promise<number> {
  const fault = (error: unknown): void =>
    news.tell({ kind: 'fault', where: 'http', why: error instanceof Error ? error.message : String(error) });
  const http =
    settings.listen === null
      ? null
      : await startHttp({
          ...{ listen: settings.listen, token: settings.token, fault },
          health: async () => redactIn({ ...(await serving.health()) }, redact) as unknown as Health,
          metrics: async () => await writeMetrics(serving.readings()),
        });
  if (http !== null && 'refused' in http) {
    await serving.stop();
    throw new Complaint(http.refused);
  }
  if (settings.listen !== null && !isLoopback(settings.listen.host))
    log.write({
      ...{ level: 'warn', event: 'listen', fields: { host: settings.listen.host } },
      message: 'others than this machine may ask: they need the token, and nothing is encrypted',
    });
  const stopped = Promise.withResolvers<void>();
  const release = onSignals({
    stop: () => {
      news.tell({ kind: 'stopping', said: 'told to stop: finishing what is in hand' });
      stopped.resolve();
    },
    reload: () => void serving.reload('signal HUP').catch(fault),
  });
  news.tell({ kind: 'started', said: sayStarted(settings, http?.url ?? null, serving) });
  await stopped.promise;
  await serving.stop();
  await http?.close();
  release();
  return 0;
}

function sayStarted({ acting, accounts }: ServerSettings, url: string | null, { sources }: Serving): string {
  const sites = accounts.reduce((sum, { regions }) => sum + regions.length, 0);
  const mode = acting ? 'acting' : 'only reading';
  const at = url === null ? 'no HTTP' : url;
  return `started, ${mode}: ${sources.map(({ name }) => name).join(', ')}; ${accounts.length} accounts, ${sites} regions of them; ${at}`;
}
