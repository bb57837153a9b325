import type { Declared } from '../../core/group/declared.ts';
import { readDeclared } from '../../core/group/read/declared.ts';
import { isObject, type Json } from '../../core/leaf/canonical.ts';
import { readDeclaredFile } from '../../settings/declared-file.ts';
import { Complaint } from './complaint.ts';

/** A file that declares or lists groups, as read, and the parts of it that were not understood. */
export interface OpenedDeclared {
  readonly file: string;
  readonly declared: Declared;
  readonly misread: readonly string[];
}

/** Opens a file that declares or lists groups (`-`: standard input), or complains that it is none. */
export async function openDeclared(file: string): Promise<OpenedDeclared> {
  const read = await readDeclaredFile(file);
  if ('wrong' in read) throw new Complaint(`${nameOf(file)}: ${read.wrong}`);
  const { declared, misread } = readDeclared(read.json);
  if (declared === null) throw new Complaint(`${nameOf(file)}: ${misread.join('; ')}${hintFor(read.json)}`);
  return { file: nameOf(file), declared, misread };
}

/** What a file of ours or of AWS is that was named by mistake, and who takes it. */
function hintFor(json: Json): string {
  if (!isObject(json)) return '';
  if ('Records' in json || 'eventVersion' in json) return ': this is a CloudTrail log, `scan` reads it';
  if (json.$schema === 'portcullis:backlog:1') return ': this is a backlog, `--backlog` takes it';
  if (json.$schema === 'portcullis:baseline:1') return ': this is a baseline, `baseline compare` takes it';
  return 'version' in json && ('checks' in json || 'use' in json) ? ': this is a policy, `--policy` takes it' : '';
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}
