import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Diagnosis, ill, unclear, well } from '../../core/audit/diagnosis.ts';
import { connectToRead } from '../../store/sqlite/connect.ts';

const [megabyte, least] = [1_000_000, 1_000_000_000];

/** Looks at the store without making or changing anything: whether it opens, is of our version, can be written, has room. */
export async function examineStore(store: string): Promise<readonly Diagnosis[]> {
  if (store === ':memory:')
    return [unclear('store', 'store', 'a store that outlasts a restart', 'one in memory', 'store: portcullis.db')];
  return /^postgres(ql)?:\/\//i.test(store) ? await examinePostgres(store) : examineFile(store);
}

function examineFile(path: string): readonly Diagnosis[] {
  const about = `store ${path}`;
  const expected = 'a store of ours that can be written, with the folder it lies in';
  const folder = dirname(path);
  const isThere = existsSync(path);
  if (!isThere && !existsSync(folder))
    return [ill('store', about, expected, `no folder \`${folder}\``, `mkdir -p ${folder}`)];
  const wrong = isThere ? fault(path) : null;
  if (wrong !== null) return [ill('store', about, expected, wrong)];
  const closed = [...(isThere ? [path] : []), folder].find((each) => !isWritable(each));
  if (closed !== undefined)
    return [ill('store', about, expected, `\`${closed}\` that may not be written`, `chown "$(id -un)" ${closed}`)];
  const size = isThere
    ? `it opens, ${Math.ceil(statSync(path).size / megabyte)} MB`
    : 'it is not there yet, `serve` makes it';
  return [well('store', about, expected, size), ...examineRoom(folder)];
}

function fault(path: string): string | null {
  const opened = connectToRead(path);
  if (opened.kind === 'refused') return opened.why;
  opened.db.close();
  return null;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function examineRoom(folder: string): readonly Diagnosis[] {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const [about, expected] = ['room for the store', '1 GB or more free'];
  const found = `${Math.floor(free / megabyte)} MB free`;
  return [
    free < least
      ? ill('store', about, expected, found, 'free some space, or move the store; a full disk stops the work')
      : well('store', about, expected, found),
  ];
}

async function examinePostgres(url: string): Promise<readonly Diagnosis[]> {
  const [{ readPostgresUrl }, { connect }, { findSchema }, { sayOutage }] = await Promise.all([
    import('../../store/postgres/postgres-url.ts'),
    import('../../store/postgres/connect.ts'),
    import('../../store/postgres/prepare-schema.ts'),
    import('../../store/postgres/outage.ts'),
  ]);
  const place = readPostgresUrl(url);
  const expected = 'PostgreSQL 15 or newer that we can reach, with a store of our version or an empty schema';
  if (typeof place === 'string') return [ill('store', 'store postgres', expected, place)];
  const about = `store ${place.said}`;
  const pool = connect(place, { url, connections: 1 });
  try {
    const found = await findSchema(pool, place.schema);
    return [
      found.kind === 'prepared'
        ? well('store', about, expected, `it opens, ${found.shards} shards`)
        : unclear('store', about, expected, `${found.why}: \`serve\` makes one where it may`),
    ];
  } catch (error) {
    return [ill('store', about, expected, sayOutage(error), 'check host, port, user and sslmode of the URL')];
  } finally {
    await pool.end();
  }
}
