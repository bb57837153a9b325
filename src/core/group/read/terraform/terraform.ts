import type { Json } from '../../../leaf/canonical.ts';
import type { DeclaredReading } from '../../declared.ts';
import { readAttachments } from './attachments.ts';
import { readGroups } from './groups.ts';
import { readLists } from './lists.ts';
import { referencesOf } from './references.ts';
import { readFile } from './resource.ts';

/** Reads a Terraform plan or state; `null` when it is neither. */
export function readTerraform(json: Json): DeclaredReading | null {
  const file = readFile(json);
  if (file === null) return null;
  const misread: string[] = [];
  const references = referencesOf(file.resources, file.configuration);
  const groups = readGroups(file, references, (reason) => misread.push(reason));
  const lists = readLists(file, references);
  const { interfaces, told: attachmentsTold } = readAttachments(file, references);
  return { declared: { kind: file.kind, takenAt: file.takenAt, groups, lists, interfaces, attachmentsTold }, misread };
}
