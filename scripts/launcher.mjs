#!/usr/bin/env node
// The published command. It stands apart from the program so that an old Node reads a sentence, not a stack trace.
const [major, minor] = process.versions.node.split('.').map(Number);

// node:sqlite is final since Node 24; Node 22 announces it as an experiment at every run.
const emitWarning = process.emitWarning;
process.emitWarning = (warning, ...rest) => {
  if (rest[0] !== 'ExperimentalWarning') emitWarning(warning, ...rest);
};

if (major > 22 || (major === 22 && minor >= 13)) {
  await import('./main.js');
} else {
  process.stderr.write(`portcullis: Node 22.13 or newer is needed, this is ${process.version}\n`);
  process.exitCode = 1;
}
