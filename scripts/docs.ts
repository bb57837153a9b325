import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watchedCalls } from '../src/core/change/watched.ts';
import { writeWatchedCalls } from './write-watched-calls.ts';

/** `npm run docs`: writes the pages that are made from the code. */
writeFileSync(join(import.meta.dirname, '..', 'docs', 'watched-calls.md'), writeWatchedCalls(watchedCalls));
