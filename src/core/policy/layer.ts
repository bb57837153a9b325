import type { Json } from '../leaf/canonical.ts';
import type { Path } from './problem.ts';

/** A file that a policy names, such as a list of addresses or a baseline, as it was read. */
export interface CompanionFile {
  /** As shown in messages. */
  readonly name: string;
  readonly text: string;
}

/** One of the ordered files that make a policy; later ones override earlier ones by id. */
export interface PolicyLayer {
  /** As shown: `portcullis.yaml`, or `cis-admin-ports@1` for a pack. */
  readonly name: string;
  /** What it says; its shape is checked already. */
  readonly value: Json;
  /** The line, from 1, where the key of a path stands; for a path that is not there, of its nearest part that is. */
  lineOf(path: Path): number;
  /** By the text that names the file in the policy. What could not be opened is not among them. */
  readonly files: ReadonlyMap<string, CompanionFile>;
}
