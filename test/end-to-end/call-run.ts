import { Complaint } from '../../src/apps/cli/complaint.ts';
import type { Options } from '../../src/apps/cli/options.ts';
import type { Terminal } from '../../src/apps/cli/screen.ts';
import type { Run } from '../../src/apps/cli/verbs.ts';
import type { Ran } from './small-archive.ts';

/** Calls what a verb runs, without the command line before it: no colour, 100 columns, on 9 March 2026. */
export async function callRun(run: Run, args: readonly string[], options: Options = {}): Promise<Ran> {
  let [out, err] = ['', ''];
  const terminal: Terminal = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    ...{ columns: 100, colour: false, watched: false, env: {}, command: 'portcullis' },
    now: () => Date.parse('2026-03-09T00:00:00Z'),
  };
  try {
    return { code: await run(args, { cache: false, ...options }, terminal), out, err };
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    return { code: 1, out, err: `${err}${error.message}\n` };
  }
}
