import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What happens to the connection on which `word` is sent: nothing, it breaks before that arrives, or before its answer does. */
export type Break = 'never' | 'before' | 'after';

/** A way to a server that can break. */
export interface BreakingProxy {
  readonly url: string;
  /** From now on, the next connection on which this is sent breaks so; then none does. */
  breakAt(word: string, how: Break): void;
  close(): Promise<void>;
}

/** Puts one before the server of a URL. */
export async function startBreakingProxy(url: string): Promise<BreakingProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-proxy-'));
  const target = new URL(url);
  const behind = `${target.searchParams.get('host')}/.s.PGSQL.5432`;
  let next: { readonly word: string; readonly how: Break } = { word: '', how: 'never' };
  const open = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(behind);
    for (const each of [client, server]) open.add(each.on('error', () => {}).on('close', () => open.delete(each)));
    let deaf = false;
    client.on('data', (bytes) => {
      const { word, how } = next;
      if (how === 'never' || !bytes.includes(word)) return void server.write(bytes);
      next = { word: '', how: 'never' };
      if (how === 'before') {
        server.destroy();
        client.destroy();
        return;
      }
      deaf = true;
      server.write(bytes);
    });
    server.on('data', (bytes) => void (deaf ? client.destroy() : client.write(bytes)));
    client.on('close', () => server.end());
    server.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(join(folder, '.s.PGSQL.5432'), resolve));
  target.searchParams.set('host', folder);
  return {
    url: target.href,
    breakAt: (word, how) => {
      next = { word, how };
    },
    close: async () => {
      for (const each of open) each.destroy();
      await new Promise((resolve) => proxy.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
