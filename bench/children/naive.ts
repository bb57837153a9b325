import { readNaively } from '../contenders/naive-reader.ts';

// The naive reader as a program of its own: `naive <folder> <name,name,…>` prints event ids.

const [folder, calls] = process.argv.slice(2);
process.stdout.write(`${readNaively(folder!, new Set(calls!.split(','))).join('\n')}\n`);
