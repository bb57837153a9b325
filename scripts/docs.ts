import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watchedCalls } from '../src/core/change/watched.ts';
import { policyShape } from '../src/core/policy/shape/policy-shape.ts';
import { galleryParts } from '../test/gallery/parts.ts';
import { motoDifferences } from '../test/moto/differences.ts';
import { writeGallery } from './write-gallery.ts';
import { writeMotoDifferences } from './write-moto-differences.ts';
import { writePolicyKeys } from './write-policy-keys.ts';
import { writeWatchedCalls } from './write-watched-calls.ts';

/** `npm run docs`: writes the pages that are made from the code. */
const docs = join(import.meta.dirname, '..', 'docs');
writeFileSync(join(docs, 'watched-calls.md'), writeWatchedCalls(watchedCalls));
writeFileSync(join(docs, 'gallery.md'), writeGallery(galleryParts));
writeFileSync(join(docs, 'moto-differences.md'), writeMotoDifferences(motoDifferences));
writeFileSync(join(docs, 'policy-keys.md'), writePolicyKeys(policyShape));
