import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { type Diagnosis, ill, unclear, well } from '../../core/audit/diagnosis.ts';
import type { Listen, ServerSettings } from '../../settings/server-settings.ts';

/** The oldest Node that the product runs on (`engines` of its package.json). */
const oldest = [22, 13] as const;

/** Whether this Node will do. */
export function examineNode(version: string): Diagnosis {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const expected = `Node.js ${oldest.join('.')} or newer`;
  const isOld = major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
  if (isOld) return ill('machine', 'Node.js', expected, version, 'install a supported Node.js: nodejs.org/en/download');
  return well('machine', 'Node.js', expected, version);
}

/** Whether `serve` could answer HTTP where it is told to, and read the folders that it follows. */
export async function examineServer(
  settings: Pick<ServerSettings, 'listen' | 'sources'>,
): Promise<readonly Diagnosis[]> {
  const folders = settings.sources.flatMap((source) =>
    source.kind === 'folder' ? [examineFolder(source.folder)] : [],
  );
  return [...(settings.listen === null ? [] : [await examineListen(settings.listen)]), ...folders];
}

async function examineListen({ host, port }: Listen): Promise<Diagnosis> {
  const about = `listen ${host}:${port}`;
  const expected = 'an address that can be listened on';
  const error = await tryToListen(host, port);
  if (error === null) return well('server', about, expected, 'it is free');
  if (error === 'EADDRINUSE')
    return unclear('server', about, expected, 'somebody listens there already: another `serve`, or another program');
  return ill('server', about, expected, `that it cannot be: ${error}`, 'listen: 127.0.0.1:8440');
}

function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => resolve(code ?? message));
    server.listen({ host, port }, () => server.close(() => resolve(null)));
  });
}

function examineFolder(folder: string): Diagnosis {
  const expected = 'a folder that can be read';
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    return well('records', `folder ${folder}`, expected, 'it can be read');
  } catch (error) {
    return ill('records', `folder ${folder}`, expected, (error as Error).message, `mkdir -p ${folder}`);
  }
}
