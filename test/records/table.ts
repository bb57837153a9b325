import type { Table } from './expected.ts';
import { attachmentRecords } from './table/attachments.ts';
import { groupRecords } from './table/groups.ts';
import { ruleRecords } from './table/rules.ts';
import { serviceRecords } from './table/services.ts';

/** Every record of this folder and what it must tell, worked out by hand from the AWS references, not by a reader. */
export const table: Table = { ...ruleRecords, ...groupRecords, ...attachmentRecords, ...serviceRecords };
