import { createRequire } from 'node:module';

// DuckDB as a program of its own: `query-duckdb <package folder> <folder> <names> <threads>` prints event ids. Only the two
// members that the query needs are projected, which is the fastest way found to ask it.

const [home, folder, calls, threads] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(`${home}/package.json`)('@duckdb/node-api');
const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
const names = calls
  .split(',')
  .map((call) => `'${call}'`)
  .join(',');
const reader = await connection.runAndReadAll(
  `SELECT r.eventID FROM (SELECT unnest(Records) AS r FROM read_json('${folder}/**/*.json.gz',
   columns = {Records: 'STRUCT(eventName VARCHAR, eventID VARCHAR)[]'}, maximum_object_size = 268435456)) WHERE r.eventName IN (${names})`,
);
process.stdout.write(
  `${reader
    .getRows()
    .map(([id]) => id)
    .join('\n')}\n`,
);
