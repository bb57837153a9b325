import { mkdirSync, rmSync } from 'node:fs';
import { getPeers } from './get-peers.ts';
import { help, readBenchOptions } from './options.ts';
import { printBench, runBench } from './run-bench.ts';

// `npm run bench`: see options.ts.

const tell = (what: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${what}`);
};

try {
  const options = readBenchOptions(process.argv.slice(2));
  switch (options.act) {
    case 'help':
      process.stdout.write(help);
      break;
    case 'clean':
      rmSync(options.home, { recursive: true, force: true });
      break;
    case 'get peers':
      process.exitCode = getPeers(options.home);
      break;
    case 'measure': {
      mkdirSync(options.home, { recursive: true });
      const report = await runBench(options, tell);
      tell('');
      process.stdout.write(`${options.json ? JSON.stringify(report, null, 2) : printBench(report)}\n`);
    }
  }
} catch (error) {
  process.stderr.write(`bench: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
