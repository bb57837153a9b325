import { sayLength } from '../../../core/alert/say-time.ts';
import { writeInstant } from '../../../core/leaf/instant.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { Incident } from '../../../core/plan/incident/episodes.ts';
import { incidentStory } from '../../../flow/live/attend/incident-story.ts';
import { viewIncident } from '../../../flow/live/attend/view-incident.ts';
import { readRow, rowName } from '../../../flow/live/tables.ts';
import { openSince } from '../../../flow/live/watch/remind-task.ts';
import { jsonText } from '../format/write-rows.ts';
import { nextLines, shellPaths } from '../hints.ts';
import { openToLook } from '../ledger/open-to-look.ts';
import { as, type Line, print } from '../screen.ts';
import type { Run } from '../verbs.ts';
import { verdictLook } from '../verdict-text.ts';
import { sayTime } from '../when.ts';
import { findIncident } from './find-incident.ts';
import { rowOf, whatOf } from './list.ts';
import { storyLines, storyRow } from './story-lines.ts';

/** `incidents show`: one incident, and all that happened to it: changes, messages, what we did, what people said. */
export const showVerb: Run = async ([asked = '', path], options, terminal) => {
  const { ledger, store, now } = await openToLook(options.ledger ?? path, terminal.now());
  try {
    const id = await findIncident(store, asked);
    const incident = readRow('incident', await store.row(rowName('incident', id)))!;
    const view = await viewIncident(store, incident);
    const story = await incidentStory(store, incident);
    if (options.json) {
      const answer = { $schema: 'portcullis:incident:1', ...rowOf(view, now), story: story.flatMap(storyRow) };
      await terminal.out(`${jsonText(answer)}\n`);
      return 0;
    }
    const { acknowledged, answerBy, environment, name, owner, state } = view;
    const { closedAt, group, severity, site, resolved } = incident;
    const since = openSince(incident);
    const head: Line[] = [
      [
        as(closedAt === null ? verdictLook({ ruling: 'breach', severity }) : 'dim', severity.toUpperCase()),
        `  ${state}  `,
        as('bold', name ?? group),
        `  ${whatOf(view)}`,
      ],
      [
        as(
          'dim',
          `${id}  ${group}  ${site.account} ${site.region}  environment ${environment ?? 'unknown'}  owner ${owner ?? '-'}`,
        ),
      ],
      closedAt === null
        ? [`open for ${sayLength(now - since)}, since ${sayTime(writeInstant(since))} UTC`]
        : [`closed ${sayTime(writeInstant(closedAt))} UTC, after ${sayLength(closedAt - since)}`],
      ...(acknowledged === null
        ? answerBy === null
          ? []
          : [
              [
                as(answerBy <= now ? 'red' : 'yellow', answerBy <= now ? 'overdue' : 'to be acknowledged'),
                ` by ${sayTime(writeInstant(answerBy))} UTC`,
              ],
            ]
        : [[as('cyan', 'acknowledged'), ` by ${acknowledged.by}, ${sayTime(writeInstant(acknowledged.at))} UTC`]]),
      ...(resolved === undefined || closedAt === null ? [] : [[`resolved by ${resolved.by}: ${resolved.reason}`]]),
      [],
    ];
    const decided = story.flatMap(({ body }): Decision[] => (body.kind === 'decided' ? [body.decision] : []));
    await print(terminal, [
      ...head,
      ...storyLines(story, terminal.columns),
      [],
      ...nextLines(terminal, hintsOf(ledger, view.incident, decided.find(({ own }) => own === undefined) ?? null)),
    ]);
    return 0;
  } finally {
    await store.close();
  }
};

function hintsOf(
  ledger: string,
  { closedAt, family, group, id }: Incident,
  first: Decision | null,
): readonly (readonly [string, string])[] {
  const at = shellPaths([ledger]);
  const short = id.slice(0, 12);
  const explain: (readonly [string, string])[] =
    first === null ? [] : [[`explain ${first.id.slice(0, 12)} ${at}`, 'what the change did, in plain words']];
  if (closedAt !== null)
    return [
      ...explain,
      [`incidents resolve ${short} --noise --reason '…' --ledger ${at}`, 'says that it was not worth telling'],
    ];
  const seen = [`incidents acknowledge ${short} --ledger ${at}`, 'says that you see to it'] as const;
  if (first === null || family === 'attempts' || family === 'tags')
    return [
      ...explain,
      seen,
      [`incidents resolve ${short} --reason '…' --ledger ${at}`, 'ends it, if nothing of it stands'],
    ];
  return [
    ...explain,
    seen,
    [`revert --plan ${first.id.slice(0, 12)} --ledger ${at}`, 'what undoing it would do'],
    [`allow ${group} --from … --port … --for 2h --reason '…' --ledger ${at}`, 'permits it for a while'],
  ];
}
