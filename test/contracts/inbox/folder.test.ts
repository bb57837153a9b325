import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Json } from '../../../src/core/leaf/canonical.ts';
import { openFolderInbox } from '../../../src/sources/folder/open-folder-inbox.ts';
import type { LiveSource } from '../../../src/sources/live/live-source.ts';
import { backContract } from './back-contract.ts';
import { inboxContract } from './inbox-contract.ts';
import { movedClock } from './moved-clock.ts';

const made: { readonly folder: string; readonly inbox: LiveSource }[] = [];
afterAll(async () => {
  for (const { folder, inbox } of made) {
    await inbox.close();
    rmSync(folder, { recursive: true });
  }
});

function benchOf(write: (folder: string, n: number, body: Json) => void) {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-folder-'));
    const { clock, move } = movedClock();
    const inbox = openFolderInbox({
      folder,
      calls: new Set(['RevokeSecurityGroupIngress']),
      clock,
      memory: { load: async () => null, save: async () => {} },
      settings: { every: 10, settle: 5, wait: 60, again: 600_000 },
    });
    made.push({ folder, inbox });
    let n = 0;
    return { inbox, send: async (body: Json) => write(folder, n++, body), outwait: async () => move(600_000) };
  };
}

inboxContract(
  'a folder in which files appear',
  benchOf((folder, n, body) => {
    writeFileSync(join(folder, `.${n}`), JSON.stringify(body, null, 2));
    renameSync(join(folder, `.${n}`), join(folder, `${n}.json`));
  }),
);

const growing = benchOf((folder, _, body) =>
  appendFileSync(join(folder, 'records.ndjson'), `${JSON.stringify(body)}\n`),
);
inboxContract('a folder with a file that grows', growing);
backContract('a folder with a file that grows', growing);
