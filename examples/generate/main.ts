import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildExample } from './build-example.ts';
import { writeExample } from './write-example.ts';

// Usage: node examples/generate/main.ts [--seed S] [--out DIR]
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: 'portcullis' },
    out: { type: 'string', default: join(import.meta.dirname, '..') },
  },
});
const written = writeExample(buildExample(values.seed), values.out);
process.stdout.write(
  `${written.files} files, ${written.records} records, ${written.bytes} bytes of gzip in ${values.out}\n`,
);
