import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { groupings } from '../../../core/ledger/measure/grouping.ts';
import { incidentEnds } from '../../../core/ledger/measure/incident-end.ts';
import {
  instant,
  list,
  maybeInstant,
  maybeText,
  number,
  object,
  oneOf,
  ref,
  text,
  texts,
} from '../../../core/plan/schema-words.ts';
import { severities } from '../../../core/policy/scale.ts';
import { kpiDefinitions } from '../kpi-definitions.ts';

const maybeNumber = { type: ['number', 'null'] } as const;
const hours = { type: 'number', minimum: 0 } as const;

const described = (name: keyof typeof kpiDefinitions, shape: JsonObject): JsonObject => ({
  ...shape,
  description: kpiDefinitions[name],
});

const counts = (names: readonly string[]): Record<string, JsonObject> =>
  Object.fromEntries(names.map((name) => [name, number]));

const figures = object({
  ...counts(['changes', 'attempts', 'own', 'drills', 'standing', 'revised']),
  verdicts: object(counts(['clear', 'permitted', 'breach', 'unknown'])),
  unauthorised: described('unauthorised', object(counts(['n', 'attempts', ...severities]))),
  detect: described(
    'detect',
    object({
      ...{ all: ref('spread'), aws: ref('spread'), ours: ref('spread') },
      ...counts(['decided', 'joined', 'kept', 'backfilled', 'unrecorded']),
    }),
  ),
  remediate: described(
    'remediate',
    object({
      ...{ all: ref('spread'), ours: ref('spread'), approved: ref('spread'), people: ref('spread') },
      ...{ accepted: ref('spread'), ended: object(counts(incidentEnds)), kept: number, open: ref('spread') },
    }),
  ),
  exposure: described(
    'exposure',
    object({ hours, openings: number, openHours: hours, open: number, longest: maybeNumber }),
  ),
  alerts: described('alerts', object(counts(['messages', 'actedOn', 'answered', 'noise', 'kept']))),
  work: described('work', object(counts(['judged', 'endedByUs']))),
});

const coverage = object({
  ...{ groups: number, critical: number, covered: number, part: maybeNumber },
  gaps: list(object({ account: maybeText, region: maybeText, group: text, name: maybeText, why: texts })),
});

/** The JSON Schema of what `kpi --json` prints. */
export const kpiSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'portcullis:kpi:1',
  title: 'The figures of a ledger',
  ...object({
    $schema: { const: 'portcullis:kpi:1' },
    ...{ ledger: text, entries: number, erased: number, began: maybeInstant, ended: maybeInstant },
    ...{ toldSince: maybeInstant, since: maybeInstant, until: maybeInstant, asOf: instant },
    by: list(oneOf(...groupings)),
    drills: object({ n: number, passed: number, canaries: texts, detect: ref('spread') }),
    coverage: described('coverage', { anyOf: [coverage, { type: 'null' }] }),
    definitions: object(Object.fromEntries(Object.keys(kpiDefinitions).map((name) => [name, text]))),
    actors: described('actors', list(object({ actor: maybeText, ...counts(['changes', 'attempts', 'unauthorised']) }))),
    parts: described(
      'counting',
      list(object({ of: object(Object.fromEntries(groupings.map((each) => [each, maybeText])), groupings), figures })),
    ),
  }),
  $defs: {
    spread: object({ n: number, mean: maybeNumber, p50: maybeNumber, p95: maybeNumber, most: maybeNumber }),
  },
};
