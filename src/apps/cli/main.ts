import { setFlagsFromString } from 'node:v8';
import { ownCommand } from './own-command.ts';
import { run } from './program.ts';
import type { Terminal } from './screen.ts';

// However large an archive, some 15 MB are alive at a time; left alone, V8 lets its garbage grow with the archive.
setFlagsFromString('--optimize-for-size');

const { stdout, stderr, env, argv } = process;

/** Who reads our output may stop (`| head`): that is no error, and nothing is left to do. */
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

process.on('SIGINT', () => {
  if (stderr.isTTY) stderr.write('\r\u001b[K');
  process.exit(130);
});

const terminal: Terminal = {
  out: (text) => (stdout.write(text) ? undefined : new Promise((resolve) => void stdout.once('drain', resolve))),
  err: (text) => void stderr.write(text),
  columns: Math.min(120, Math.max(80, Number(env.COLUMNS) || stdout.columns || 120)),
  colour: env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
  watched: stderr.isTTY === true,
  now: () => Date.now(),
  env,
  command: ownCommand(argv[1] ?? '', env),
};

process.exitCode = await run(argv.slice(2), terminal);
