import { parseArgs } from 'node:util';
import { runFuzz } from './run-fuzz.ts';

// A long run by hand: node test/archive/fuzz.ts --files 100000 --seed 1

const { values } = parseArgs({
  options: { files: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const files = Number(values.files);
const report = await runFuzz(Number(values.seed), (done) => {
  if (done > 0 && done % 20_000 === 0) console.error(`${done} of ${files} files`);
  return done < files;
});
for (const { extractor, text, expected, found } of report.mismatches)
  console.error(JSON.stringify({ extractor, expected: expected.map(brief), found: found.map(brief), text }));
console.log(
  `${report.files} files, ${report.checks} readings, ${report.records} records, ${report.damaged} files that are no JSON, ${report.mismatches.length} mismatches`,
);
console.log([...report.slow].map(([name, count]) => `${name}: ${count} left to the slow reader`).join('\n'));
process.exitCode = report.mismatches.length === 0 ? 0 : 1;

function brief(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
