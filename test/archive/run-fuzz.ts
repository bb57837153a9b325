import { mutate } from './mutate.ts';
import { readNaively, summarise } from './naive-reader.ts';
import { startExtractors } from './read-in-memory.ts';
import { recordPool, wantedCalls } from './sample-records.ts';
import { startSeeded } from './seeded.ts';

/** What a run saw: files, readings compared, records agreed on, files that were no JSON, disagreements with the content that showed them. */
export interface FuzzReport {
  files: number;
  checks: number;
  records: number;
  damaged: number;
  readonly slow: Map<string, number>;
  readonly mismatches: {
    readonly extractor: string;
    readonly text: string;
    readonly expected: readonly string[];
    readonly found: readonly string[];
  }[];
}

/** Holds every reader against the naive one on mutated files, until `more` says no. Of what is no JSON only survival is asked. */
export async function runFuzz(seed: number, more: (files: number) => boolean): Promise<FuzzReport> {
  const [pool, chance, extractors] = [recordPool(), startSeeded(seed), startExtractors()];
  const report: FuzzReport = { files: 0, checks: 0, records: 0, damaged: 0, slow: new Map(), mismatches: [] };
  for (; more(report.files) && report.mismatches.length < 10; report.files++) {
    const { text } = mutate(pool, chance);
    const content = Buffer.from(text);
    const naive = readNaively(content.toString('utf8'), wantedCalls);
    const expected = naive === null ? null : summarise(naive, 'record');
    const refused = naive === null ? null : new Set(summarise(naive, 'unreadable'));
    if (expected === null) report.damaged++;
    report.records += expected?.length ?? 0;
    for (const extractor of extractors) {
      const found = await extractor.read(content);
      report.checks++;
      if (expected === null || refused === null) continue;
      const told = summarise(found, 'record');
      const same = told.length === expected.length && told.every((each, index) => each === expected[index]);
      const complaints = summarise(found, 'unreadable').filter(
        (each) => !each.startsWith('null ') && !refused.has(each),
      );
      if (!same || complaints.length > 0)
        report.mismatches.push({ extractor: extractor.name, text, expected, found: [...told, ...complaints] });
    }
  }
  for (const extractor of extractors) report.slow.set(extractor.name, extractor.slow);
  return report;
}
