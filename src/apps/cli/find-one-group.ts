import { findGroup, type PlacedGroup } from '../../flow/find-group.ts';
import { Complaint } from './complaint.ts';
import type { Options } from './options.ts';
import { plainText } from './plain-text.ts';
import type { Reading } from './read-archive.ts';

/** The one group that is meant, or a complaint that lists what it could be. */
export function findOneGroup(
  { spill, snapshot, looks }: Reading,
  asked: string,
  { account, region }: Options,
): PlacedGroup {
  const within = { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
  const found = findGroup(spill, snapshot, asked, within, looks);
  switch (found.kind) {
    case 'one':
      return found.group;
    case 'many': {
      const shown = found.groups
        .slice(0, 10)
        .map(sayGroup)
        .map((each) => `\n  ${plainText(each)}`);
      const more = found.groups.length > 10 ? `\n  … and ${found.groups.length - 10} more` : '';
      throw new Complaint(
        `\`${asked}\` may be any of these groups: give the id, \`--account\` or \`--region\`${shown.join('')}${more}`,
      );
    }
    case 'none': {
      const near =
        found.near.length > 0 ? `, did you mean ${found.near.map((each) => `\`${each}\``).join(' or ')}` : '';
      throw new Complaint(`no record or snapshot speaks of a group \`${asked}\`${near}`);
    }
  }
}

/** A group with where it is: `sg-… prod-web · 111122223333 eu-west-1`. */
export function sayGroup({ key, name, account, region }: PlacedGroup): string {
  const id = key.startsWith('sg-') ? key : null;
  return `${[id, name ?? (id === null ? key : null)].filter(Boolean).join(' ')} · ${account ?? 'account not told'} ${region ?? ''}`.trim();
}

/** The paths of a verb that also takes something before them. */
export function needPaths(verb: string, paths: readonly string[], example: string): readonly string[] {
  if (paths.length > 0) return paths;
  throw new Complaint(`\`${verb}\` needs the files or folders to read, e.g. \`portcullis ${example}\``);
}
