import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Json } from '../../src/core/leaf/canonical.ts';
import { type PolicyReading, readPolicyFiles } from '../../src/settings/policy-file.ts';

const here = import.meta.dirname;

/** Where the packs of these tests lie. */
export const packs = join(here, 'packs');

/** A policy with everything that people write, as plain values. */
export const fullPolicy = parse(readFileSync(join(here, 'full.yaml'), 'utf8')) as Json;

/** An error as tests ask for it. */
export interface Told {
  readonly spot: string;
  readonly meant: string | null;
  readonly block: string;
}

/** A folder of one's own with the files that the full policy names, to try policies in; `remove` when done. */
export function policyFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-policy-'));
  for (const part of ['accounts.csv', 'people.csv', 'lists', 'baselines', 'plans']) {
    cpSync(join(here, part), join(folder, part), { recursive: true });
  }
  const file = join(folder, 'policy.yaml');
  const read = (text: string | Uint8Array): PolicyReading => {
    writeFileSync(file, text);
    return readPolicyFiles([file], packs);
  };
  return {
    folder,
    read,
    /** Each error with the place that it names and what it takes for meant. */
    told: (text: string | Uint8Array): readonly Told[] => read(text).errors.map(toldBy),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function toldBy(block: string): Told {
  const [, line, column] = /:(\d+):(\d+) {2}/.exec(block) ?? [];
  return { spot: `${line}:${column}`, meant: /did you mean `(.*)`\?$/.exec(block)?.[1] ?? null, block };
}
