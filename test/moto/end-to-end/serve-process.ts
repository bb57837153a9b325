import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/apps/cli/package-root.ts';
import { account, ownKeys, region, type Stage } from './stage.ts';
import { until } from './watching.ts';

/** A line of its log. */
export interface LoggedLine {
  readonly event: string;
  readonly message?: string;
  readonly [field: string]: unknown;
}

/** `portcullis serve` in a process of its own. */
export interface ServeProcess {
  readonly child: ChildProcess;
  readonly store: string;
  /** All that it wrote, as it stands. */
  said(): string;
  lines(): readonly LoggedLine[];
  /** Waits for a line, and answers it. */
  line(is: (line: LoggedLine) => boolean): Promise<LoggedLine>;
  /** Tells it to stop; answers its exit code. */
  stop(): Promise<number | null>;
}

/** Secrets that are planted where a server has to know them. */
export const planted = { token: 'planted-token-5d1c9b27', webhook: 'planted-webhook-77aa31' } as const;

/** Starts it with settings: those of the stage, and more lines. */
export function startServe(stage: Stage, more: readonly string[] = [], at: string | null = null): ServeProcess {
  const folder = stage.folder;
  const [settings, store] = [join(folder, 'server.yaml'), at ?? join(folder, 'served.db')];
  const role =
    '{ regions: [eu-west-1], read_role: PortcullisRead, revoke_role: PortcullisRevoke, restore_role: PortcullisRestore }';
  const text = [
    ...[`store: ${store}`, `policy: ${join(import.meta.dirname, 'policy.yaml')}`, 'acting: true'],
    ...['accounts:', `  "${account}": ${role}`, 'sources:', `  - sqs: ${stage.queue}`, ...more],
  ];
  writeFileSync(settings, `${text.join('\n')}\n`);
  const args = [join(packageRoot(), 'src', 'apps', 'cli', 'main.ts'), 'serve', '--settings', settings];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      ...{ ...ownKeys, AWS_REGION: region, AWS_ENDPOINT_URL: stage.edge.endpoint, AWS_EC2_METADATA_DISABLED: 'true' },
      ...{ SERVE_TOKEN: planted.token, SERVE_WEBHOOK: process.env.SERVE_WEBHOOK ?? '' },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  // Not its exit: what it wrote last may come after that.
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines = (): readonly LoggedLine[] =>
    said
      .split('\n')
      .slice(0, -1)
      .flatMap((line) => (line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line) as LoggedLine] : []));
  return {
    ...{ child, store, lines, said: () => said },
    line: (is) => until(async () => lines().find(is)),
    stop: async () => {
      child.kill('SIGTERM');
      return await ended;
    },
  };
}
