import type { Json } from '../../../leaf/canonical.ts';
import type { DeclaredReading } from '../../declared.ts';
import { readAttachments } from './attachments.ts';
import { readGroups } from './groups.ts';
import { readLists } from './lists.ts';
import { referencesOf } from './references.ts';
import { readFile } from './resource.ts';

/** Resources of other providers that make groups, rules or lists. */
const unreadTypes = /^awscc_ec2_(security_group|prefix_list)/;

/** Reads a Terraform plan or state; `null` when it is neither. */
export function readTerraform(json: Json): DeclaredReading | null {
  const file = readFile(json);
  if (file === null) return null;
  const misread: string[] = [];
  for (const { type, address, after } of file.resources)
    if (after !== null && unreadTypes.test(type))
      misread.push(`${address}: expected groups and rules of the \`aws\` provider, found \`${type}\`: it is not read`);
  const references = referencesOf(file.resources, file.configuration);
  const groups = readGroups(file, references, (reason) => misread.push(reason));
  const lists = readLists(file, references);
  const { interfaces, told: attachmentsTold } = readAttachments(file, references);
  return { declared: { kind: file.kind, takenAt: file.takenAt, groups, lists, interfaces, attachmentsTold }, misread };
}
