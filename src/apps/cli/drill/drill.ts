import type { Drilled } from '../../../flow/drill/drill-parts.ts';
import type { NotDrilled } from '../../../flow/drill/run-drill.ts';
import { Complaint } from '../complaint.ts';
import { jsonText } from '../format/write-rows.ts';
import { print } from '../screen.ts';
import type { Run } from '../verbs.ts';
import { drillRow, endLines, headLine, linkLine } from './drill-lines.ts';

/** `drill`: a harmless forbidden change on the canary, followed until people were told of it and it was taken back. */
export const drill: Run = async (args, options, terminal) => {
  const open = options.model
    ? (await import('./drill-model.ts')).openModelDrill
    : (await import('./drill-aws.ts')).openAwsDrill;
  const opened = await open(args, options, terminal);
  const off = new AbortController();
  const stop = (): void => off.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    if (!options.json) await print(terminal, [[], headLine(opened), []]);
    const done: Drilled | NotDrilled = await opened.run({
      signal: off.signal,
      hears: async (link) => {
        if (!options.json) await print(terminal, linkLine(link, terminal.columns));
      },
    });
    if ('kind' in done) throw new Complaint(`drill: ${done.why}`);
    if (options.json) await terminal.out(`${jsonText({ $schema: 'portcullis:drill:1', ...drillRow(done) })}\n`);
    else await print(terminal, endLines(done, opened, terminal));
    return done.passed ? 0 : 2;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    await opened.close();
  }
};
