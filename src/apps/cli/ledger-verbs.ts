import { choosingOptions, filterOptions, jsonOption, outputOptions } from './options.ts';
import type { Verb } from './verbs.ts';

/** The verbs about a ledger as a whole. */
export const ledgerVerbs: readonly Verb[] = [
  {
    name: 'kpi',
    args: '<ledger>',
    say: 'how fast changes are detected and mended, what was outside policy, exposure, coverage: with what each figure means',
    options: [
      ...filterOptions.filter(({ flags }) => /^--(since|until) /.test(flags)),
      {
        flags: '--by <parts>',
        say: 'account, team, environment, region, actor, day, week, month; several with commas',
      },
      { flags: '--at <time>', say: 'up to when what is open has stood (default: now; of an export, its newest entry)' },
      { flags: '--critical <environments>', say: 'whose groups are critical (default: prod,production)' },
      { flags: '--snapshot <file>', say: 'the inventory for coverage (default: what the ledger saw)' },
      ...choosingOptions,
      ...outputOptions,
    ],
    examples: ['kpi portcullis.db', 'kpi portcullis.db --since 90d --by team,month --format csv'],
    load: async () => (await import('./kpi.ts')).kpi,
  },
  {
    name: 'export',
    args: '<store>',
    say: 'all of a ledger as JSON Lines, which prove themselves; the store is only read',
    options: [
      { flags: '-o, --out <file>', say: 'where it is written (default: standard output)' },
      { flags: '--force', say: 'also over a file that is there' },
      { flags: '--since <time>', say: 'entries alone, since then: to be read by others, not to be taken in again' },
      { flags: '--json', say: 'with `--out`: what was written, as one JSON object' },
    ],
    examples: ['export portcullis.db --out ledger.jsonl', 'export portcullis.db --since 7d --out week.jsonl'],
    load: async () => (await import('./export.ts')).exportVerb,
  },
  {
    name: 'import',
    args: '<store> <export>',
    say: 'fills a store that is not there yet, or is empty, from an export that proves itself: all of it, or nothing',
    options: [
      { flags: '--anchor <shard:n:hash>', say: 'a head that was kept elsewhere, to hold it against', repeated: true },
      jsonOption,
    ],
    examples: ['import restored.db ledger.jsonl', 'import restored.db ledger.jsonl --anchor 0:1204:9f86d081…'],
    load: async () => (await import('./import.ts')).importVerb,
  },
  {
    name: 'rebuild',
    args: '<store>',
    say: 'makes every row of a store again from its entries, and says what differs; the store is only read',
    options: [
      { flags: '-o, --out <file>', say: 'a new store with the same entries and the rows as they were made again' },
      ...outputOptions,
    ],
    examples: ['rebuild portcullis.db', 'rebuild portcullis.db --out mended.db'],
    load: async () => (await import('./rebuild.ts')).rebuildVerb,
  },
];
