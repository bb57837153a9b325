import { sayLength } from '../../core/alert/say-time.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import { readMutes } from '../../flow/live/post/mutes.ts';
import type { MuteRow } from '../../flow/live/post/post-rows.ts';
import type { CsvColumn } from './format/csv.ts';
import { formatOf, limitOf, writeRows } from './format/write-rows.ts';
import { openToLook } from './ledger/open-to-look.ts';
import { as, print } from './screen.ts';
import { tableLines } from './table.ts';
import type { Run } from './verbs.ts';

/** `mutes`: what is not told at once, by whom and why, until when, and how much that kept back. */
export const mutes: Run = async ([path], options, terminal) => {
  const format = formatOf(options);
  const { store, now } = await openToLook(options.ledger ?? path, terminal.now());
  try {
    const all = [...(await readMutes(store)).values()].map(({ mute }) => mute);
    const wanted = all.filter(({ until }) => options.all || until > now).sort((a, b) => a.until - b.until);
    const shown = wanted.slice(0, limitOf(options) ?? undefined);
    if (format !== 'text') {
      const rows = shown.map((mute) => rowOf(mute, now));
      const head = { at: writeInstant(now) };
      await writeRows(terminal, format, { $schema: 'portcullis:mutes:1', head, key: 'mutes', rows, columns });
      return 0;
    }
    await print(
      terminal,
      shown.length === 0
        ? [['nothing is muted']]
        : tableLines(
            titles,
            shown.map((mute) => [
              { text: mute.id.slice(0, 12) },
              { text: whatOf(mute) },
              { text: mute.owner },
              mute.until > now ? { text: `${sayLength(mute.until - now)} left` } : { text: 'over', as: 'dim' as const },
              { text: String(mute.kept), ...(mute.kept === 0 ? {} : { as: 'yellow' as const }) },
              { text: `${mute.by}: ${mute.reason}` },
            ]),
            terminal.columns,
          ),
    );
    if (!options.all && all.length > wanted.length)
      await print(terminal, [[as('dim', `${all.length - wanted.length} over (--all shows them)`)]]);
    return 0;
  } finally {
    await store.close();
  }
};

const titles = [
  { title: 'MUTE', least: 12 },
  { title: 'WHAT', least: 16, weight: 2 },
  { title: 'OWNER', least: 6 },
  { title: 'UNTIL', least: 9 },
  { title: 'KEPT', least: 4 },
  { title: 'WHY', least: 16, weight: 2 },
];

function whatOf({ account, check, group }: MuteRow): string {
  const parts = [
    check === null ? 'every check' : `check ${check}`,
    ...(group === null ? [] : [`group ${group}`]),
    ...(account === null ? [] : [`account ${account}`]),
  ];
  return parts.join(', ');
}

function rowOf({ from, until, ...mute }: MuteRow, now: number) {
  return { ...mute, from: writeInstant(from), until: writeInstant(until), over: until <= now };
}

type Row = ReturnType<typeof rowOf>;

const columns: readonly CsvColumn<Row>[] = [
  { title: 'mute', of: ({ id }) => id },
  { title: 'check', of: ({ check }) => check },
  { title: 'group', of: ({ group }) => group },
  { title: 'account', of: ({ account }) => account },
  { title: 'owner', of: ({ owner }) => owner },
  { title: 'by', of: ({ by }) => by },
  { title: 'reason', of: ({ reason }) => reason },
  { title: 'from', of: ({ from }) => from },
  { title: 'until', of: ({ until }) => until },
  { title: 'kept', of: ({ kept }) => kept },
];
