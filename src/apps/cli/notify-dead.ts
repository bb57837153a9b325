import { writeInstant } from '../../core/leaf/instant.ts';
import type { DeadRow } from '../../flow/live/post/post-rows.ts';
import { deadLetters } from '../../flow/live/post/resend.ts';
import { readRow, rowName } from '../../flow/live/tables.ts';
import type { CsvColumn } from './format/csv.ts';
import { formatOf, limitOf, writeRows } from './format/write-rows.ts';
import { shellPaths } from './hints.ts';
import { openToLook } from './ledger/open-to-look.ts';
import { as, print } from './screen.ts';
import { tableLines } from './table.ts';
import type { Run } from './verbs.ts';

/** `notify dead`: messages that were given up and that nobody has sent anew, the newest first. */
export const notifyDead: Run = async ([path], options, terminal) => {
  const format = formatOf(options);
  const { ledger, store } = await openToLook(options.ledger ?? path, terminal.now());
  try {
    const all = (await deadLetters(store)).toSorted((a, b) => b.at - a.at);
    const wanted = all.filter(({ channel }) => options.channel === undefined || channel === options.channel);
    const shown: Dead[] = [];
    for (const each of wanted.slice(0, limitOf(options) ?? undefined)) {
      const row = readRow('message', await store.row(rowName('message', each.message)));
      const { about = [], severity = null } = row?.message ?? {};
      shown.push({ ...each, about, severity });
    }
    if (format !== 'text') {
      const rows = shown.map(({ at, ...rest }) => ({ ...rest, at: writeInstant(at) }));
      const head = { at: writeInstant(terminal.now()) };
      await writeRows(terminal, format, { $schema: 'portcullis:notify-dead:1', head, key: 'dead', rows, columns });
      return 0;
    }
    if (shown.length === 0) await print(terminal, [['nothing was given up']]);
    else
      await print(
        terminal,
        tableLines(
          titles,
          shown.map(({ about, at, channel, message, severity, why }) => [
            { text: message },
            { text: channel },
            { text: writeInstant(at) },
            { text: severity ?? '' },
            { text: about.join(', ') },
            { text: why },
          ]),
          terminal.columns,
        ),
      );
    if (shown.length < wanted.length)
      await print(terminal, [[as('dim', `… and ${wanted.length - shown.length} more`)]]);
    if (shown.length > 0)
      await print(terminal, [
        [as('dim', `${terminal.command} notify resend <message> --ledger ${shellPaths([ledger])} sends one anew`)],
      ]);
    return 0;
  } finally {
    await store.close();
  }
};

interface Dead extends DeadRow {
  readonly about: readonly string[];
  readonly severity: string | null;
}

type Row = Omit<Dead, 'at'> & { readonly at: string };

const titles = [
  { title: 'MESSAGE', least: 20 },
  { title: 'CHANNEL', least: 8 },
  { title: 'GIVEN UP', least: 20 },
  { title: 'SEVERITY', least: 8 },
  { title: 'ABOUT', least: 8 },
  { title: 'WHY', least: 16, weight: 2 },
];

const columns: readonly CsvColumn<Row>[] = [
  { title: 'message', of: ({ message }) => message },
  { title: 'channel', of: ({ channel }) => channel },
  { title: 'at', of: ({ at }) => at },
  { title: 'revision', of: ({ revision }) => revision },
  { title: 'severity', of: ({ severity }) => severity },
  { title: 'about', of: ({ about }) => about.join(' ') },
  { title: 'why', of: ({ why }) => why },
];
