import { counted } from '../counted.ts';
import { nextLines, shellPaths } from '../hints.ts';
import type { LedgerStory } from '../ledger/read-ledger.ts';
import { as, type Line, type Terminal } from '../screen.ts';
import { type Cell, tableLines } from '../table.ts';
import { verdictLook, verdictWord } from '../verdict-text.ts';
import { wrapLine } from '../wrap-line.ts';
import { seconds } from './news-lines.ts';
import type { SceneEnd } from './sum-up.ts';

const columns = [
  { title: 'WHAT HAPPENED', least: 24, weight: 1.4 },
  { title: 'VERDICT', least: 8 },
  { title: 'WHAT WE DID', least: 20, weight: 2 },
  { title: 'SEEN', least: 5 },
  { title: 'DONE', least: 5 },
  { title: 'VERIFIED', least: 8 },
];

/** The table at the end, one line a scene; times count from the call that was answered. */
export function sceneTable(
  ends: readonly SceneEnd[],
  nets: ReadonlyMap<string, string>,
  width: number,
): readonly Line[] {
  const time = (millis: number | null): Cell => ({ text: millis === null ? '-' : seconds(millis) });
  const rows = ends.map(({ scene, say, worst, did, detected, acted, verified }): readonly Cell[] => {
    const verdict = worst?.verdict;
    const net = nets.get(scene);
    const done = did.length === 0 ? 'left alone' : did.join('; ');
    return [
      { text: say },
      verdict === undefined ? { text: '-' } : { text: verdictWord(verdict), as: verdictLook(verdict) },
      { text: net === undefined ? done : `${done}: net ${net}` },
      ...[time(detected), time(acted), time(verified)],
    ];
  });
  return tableLines(columns, rows, width);
}

/** How much the ledger holds, that it proves, and what to type next. */
export function endLines(
  terminal: Terminal,
  story: LedgerStory,
  told: {
    readonly ledger: string;
    readonly proven: boolean;
    readonly entries: number;
    readonly ends: readonly SceneEnd[];
  },
): readonly Line[] {
  const { ledger, ends } = told;
  const path = shellPaths([ledger]);
  const id = ends.find(({ scene }) => scene === 'console')?.worst?.id.slice(0, 12);
  const action = [...story.actions.values()].find(
    ({ intent }) => intent.do === 'revert' && story.ended.get(intent.action)?.state === 'verified',
  )?.intent.action;
  const proof = told.proven ? as('green', 'Proven  ') : as('alarm', 'Broken  ');
  return [
    ...wrapLine(
      [proof, `${counted(told.entries, 'entry', 'entries')} in ${ledger}, each follows from the one before it`],
      terminal.columns,
      ' '.repeat(8),
    ),
    [],
    ...nextLines(terminal, [
      ...(id === undefined ? [] : [[`explain ${id} ${path}`, 'the first change, in plain words'] as const]),
      [`log prod-web ${path}`, 'the history of a group, with what we did'],
      [`blame prod-edge ${path}`, 'who made each standing rule'],
      [`verify ${path}`, 'proves that nothing in it was altered'],
      ...(action === undefined
        ? []
        : [
            [
              `undo ${action.slice(0, 12)} --as carol@example.com --reason 'vendor call' --for 2h --ledger ${path}`,
              'takes one of our actions back',
            ] as const,
          ]),
    ]),
  ];
}
