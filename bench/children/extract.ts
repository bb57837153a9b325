import { readOurs } from '../contenders/our-reader.ts';
import type { Tier } from '../generate/truth.ts';

// Our archive source as a program of its own: `extract <folder> <tier> <threads> <sidecar or ->` prints event ids.

const [folder, tier, threads, sidecar] = process.argv.slice(2);
const how = { tier: tier as Tier, threads: Number(threads), sidecar: sidecar === '-' ? null : sidecar! };
for await (const ids of readOurs(folder!, how)) if (ids.length > 0) process.stdout.write(`${ids.join('\n')}\n`);
