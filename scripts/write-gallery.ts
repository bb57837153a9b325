import type { EventCase, Expected, StateCase } from '../test/gallery/case.ts';
import { type Label, labels } from '../test/gallery/labels.ts';
import { sources } from '../test/gallery/sources.ts';

/** Cases under the heading of the page that they belong to. */
export interface GalleryPart {
  readonly title: string;
  readonly cases: readonly (StateCase | EventCase)[];
}

/** Writes `docs/gallery.md` from the gallery that the tests judge, so that the page says what the product says. */
export function writeGallery(parts: readonly GalleryPart[]): string {
  const all = parts.flatMap((part) => part.cases);
  const used = [...new Set(all.map((each) => each.source))].sort();
  return [
    '# Gallery of verdicts',
    '',
    `${count(all, isState)} states of groups and ${count(all, (each) => !isState(each))} acts, what decides each of them, what we say, and what others`,
    'report. Made by `npm run docs` from `test/gallery`; `npm test` judges every case by `test/gallery/policy.yaml`, which has one',
    'check for each label, and compares all labels: those that must be there and those that must not.',
    '',
    '- *Scenario* is a number of the list of failures of others, a number of the museum of bugs (BM-…), or of a requirement (R…).',
    '- A label in *italics* is so only if what nobody knows is as bad as it can be; the verdict then says what is not known.',
    '- *Others*: what was seen of them in their versions of August 2026. `[run]` = their own code or query was run on the case or one',
    '  like it, `[doc]` = their document says so, else read in their code or issues. Nothing was run against AWS. "not stated" = nobody looked.',
    '',
    ...parts.flatMap(writePart),
    '## Who decides',
    '',
    'The sentences are in our words.',
    '',
    ...used.map((source) => `- ${source}: ${sources[source]}`),
    '',
  ].join('\n');
}

function writePart({ title, cases }: GalleryPart): readonly string[] {
  const given = cases.some((each) => isState(each));
  const head = ['Scenario', 'Case', ...(given ? ['Given'] : []), 'What decides', 'We say', 'Others'];
  return [
    `## ${title}`,
    '',
    row(head),
    row(head.map(() => '---')),
    ...cases.map((each) =>
      row([
        each.scenario,
        each.name,
        ...(isState(each) ? [givenText(each)] : []),
        `${each.decides} (${each.source})`,
        verdictText(each.expected),
        each.others ?? 'not stated',
      ]),
    ),
    '',
  ];
}

function isState(each: StateCase | EventCase): each is StateCase {
  return 'groups' in each;
}

function givenText({ groups, lists = {}, interfaces = [] }: StateCase): string {
  const several = groups.length > 1;
  const texts = groups.map(({ name, tags = {}, rules }) => {
    const tagged = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
    const shown = rules.length > 4 ? [...rules.slice(0, 2), `… ${rules.length - 2} more`] : rules;
    const lines =
      shown.length === 0 ? ['no rules'] : shown.map((line) => (line.startsWith('…') ? line : `\`${line}\``));
    return [
      ...(several ? [`${name}:`] : []),
      ...(tagged.length > 0 ? [`(${tagged.join(', ')})`] : []),
      lines.join(', '),
    ].join(' ');
  });
  const held = Object.entries(lists).map(
    ([id, entries]) =>
      `${id} = ${entries === null ? 'not known' : entries.length === 0 ? 'empty' : entries.join(', ')}`,
  );
  const on = interfaces.map((each) => `on ${each.for ?? 'an interface'}: ${each.groups.join(', ')}`);
  return [...texts, ...held, ...on].join('; ');
}

function verdictText({ ruling, breach = [], permitted = [], maybe = [], over = [], severity }: Expected): string {
  const words = (ids: readonly Label[]) => ids.map((id) => labels[id]);
  const said = [
    ...words(breach),
    ...words(maybe).map((text) => `*${text}*`),
    ...words(over).map((text) => `${text}, for a while`),
    ...words(permitted).map((text) => `${text}, permitted`),
  ];
  const head = severity === undefined ? `**${ruling}**` : `**${ruling}, ${severity}**`;
  return said.length === 0 ? head : `${head}: ${said.join('; ')}`;
}

function count<T>(all: readonly T[], wanted: (each: T) => boolean): number {
  return all.filter(wanted).length;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
