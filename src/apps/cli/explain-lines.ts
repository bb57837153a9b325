import { sayLength } from '../../core/alert/say-time.ts';
import { readServices } from '../../core/net/services.ts';
import type { Decision, RuleRow } from '../../core/plan/decision.ts';
import { exposedBy } from '../../core/plan/exposed-to.ts';
import { intersect, isEmpty } from '../../core/reach/algebra.ts';
import { isUnbounded, noEffect } from '../../core/reach/bounds.ts';
import { sayEach, sayShort } from '../../core/reach/explain.ts';
import { everybody } from '../../core/reach/peer-set.ts';
import { boxOf } from '../../core/reach/places.ts';
import { type ReachRow, readRows, writeRows } from '../../core/reach/rows.ts';
import type { Explained } from '../../flow/explain.ts';
import { counted } from './counted.ts';
import { looks } from './decision-table.ts';
import { knownLines } from './known-lines.ts';
import { sayRowSize } from './place-text.ts';
import { sayRulePeer, sayRuleService } from './rule-text.ts';
import { as, type Line, type Piece } from './screen.ts';
import { wrap } from './table.ts';
import { verdictLines, verdictLook, wholeVerdictWord } from './verdict-text.ts';
import { sayTime } from './when.ts';
import { sayName } from './who.ts';

/** Rules that are shown before the rest is counted. */
const shownRules = 12;

/** The block that explains one decision. */
export function explainLines(explained: Explained, id: string, width: number): readonly Line[] {
  const { decision } = explained;
  const applied = decision.call.result === 'applied';
  const word = applied ? exposedBy(decision) : 'attempt';
  const judged = decision.verdict;
  const label = judged !== undefined ? `${wholeVerdictWord(judged)}  ` : word === '-' ? '' : `${word}  `;
  const head = wrap(capital(decision.say), width - label.length - id.length - 3);
  const block = (title: string, lines: readonly Line[]): readonly Line[] =>
    lines.map((line, at): Line => ['  ', as('bold', (at === 0 ? title : '').padEnd(9)), ...line]);
  const room = width - 11;
  return [
    ...head.map((line, at): Line => {
      const gap = ' '.repeat(Math.max(2, width - label.length - line.length - id.length));
      const look = judged === undefined ? looks[word] : verdictLook(judged);
      const start: Piece = at === 0 ? as(look, label) : ' '.repeat(label.length);
      return at === 0 ? [start, as('bold', line), gap, as('cyan', id)] : [start, as('bold', line)];
    }),
    [],
    ...block('What', whatLines(explained, room)),
    ...block('On', onLines(decision, room)),
    ...block('Who', whoLines(decision, room)),
    ...block(
      'Verdict',
      decision.verdict === undefined ? [] : verdictLines({ ...decision, verdict: decision.verdict }, room),
    ),
    ...block('Known', knownHow(explained, room)),
    ...block('Proof', proofLines(decision, room)),
    ...block('Passing', passingLines(decision, room)),
  ];
}

function whatLines({ decision, before, after }: Explained, room: number): readonly Line[] {
  const lines: Line[] = decision.rules.slice(0, shownRules).map(ruleLine);
  if (decision.rules.length > shownRules)
    lines.push([as('dim', `… and ${counted(decision.rules.length - shownRules, 'more rule', 'more rules')}`)]);
  lines.push(...ownLines(decision, room));
  for (const effect of decision.effects) {
    const where =
      decision.effects.length > 1 ? ` on ${effect.group?.name ?? effect.group?.id ?? effect.interface ?? ''}` : '';
    for (const row of effect.gained) lines.push(...rowLines(as('green', 'gained '), row, where, room));
    for (const row of effect.lost ?? []) lines.push(...rowLines(as('red', 'lost   '), row, where, room));
    if (effect.latent !== undefined)
      lines.push([as('dim', `${counted(effect.latent.length, 'rule')} opened nothing that was not open already`)]);
  }
  const first = decision.effects[0];
  const asked = first === undefined || first.gained.length > 0 ? first?.gained : (first.lost ?? []);
  if (before !== null && asked !== undefined && asked.length > 0)
    lines.push(...beforeLines(before.bounds, asked, room));
  if (after !== null && before !== null && (after.known !== 'unknown' || after.rules.length > 0)) {
    const touched = new Set(decision.rules.map((rule) => rule.id));
    const rest = after.rules.filter((rule) => rule.id === null || !touched.has(rule.id));
    const [ingress, egress] = [
      rest.filter((rule) => rule.direction === 'ingress').length,
      rest.filter((rule) => rule.direction === 'egress').length,
    ];
    if (decision.rules.length > 0 && decision.call.result === 'applied')
      lines.push([as('dim', `unchanged: ${ingress} ingress, ${counted(egress, 'egress rule')}`)]);
  }
  return lines.length === 0 ? [[decision.short]] : lines;
}

function ruleLine(rule: RuleRow): Line {
  const sign = rule.op === 'add' || rule.op === 'after' ? '+' : '-';
  const way = rule.direction === 'egress' ? 'out ' : '';
  const text =
    rule.protocol === null && rule.peer === null
      ? 'a rule whose content is not told'
      : `${way}${sayRuleService(rule)}  ${sayRulePeer(rule)}`;
  const note = rule.op === 'before' || rule.op === 'after' ? `  (${rule.op === 'before' ? 'was' : 'is now'})` : '';
  return [
    as(sign === '+' ? 'green' : 'red', `${sign} `),
    text,
    as('dim', note),
    rule.id === null ? '' : as('dim', `  ${rule.id}`),
    rule.description ? as('dim', `  "${rule.description}"`) : '',
  ];
}

/** A row of reach: its CIDRs where they are few, else in words; with its size. */
function rowLines(sign: Piece, row: ReachRow, where: string, room: number): readonly Line[] {
  const read = readRows([row]);
  const few = row.peers.length <= 3 && row.services.length <= 4;
  const bare =
    row.direction === 'ingress'
      ? `${row.peers.join(', ')} → ${row.services.join(', ')}`
      : `out to ${row.peers.join(', ')}: ${row.services.join(', ')}`;
  const text =
    few || 'misread' in read ? bare : sayShort({ ...noEffect, gained: { atLeast: read, atMost: read } }).slice(1);
  const size = sayRowSize(row);
  const whole = `${text}${where}${row.cause === null ? '' : ` by ${row.cause}`}${size === '' ? '' : ` (${size})`}`;
  return wrap(whole, room - 7).map((line, at): Line => [at === 0 ? sign : '       ', line]);
}

/** What the same services were open to before: the answer to "was it open already?". */
function beforeLines(
  before: { readonly certain: Parameters<typeof intersect>[0]; readonly possible: Parameters<typeof intersect>[0] },
  gained: readonly ReachRow[],
  room: number,
): readonly Line[] {
  const box = gained.map((row) =>
    boxOf(
      row.direction,
      everybody,
      row.services.flatMap((word) => readServices(word) ?? []),
    ),
  );
  const there = box.map((each) => intersect(before.certain, each)).filter((each) => !isEmpty(each));
  const peers = [...new Set(there.flatMap((each) => writeRows(each).flatMap((row) => row.peers)))];
  const more = isUnbounded(before) ? ', and whatever no record tells' : '';
  if (peers.length === 0)
    return [[as('dim', isUnbounded(before) ? 'open before: not known' : 'open before: to nobody')]];
  const told = peers.length > 4 ? `${peers.slice(0, 4).join(', ')} and ${peers.length - 4} more` : peers.join(', ');
  return wrap(`open before: to ${told}${more}`, room).map((line): Line => [as('dim', line)]);
}

function ownLines({ tags, entries, groups }: Decision, room: number): readonly Line[] {
  const lines: Line[] = [];
  for (const [key, value] of Object.entries(tags?.set ?? {})) lines.push([as('green', '+ '), `tag ${key}=${value}`]);
  for (const key of tags?.removed ?? []) lines.push([as('red', '- '), `tag ${key}`]);
  if (entries !== undefined && entries !== null) {
    for (const cidr of entries.added.slice(0, shownRules)) lines.push([as('green', '+ '), `entry ${cidr}`]);
    for (const cidr of entries.removed.slice(0, shownRules)) lines.push([as('red', '- '), `entry ${cidr}`]);
    const more = entries.added.length + entries.removed.length - lines.length;
    if (more > 0) lines.push([as('dim', `… and ${counted(more, 'more entry', 'more entries')}`)]);
  }
  if (groups !== undefined) {
    const when = groups.latent ? ' (at a later launch)' : '';
    for (const line of wrap(
      `groups: ${groups.names.join(', ') || 'the default group'}${groups.complete ? '' : ', beside those it has'}${when}`,
      room,
    ))
      lines.push([line]);
  }
  return lines;
}

function onLines({ on, account, region, partition }: Decision, room: number): readonly Line[] {
  const tags = Object.entries(on.tags ?? {}).map(([key, value]) => `${key}=${value}`);
  const context = [
    on.environment === null ? '' : `environment ${on.environment}`,
    on.owner === null ? '' : `owner ${on.owner}`,
  ];
  const where = `account ${account.id}${account.name === null ? '' : ` (${account.name})`} · ${region}${partition === 'aws' ? '' : ` (${partition})`}`;
  const text = [[on.id, on.name].filter(Boolean).join(' ') || 'not told', on.vpc, ...context, where]
    .filter(Boolean)
    .join(' · ');
  return [
    ...wrap(text, room).map((line): Line => [line]),
    ...(tags.length === 0 ? [] : wrap(tags.join(' · '), room).map((line): Line => [as('dim', line)])),
  ];
}

function whoLines({ actor, call }: Decision, room: number): readonly Line[] {
  const identity = {
    asserted: 'name asserted by AWS',
    claimed: 'name only claimed by the caller',
    none: 'no name told',
  }[actor.identity];
  const mfa = actor.mfa === null ? 'MFA not told' : actor.mfa ? 'MFA yes' : 'MFA no';
  const via = actor.via.value === 'unknown' ? 'channel not told' : `via ${actor.via.value} (${actor.via.basis})`;
  const text = [
    `${sayName(actor)} (${identity})`,
    via,
    actor.sourceIp === null ? 'address not told' : `from ${actor.sourceIp}`,
    mfa,
  ].join(' · ');
  const session = actor.session === null || actor.session === sayName(actor) ? '' : ` · session ${actor.session}`;
  // An ARN is there to be copied, so it is never broken.
  const principal = [`${actor.type}${session}`, ...(actor.principal === null ? [] : [actor.principal])];
  const error =
    call.error === null ? '' : `: ${call.error.code}${call.error.message === null ? '' : `, ${call.error.message}`}`;
  const calls = wrap(
    `${call.service} ${call.name}${call.result === 'applied' ? '' : ` · ${call.result === 'failed' ? 'refused' : 'dry run'}${error}`}`,
    room,
  );
  return [...wrap(text, room), ...principal, ...calls].map((line, at): Line => (at === 0 ? [line] : [as('dim', line)]));
}

function knownHow({ decision, before }: Explained, room: number): readonly Line[] {
  const told = {
    exact: 'exactly: everything that matters for this was in the records or the snapshot',
    bounds: 'within bounds: part of it depends on what no record or snapshot tells',
    unknown: 'only in part: the record does not tell what was there before',
  }[decision.basis];
  const certain = decision.effects.flatMap((effect) => effect.certain?.gained ?? []);
  const read = readRows(certain);
  const least =
    'misread' in read || certain.length === 0 ? [] : wrap(`certain at least: ${sayEach(read, 'gained')[0]}`, room);
  const nothingSure =
    decision.basis === 'bounds' && certain.length === 0 && decision.effects.some((effect) => effect.certain !== null)
      ? ['certain at least: nothing']
      : [];
  const late = decision.late ? ['the record came late, or corrects an earlier one'] : [];
  const implied =
    decision.origin === 'implied' ? ['implied: EC2 did this on the side, no record of its own says so'] : [];
  const lines = [...wrap(told, room), ...least, ...nothingSure, ...late, ...implied].map((line): Line => [line]);
  return decision.basis === 'exact' || before === null || before.exists === 'not yet'
    ? lines
    : [...lines, ...knownLines(before)];
}

function proofLines({ records }: Decision, room: number): readonly Line[] {
  const most = 5;
  const lines = records.slice(0, most).flatMap((record): readonly Line[] => {
    const delay = Date.parse(record.receivedAt ?? '') - Date.parse(record.at);
    const intake = `${record.source}${record.receivedAt === null ? '' : `, delivered within ${sayLength(delay)}`}`;
    const told = `${sayTime(record.at)} UTC  event ${record.eventId}`;
    return told.length + intake.length + 2 <= room ? [[told, as('dim', `  ${intake}`)]] : [[told], [as('dim', intake)]];
  });
  const more = records.length - most;
  return more > 0 ? [...lines, [as('dim', `… and ${counted(more, 'more record')} (--json lists all)`)]] : lines;
}

function passingLines({ effects, on }: Decision, room: number): readonly Line[] {
  return effects.flatMap(({ passing }) => {
    if (passing === undefined) return [];
    const read = readRows(passing.gained);
    const what = 'misread' in read ? '' : `: ${sayEach(read, 'gained', on.name === null ? {} : { on: on.name })[0]}`;
    return wrap(
      `for ${sayLength(passing.seconds * 1000)}, ${sayTime(passing.from)} to ${sayTime(passing.to).slice(11)}, then closed again${what}`,
      room,
    ).map((line): Line => [line]);
  });
}

/** A sentence may begin with somebody's name, which stays as it is. */
function capital(text: string): string {
  return /^(the|members|refused|dry|nothing|for|rule|group|tags|prefix|default) /.test(text)
    ? text.charAt(0).toUpperCase() + text.slice(1)
    : text;
}
