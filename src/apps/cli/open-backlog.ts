import { readFileSync } from 'node:fs';
import type { Json } from '../../core/leaf/canonical.ts';
import type { Backlog } from '../../core/plan/backlog/backlog.ts';
import { readBacklog } from '../../core/plan/backlog/read-backlog.ts';
import { Complaint } from './complaint.ts';

/** Opens the backlog that `adopt` wrote; `null` when none is asked for. */
export function openBacklog(file: string | undefined): Backlog | null {
  if (file === undefined) return null;
  let json: Json;
  try {
    json = JSON.parse(readFileSync(file, 'utf8')) as Json;
  } catch (error) {
    throw new Complaint(`expected a backlog (JSON) in \`${file}\`: ${(error as Error).message}`);
  }
  const backlog = readBacklog(json);
  if ('misread' in backlog) throw new Complaint(`${backlog.misread}, in \`${file}\``);
  return backlog;
}
