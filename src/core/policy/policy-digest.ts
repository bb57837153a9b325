import { type Json, writeCanonical } from '../leaf/canonical.ts';
import { digestText } from '../leaf/digest.ts';
import { writePeers } from '../reach/rows.ts';
import { type Joined, plainOf, type Section, saidIn } from './join.ts';
import type { PolicyLayer } from './layer.ts';
import type { Adjustment, Check, Exception, Policy } from './policy.ts';
import { companionOf, readJson } from './read/place.ts';

/**
 * `sha256:…` over all that judges and tells: what the layers say once joined, with what their files hold. Channels, the
 * order of keys, comments, layout, names of files and lines do not count.
 */
export function digestPolicy(joined: Joined, layers: readonly PolicyLayer[], read: Omit<Policy, 'digest'>): string {
  const plain = (section: Section) => plainOf(joined, section);
  const { accounts, people } = read.directory;
  const judging: Json = {
    ...Object.fromEntries(asWritten.map((section) => [section, plain(section)])),
    'sets.addresses': Object.fromEntries([...read.addresses].map(([id, peers]) => [id, writePeers(peers)])),
    directory: { accounts: [...accounts.values()], people } as unknown as Json,
    ...filesOf(joined, layers, 'baselines', 'from'),
    ...filesOf(joined, layers, 'exceptions', 'declared'),
    bound: boundOf(read),
  };
  return digestText(writeCanonical(judging));
}

const asWritten: readonly Section[] = [
  ...(['sets.ports', 'sets.actors', 'contexts', 'checks', 'adjust', 'grants', 'safety', 'safety.never_touch'] as const),
  ...(['safety.caps', 'notify', 'tests'] as const),
];

function filesOf(
  joined: Joined,
  layers: readonly PolicyLayer[],
  section: Section,
  key: string,
): Readonly<Record<string, Json>> {
  const held = saidIn(joined, section).map(([id, said]): [string, Json] => {
    const file = companionOf(layers, said, key);
    const read = file === null ? null : readJson(file.text);
    const content = read === null ? null : 'json' in read ? read.json : null;
    return [id, content === null ? said.value : { ...(said.value as object), [key]: content }];
  });
  return { [section]: Object.fromEntries(held) };
}

/** What a locked check does not heed because a later file wrote it: the one way in which the files' order counts. */
function boundOf({ checks, adjust, exceptions }: Pick<Policy, 'checks' | 'adjust' | 'exceptions'>): Json {
  const locked = checks.filter((check) => check.locked);
  const ids = (check: Check, later: readonly (Adjustment | Exception)[]) =>
    later.filter(({ layer }) => layer > check.layer).map(({ id }) => id);
  const lowering = adjust.filter(({ by }) => by < 0);
  return Object.fromEntries(locked.map((check) => [check.id, [ids(check, lowering), ids(check, exceptions)]]));
}
