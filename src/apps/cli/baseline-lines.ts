import type { SeenRule } from '../../core/group/rule.ts';
import { sayEach } from '../../core/reach/explain.ts';
import { writeRows } from '../../core/reach/rows.ts';
import type { Comparison, GroupComparison } from '../../flow/compare-declared.ts';
import { counted, grouped } from './counted.ts';
import { sayRule } from './rule-text.ts';
import { as, type Line, type Style } from './screen.ts';
import { wrap } from './table.ts';

/** A comparison for people: each group that differs with its rules in words, and the bill. */
export function comparisonLines({ groups, unnamed }: Comparison, all: boolean, columns: number): readonly Line[] {
  const differing = groups.filter((group) => !group.inStep);
  const shown = all ? groups : differing;
  const absent = groups.filter((group) => group.found === null).length;
  return [
    ...shown.flatMap((group) => groupLines(group, columns)),
    [
      as('bold', `${counted(groups.length, 'group')} compared`),
      ' · ',
      differing.length > 0
        ? as('yellow', `${grouped(differing.length)} ${differing.length === 1 ? 'differs' : 'differ'}`)
        : 'none differs',
      ...(absent > 0 ? [` · ${grouped(absent)} not in the file`] : []),
      ...(unnamed.length > 0
        ? [as('dim', ` · ${counted(unnamed.length, 'group')} of the file not in the baseline`)]
        : []),
    ],
  ];
}

const indent = 10;

function groupLines({ wanted, found, drift, rules, inStep }: GroupComparison, columns: number): readonly Line[] {
  const name = [wanted.name ?? found?.name, found?.id ?? wanted.id].filter(Boolean).join(' ');
  const where = found === null || found.address === found.id ? '' : ` · ${found.address}`;
  const on = wanted.name ?? found?.name ?? wanted.id;
  const setting = on === null || on === undefined ? {} : { on };
  const block = (label: string, look: Style, texts: readonly string[], effects: readonly string[]): readonly Line[] => {
    const lines = texts.flatMap((text) => wrap(text, columns - indent));
    const said = effects.flatMap((text) => wrap(text, columns - indent));
    return [
      ...lines.map((line, at): Line => [as(look, (at === 0 ? label : '').padEnd(indent)), line]),
      ...said.map(
        (line, at): Line => [as(look, (at === 0 && lines.length === 0 ? label : '').padEnd(indent)), as('dim', line)],
      ),
    ];
  };
  return [
    [
      as('bold', name),
      as('dim', where),
      found === null ? as('yellow', ' · not in the file') : inStep ? ' · as wanted' : '',
    ],
    ...block('extra', 'red', rules.extra.map(sayWithId), sayEach(drift.extra, 'standing', setting)),
    ...block('widened', 'yellow', rules.widened.map(sayWidened), sayEach(drift.widened, 'standing', setting)),
    ...block('missing', 'cyan', rules.missing.map(sayRule), sayEach(drift.missing, 'lost', setting)),
    ...block('no effect', 'dim', rules.otherwise.map(sayWithId), []),
    [],
  ];
}

function sayWithId(rule: SeenRule): string {
  return rule.id === null ? sayRule(rule) : `${sayRule(rule)} (${rule.id})`;
}

function sayWidened({ was, is }: GroupComparison['rules']['widened'][number]): string {
  return was.length === 0 ? sayWithId(is) : `${sayWithId(is)}, wanted: ${was.map(sayRule).join(', ')}`;
}

/** A comparison as JSON: by effect as rows of a decision, by rule, and in words. */
export function comparisonRows(
  { groups, unnamed }: Comparison,
  files: { readonly baseline: string; readonly file: string },
) {
  const differing = groups.filter((group) => !group.inStep).length;
  const absent = groups.filter((group) => group.found === null).length;
  return {
    $schema: 'portcullis:comparison:1',
    summary: { ...files, groups: groups.length, differing, absent, unnamed: unnamed.length },
    groups: groups.map(({ wanted, found, drift, rules, inStep }) => ({
      group: {
        id: found?.id ?? wanted.id,
        name: wanted.name ?? found?.name ?? null,
        account: found?.account ?? wanted.account,
      },
      address: found?.address ?? null,
      inStep,
      extra: writeRows(drift.extra),
      widened: writeRows(drift.widened),
      missing: writeRows(drift.missing),
      rules,
      say: [
        ...rules.extra.map((rule) => `extra: ${sayWithId(rule)}`),
        ...rules.widened.map((rule) => `widened: ${sayWidened(rule)}`),
        ...rules.missing.map((rule) => `missing: ${sayRule(rule)}`),
      ],
    })),
    unnamed: unnamed.map(({ id, name, address }) => ({ id, name, address })),
  };
}
