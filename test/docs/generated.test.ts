import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeGallery } from '../../scripts/write-gallery.ts';
import { writeMotoDifferences } from '../../scripts/write-moto-differences.ts';
import { writePolicyKeys } from '../../scripts/write-policy-keys.ts';
import { writeWatchedCalls } from '../../scripts/write-watched-calls.ts';
import { watchedCalls } from '../../src/core/change/watched.ts';
import { policyShape } from '../../src/core/policy/shape/policy-shape.ts';
import { galleryParts } from '../gallery/parts.ts';
import { motoDifferences } from '../moto/differences.ts';

const read = (page: string) => readFileSync(join(import.meta.dirname, '..', '..', 'docs', page), 'utf8');

describe('pages that are written by `npm run docs` are what the code says', () => {
  it('R2: the set of watched calls is explicit, and its page is what the code watches', () => {
    const page = read('watched-calls.md');
    expect(page).toBe(writeWatchedCalls(watchedCalls));
    expect(watchedCalls.filter(({ call }) => !page.includes(`\`${call}\``))).toEqual([]);
  });

  it('docs/policy-keys.md has every key that a policy file may have', () => {
    expect(read('policy-keys.md')).toBe(writePolicyKeys(policyShape));
  });

  it('docs/moto-differences.md has every difference between the EC2 model and moto, each with what decides', () => {
    expect(read('moto-differences.md')).toBe(writeMotoDifferences(motoDifferences));
    const source = /^(EC2 API reference, |EC2 user guide, |EC2 itself, )/;
    const word = /"[^"]+"|is the code for|its example answers/;
    expect(motoDifferences.filter(({ decides }) => !source.test(decides) || !word.test(decides))).toEqual([]);
  });

  it('docs/gallery.md has every case of the gallery', () => {
    expect(read('gallery.md')).toBe(writeGallery(galleryParts));
  });
});
