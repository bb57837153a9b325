import type { Declared } from '../../core/group/declared.ts';
import { readDeclared } from '../../core/group/read/declared.ts';
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
  if (declared === null) throw new Complaint(`${nameOf(file)}: ${misread.join('; ')}`);
  return { file: nameOf(file), declared, misread };
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}
