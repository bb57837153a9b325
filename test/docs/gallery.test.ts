import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeGallery } from '../../scripts/write-gallery.ts';
import { galleryParts } from '../gallery/parts.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'gallery.md'), 'utf8');

describe('docs/gallery.md', () => {
  test('is what `npm run docs` makes of the gallery that the tests judge', () => {
    expect(page).toBe(writeGallery(galleryParts));
  });

  test('names every case with what decides it, and says where nobody looked at others', () => {
    const cases = galleryParts.flatMap((part) => part.cases);
    expect(cases.filter((each) => !page.includes(`| ${each.name} |`) || !page.includes(each.decides))).toEqual([]);
    expect(page.split('| not stated |').length - 1).toBe(cases.filter((each) => each.others === undefined).length);
  });
});
