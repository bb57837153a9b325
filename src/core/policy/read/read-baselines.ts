import { readBaseline } from '../baseline/read-baseline.ts';
import { type Joined, type Said, saidIn } from '../join.ts';
import type { PolicyLayer } from '../layer.ts';
import type { Baseline, BaselineGroup } from '../policy.ts';
import { type Tell, within } from '../tell.ts';
import { companionOf, placeOf, readJson } from './place.ts';
import { textAt, valueAt } from './plain-value.ts';
import type { Written } from './read-checks.ts';
import { readResponds, readSeverities } from './read-per-environment.ts';
import { readWhere } from './read-where.ts';

/** Reads all baselines with the groups that their files want, sorted by id. */
export function readBaselines(
  joined: Joined,
  layers: readonly PolicyLayer[],
  tell: Tell,
): readonly Written<Baseline>[] {
  return saidIn(joined, 'baselines').map(([id, said]) => {
    const drift = (key: keyof Baseline['drift']) => {
      const value = valueAt(said.value, 'drift', key);
      return value === undefined ? null : readSeverities(value);
    };
    const made: Baseline = {
      id,
      at: placeOf(layers, said),
      where: readWhere(valueAt(said.value, 'where')),
      from: textAt(said.value, 'from') ?? '',
      groups: readGroups(said, 'from', layers, tell) ?? [],
      drift: { extra: drift('extra'), widened: drift('widened'), missing: drift('missing') },
      respond: readResponds(valueAt(said.value, 'respond')),
    };
    return { made, said };
  });
}

/** The groups of the file that is named under a key; `null` where none is named or it could not be opened. */
export function readGroups(
  said: Said,
  key: string,
  layers: readonly PolicyLayer[],
  tell: Tell,
): readonly BaselineGroup[] | null {
  const file = companionOf(layers, said, key);
  if (file === null) return null;
  const read = readJson(file.text);
  const found = 'misread' in read ? read : readBaseline(read.json);
  if ('misread' in found) {
    tell('error', within(said, key), `${file.name}: ${found.misread}`);
    return [];
  }
  return found.groups;
}
