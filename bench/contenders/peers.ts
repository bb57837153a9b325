import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Archive } from '../generate/generate-archive.ts';
import { runProcess } from '../measure/run-process.ts';
import type { Answer, Contender } from './contender.ts';
import { findProgram } from './find-program.ts';
import { idsOf } from './ids-of.ts';
import { callsOf } from './our-reader.ts';

/** What a user has at hand instead, each asked for the calls of the perimeter tier in the fastest way we know. */
export function peers(home: string): readonly Contender[] {
  const calls = [...callsOf('perimeter')];
  const children = join(import.meta.dirname, '..', 'children');
  const duckdb = join(home, 'peers');
  const wanted = JSON.stringify(Object.fromEntries(calls.map((call) => [call, true])));
  const jq = `jq -r --argjson wanted '${wanted}' '.Records[] | select($wanted[.eventName]) | .eventID'`;
  const rg = `rg -z -j1 -o --no-filename --no-line-number --no-ignore '"eventName":"(${calls.join('|')})"' "$0" | wc -l`;
  return [
    peer('gzip', 'gzip -dc > /dev/null', ['gzip'], 'nothing', shell(`${files} xargs -0 gzip -dc > /dev/null`)),
    peer('jq', 'zcat | jq', ['zcat', 'jq'], 'ids', shell(`${files} xargs -0 zcat | ${jq}`)),
    peer('rg', 'rg -z -j1 (text, no parse)', ['rg'], 'count', shell(rg)),
    peer('python', 'Python gzip + json', ['python3'], 'ids', ({ folder }) => [
      'python3',
      '-c',
      python,
      folder,
      calls.join(','),
    ]),
    peer('node', 'Node gunzipSync + JSON.parse', [], 'ids', ({ folder }) => [
      process.execPath,
      join(children, 'naive.ts'),
      folder,
      calls.join(','),
    ]),
    ...[1, 2].map((threads) => ({
      ...peer(
        `duckdb-${threads}`,
        `DuckDB read_json, ${threads} thread${threads === 1 ? '' : 's'}`,
        [],
        'ids',
        ({ folder }) => [
          process.execPath,
          join(children, 'query-duckdb.mjs'),
          duckdb,
          folder,
          calls.join(','),
          String(threads),
        ],
      ),
      absent: existsSync(join(duckdb, 'node_modules/@duckdb/node-api'))
        ? null
        : 'not installed (`npm run bench -- --get-peers`)',
    })),
  ];
}

const files = 'find "$0" -type f -name "*.json.gz" -print0 |';

const python = `import gzip, json, os, sys
calls = set(sys.argv[2].split(','))
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with gzip.open(os.path.join(folder, name)) as log:
            for record in json.load(log)['Records']:
                if record['eventName'] in calls:
                    print(record['eventID'])
`;

function shell(script: string): (archive: Archive) => readonly string[] {
  return ({ folder }) => ['sh', '-c', script, folder];
}

function peer(
  id: string,
  name: string,
  needs: readonly string[],
  tells: Answer['kind'],
  command: (archive: Archive) => readonly string[],
): Contender {
  const missing = needs.find((program) => findProgram(program) === null);
  return {
    id,
    name,
    where: 'whole process',
    tier: tells === 'nothing' ? null : 'perimeter',
    upTo: tells === 'nothing' ? Number.POSITIVE_INFINITY : 400,
    absent: missing === undefined ? null : `\`${missing}\` is not installed`,
    run: async (archive) => {
      const { stdout, ...figures } = await runProcess(command(archive), { keep: tells !== 'nothing' });
      return { ...figures, answer: answerOf(tells, stdout) };
    },
  };
}

function answerOf(tells: Answer['kind'], stdout: string): Answer {
  switch (tells) {
    case 'ids':
      return idsOf(stdout);
    case 'count':
      return { kind: 'count', count: Number(stdout.trim()) };
    case 'nothing':
      return { kind: 'nothing' };
  }
}
