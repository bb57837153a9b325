import { sayLength } from '../../core/alert/say-time.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import type { StandingRule } from '../../core/ledger/standing.ts';
import { readServices, type Services } from '../../core/net/services.ts';
import { exposedTo } from '../../core/plan/exposed-to.ts';
import type { StandingDecision } from '../../core/plan/standing-decision.ts';
import { nearestWords } from '../../core/policy/shape/nearest-word.ts';
import { sayEach } from '../../core/reach/explain.ts';
import { boxOf, readPlace } from '../../core/reach/places.ts';
import { writeRows as reachRows } from '../../core/reach/rows.ts';
import { type Exposed, type ExposedGroup, type Exposure, findExposed } from '../../flow/exposed.ts';
import type { PlacedGroup } from '../../flow/find-group.ts';
import { judgeExposed } from '../../flow/judge-exposed.ts';
import { startRulings } from '../../flow/rulings.ts';
import { Complaint } from './complaint.ts';
import { counted, grouped } from './counted.ts';
import { looks } from './decision-table.ts';
import { exitCodeOf } from './exit-code.ts';
import { sayGroup } from './find-one-group.ts';
import type { CsvColumn } from './format/csv.ts';
import { formatOf, limitOf, writeRows } from './format/write-rows.ts';
import { archiveWords, nextLines, readingWords, shellPaths } from './hints.ts';
import { describe } from './log.ts';
import { openBacklog } from './open-backlog.ts';
import { openPolicyFor } from './open-policy.ts';
import type { Options } from './options.ts';
import { withArchive } from './read-archive.ts';
import { sayRule } from './rule-text.ts';
import { as, type Line, print, type Terminal } from './screen.ts';
import { wrap } from './table.ts';
import { unreadableLines } from './tell-unreadable.ts';
import type { Run } from './verbs.ts';
import { briefVerdictLines } from './verdict-text.ts';
import { sayTime, whenOf } from './when.ts';
import { sayWho } from './who.ts';
import { wrapLine } from './wrap-line.ts';

/** The time that is known of: the first record of a change, and the moment that is asked for, or the last that is known. */
interface Span {
  readonly first: number | null;
  readonly asOf: number;
}

/** Groups that are shown unless told otherwise. */
const usual = 30;

/** `exposed`: what stands open to a place, since when, by whom, by which change, and which rules carry it. */
export const exposed: Run = async (paths, options, terminal) => {
  const format = formatOf(options);
  const limit = limitOf(options);
  const place = options.from ?? 'internet';
  const peers = readPlace(place);
  if ('misread' in peers) throw new Complaint(`${peers.misread}, at \`--from\``);
  const box = boxOf(options.egress ? 'egress' : 'ingress', peers, servicesOf(options.to));
  const given = options.at ?? options.until;
  const at =
    given === undefined ? null : whenOf('--at', given, terminal.now(), options.at === undefined ? 'last' : 'first');
  const backlog = openBacklog(options.backlog);
  const judging = await openPolicyFor(paths, options, terminal);
  return await withArchive({ paths, options, terminal, ledgers: true, decide: false }, async (reading) => {
    const found = findExposed(reading.spill, {
      snapshot: reading.snapshot,
      looks: reading.looks,
      box,
      at: at ?? Number.POSITIVE_INFINITY,
      wants: (group) => isWanted(group, options),
    });
    const known = Math.min(Math.max(reading.tally.last ?? 0, reading.snapshot?.takenAt ?? 0), terminal.now());
    const span: Span = { first: reading.tally.first, asOf: Math.min(at ?? known, known) };
    const verdicts = judging === null ? null : verdictsOf(found, { ...reading, at: span.asOf, judging, backlog });
    const exitCode =
      verdicts === null ? reading.exitCode : exitCodeOf(verdicts.rulings, options, reading.exitCode === 3);
    if (format !== 'text') {
      const head = {
        from: place,
        to: options.to ?? 'all',
        direction: options.egress ? 'egress' : 'ingress',
        at: at === null ? null : writeInstant(at),
        asked: found.asked,
        notKnown: found.notKnown,
      };
      const rows = found.groups
        .slice(0, limit ?? undefined)
        .flatMap((group) => rowsOf(group, verdicts?.of(group) ?? null));
      await writeRows(terminal, format, { $schema: 'portcullis:exposed:1', head, key: 'exposed', rows, columns });
      return exitCode;
    }
    const shown = found.groups.slice(0, limit ?? usual);
    await print(terminal, [
      ...shown.flatMap((group) => groupLines(group, verdicts?.of(group) ?? null, span, terminal.columns)),
      ...(shown.length < found.groups.length
        ? [
            [
              as(
                'dim',
                `… ${counted(found.groups.length - shown.length, 'more group')}, less exposed (--limit ${found.groups.length} shows them)`,
              ),
            ],
            [],
          ]
        : []),
      ...billLines(found, place, span, options, terminal),
      ...unreadableLines(reading.unreadable, reading.tally.unreadable, 3),
      ...hintLines(found, terminal, paths, options),
    ]);
    return exitCode;
  });
};

/** The verdict on every group that stands open, and what they come to. */
function verdictsOf({ groups }: Exposed, told: Parameters<typeof judgeExposed>[1]) {
  const all = new Map(groups.map((group) => [group, judgeExposed(group, told)]));
  const count = startRulings();
  for (const each of all.values()) count.add(each);
  return { rulings: count.rulings(), of: (group: ExposedGroup) => all.get(group)! };
}

function isWanted(group: PlacedGroup, { account, region, group: asked }: Options): boolean {
  return (
    (account ?? group.account) === group.account &&
    (region ?? group.region) === group.region &&
    (asked === undefined || group.key.startsWith(asked) || group.name === asked)
  );
}

function servicesOf(text: string | undefined): readonly Services[] | undefined {
  return text?.split(',').map((word) => {
    const services = readServices(word.trim());
    if (services !== null) return services;
    const near = nearestWords(word.trim(), ['tcp/22', 'udp/53', 'icmp/*', 'proto/47', 'all']);
    throw new Complaint(
      `expected services such as tcp/22,tcp/3000-3999,udp/53,icmp/8/*,all at \`--to\`, got \`${word}\`${near.length > 0 ? `, did you mean \`${near[0]}\`` : ''}`,
    );
  });
}

function groupLines(
  { group, open, perhaps, interfaces, moment, history }: ExposedGroup,
  judged: StandingDecision | null,
  span: Span,
  width: number,
): readonly Line[] {
  const name = group.name ?? group.key;
  const head: Line = [as('bold', sayGroup(group)), as('dim', sayInterfaces(interfaces))];
  const lines: Line[] = [...wrapLine(head, width, '  ')];
  for (const each of open) {
    const word = exposedTo(each.reach);
    const sentences = sayEach(each.reach, 'standing', { on: name });
    for (const [at, sentence] of sentences.entries()) {
      const label = word.padEnd(9);
      for (const [nth, line] of wrap(sentence, width - 12).entries())
        lines.push(['  ', as(looks[word], at === 0 && nth === 0 ? label : ' '.repeat(9)), ' ', line]);
    }
    for (const line of wrap(`${saySince(each, history.idOf, span)} · ${sayCarriers(each)}`, width - 12))
      lines.push([' '.repeat(12), as('dim', line)]);
  }
  for (const doubt of new Set(perhaps.map(sayDoubt))) {
    for (const [nth, line] of wrap(doubt, width - 12).entries())
      lines.push(['  ', as('yellow', (nth === 0 ? 'perhaps' : '').padEnd(9)), ' ', line]);
  }
  if (judged !== null)
    for (const [nth, line] of briefVerdictLines(judged.verdict, width - 12).entries())
      lines.push(['  ', as('bold', (nth === 0 ? 'verdict' : '').padEnd(9)), ' ', ...line]);
  if (moment.known !== 'known')
    lines.push([' '.repeat(12), as('dim', 'other rules of it may stand that no record tells')]);
  return [...lines, []];
}

/** Why it is only perhaps that a rule opens the group. */
function sayDoubt(rule: StandingRule): string {
  return rule.sure
    ? `by ${rule.peer!.value}: its entries are not known`
    : `by ${sayRule(rule)}: no record tells whether that rule still stands`;
}

function saySince({ since }: Exposure, idOf: ExposedGroup['history']['idOf'], { first, asOf }: Span): string {
  const change = since?.[0]?.change ?? null;
  if (since === null)
    return first === null
      ? 'open when it was looked at'
      : `open for more than ${sayLength(asOf - first)}, since before the first record`;
  if (change === null) return `seen open at ${sayTime(writeInstant(since[0]!.at))}, no record tells by whom`;
  const age = asOf === change.record.at ? 'opened last of all' : `open for ${sayLength(asOf - change.record.at)}`;
  return `${age}, since ${sayTime(writeInstant(change.record.at))} by ${sayWho(change.record.actor)}, ${idOf(change).slice(0, 12)}`;
}

function sayCarriers({ carriers }: Exposure): string {
  const ids = carriers.map((rule) => rule.id ?? 'a rule without an id');
  return ids.length === 0
    ? 'no rule of it is told'
    : `by ${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ` and ${ids.length - 3} more rules` : ''}`;
}

function sayInterfaces(interfaces: ExposedGroup['interfaces']): string {
  if (interfaces.length === 0) return '';
  const open = interfaces.filter((each) => each.publicAddress !== null).length;
  return ` · on ${counted(interfaces.length, 'interface')}, ${open} with a public address`;
}

function billLines(
  { groups, asked, notKnown }: Exposed,
  place: string,
  { asOf }: Span,
  { egress, to, snapshot }: Options,
  terminal: Terminal,
): readonly Line[] {
  const sure = groups.filter((group) => group.open.length > 0).length;
  const where = place === 'internet' ? 'the Internet' : place;
  const what = egress ? `can reach ${where}` : `can be reached from ${where}`;
  const lack = `${counted(notKnown, 'group')} may have rules that no record tells, and so be open too: ${snapshot === undefined ? '`--snapshot` would tell' : 'the snapshot does not show them'}`;
  return [
    [
      as('bold', `${grouped(sure)} of ${counted(asked, 'group')} ${what}${to === undefined ? '' : ` on ${to}`}`),
      sure < groups.length ? ` · ${grouped(groups.length - sure)} more perhaps` : '',
      as('dim', asOf === 0 ? ' · nothing is known' : ` · as of ${sayTime(writeInstant(asOf))} UTC`),
    ],
    ...(notKnown === 0 ? [] : wrap(lack, terminal.columns).map((line): Line => [as('yellow', line)])),
  ];
}

function hintLines(
  { groups }: Exposed,
  terminal: Terminal,
  paths: readonly string[],
  options: Options,
): readonly Line[] {
  const [worst] = groups;
  if (worst === undefined) return [];
  const change = worst.open[0]?.since?.[0]?.change ?? null;
  return [
    [],
    ...nextLines(terminal, [
      ...(change === null
        ? []
        : [
            [
              `explain ${worst.history.idOf(change).slice(0, 12)} ${archiveWords(paths, options)}`,
              'how the worst one came to be',
            ] as const,
          ]),
      [`blame ${shellPaths([worst.group.key])} ${readingWords(paths, options)}`, 'who made each of its rules'],
    ]),
  ];
}

type Row = ReturnType<typeof rowsOf>[number];

function rowsOf({ group, open, perhaps, moment, history, interfaces }: ExposedGroup, judged: StandingDecision | null) {
  const about = {
    ...{ group: describe(group), known: moment.known, interfaces: interfaces.map((each) => each.id) },
    ...(judged === null ? {} : { verdict: judged.verdict, carriers: judged.carriers }),
  };
  const sure = open.map((each) => {
    const change = each.since?.[0]?.change ?? null;
    return {
      ...about,
      exposedTo: exposedTo(each.reach) as string,
      say: sayEach(each.reach, 'standing', { on: group.name ?? group.key }).join('; '),
      reach: reachRows(each.reach),
      since: change === null ? null : writeInstant(change.record.at),
      by: change === null ? null : sayWho(change.record.actor),
      change: change === null ? null : history.idOf(change),
      rules: each.carriers.map((rule) => rule.id),
    };
  });
  const unsure = perhaps.map((rule) => ({
    ...about,
    exposedTo: rule.sure ? 'list' : 'perhaps',
    say: `perhaps, ${sayDoubt(rule)}`,
    reach: [],
    since: null,
    by: null,
    change: null,
    rules: [rule.id],
  }));
  return [...sure, ...unsure];
}

const columns: readonly CsvColumn<Row>[] = [
  { title: 'group', of: (row) => row.group.id },
  { title: 'name', of: (row) => row.group.name },
  { title: 'account', of: (row) => row.group.account },
  { title: 'region', of: (row) => row.group.region },
  { title: 'exposed_to', of: (row) => row.exposedTo },
  { title: 'reach', of: (row) => row.say },
  { title: 'since', of: (row) => row.since },
  { title: 'by', of: (row) => row.by },
  { title: 'change', of: (row) => row.change },
  { title: 'rules', of: (row) => row.rules.join(' ') },
  { title: 'known', of: (row) => row.known },
  { title: 'ruling', of: (row) => row.verdict?.ruling ?? null },
  { title: 'severity', of: (row) => row.verdict?.severity ?? null },
  { title: 'checks', of: (row) => (row.verdict?.checks ?? []).map((check) => check.id).join(' ') },
];
