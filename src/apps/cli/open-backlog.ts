import type { Json } from '../../core/leaf/canonical.ts';
import type { Backlog } from '../../core/plan/backlog/backlog.ts';
import { readBacklog } from '../../core/plan/backlog/read-backlog.ts';
import { readText } from '../../settings/read-text.ts';
import { Complaint } from './complaint.ts';

const mostBytes = 400_000_000;

/** Opens the backlog that `adopt` wrote; `null` when none is asked for. */
export function openBacklog(file: string | undefined): Backlog | null {
  if (file === undefined) return null;
  const read = readText(file, mostBytes);
  if ('wrong' in read) throw new Complaint(`${file}: ${read.wrong}`);
  let json: Json;
  try {
    json = JSON.parse(read.text) as Json;
  } catch (error) {
    throw new Complaint(`expected a backlog (JSON) in \`${file}\`: ${(error as Error).message}`);
  }
  const backlog = readBacklog(json);
  if ('misread' in backlog) throw new Complaint(`${backlog.misread}, in \`${file}\``);
  return backlog;
}
