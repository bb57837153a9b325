import type { Spill } from '../../contracts/spill.ts';
import { sayLength } from '../../core/alert/say-time.ts';
import type { Perimeter } from '../../core/group/group.ts';
import { readSnapshot } from '../../core/group/read/describe.ts';
import type { Json } from '../../core/leaf/canonical.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import type { Unreadable } from '../../core/trail/record.ts';
import type { Judging } from '../../core/verdict/matter.ts';
import { decideAll } from '../../flow/decide-all.ts';
import { load, type Tally } from '../../flow/load.ts';
import { type Looks, noLooks } from '../../flow/looks.ts';
import { readText } from '../../settings/read-text.ts';
import { openSpill } from '../../store/spill.ts';
import { Complaint } from './complaint.ts';
import { ledgerForm } from './ledger/ledger-form.ts';
import type { ReadLedger } from './ledger/with-ledger.ts';
import { openRecords } from './open-records.ts';
import type { Options } from './options.ts';
import { startProgressLine } from './progress-line.ts';
import { notice, type Terminal } from './screen.ts';
import { sayTime } from './when.ts';

/** An archive that was read, ready to be asked. */
export interface Reading {
  readonly spill: Spill;
  readonly snapshot: Perimeter | null;
  /** Live looks beside it, each at its own time: those of a ledger. */
  readonly looks: Looks;
  readonly tally: Tally;
  readonly files: number;
  readonly bytes: number;
  readonly millis: number;
  /** The first of what could not be read. */
  readonly unreadable: readonly Unreadable[];
  /** 3 when anything could not be read, else 0. */
  readonly exitCode: number;
  /** Digest of the policy that judged the decisions; `null` when none did. */
  readonly policy: string | null;
  /** Where a ledger was read: what it holds. */
  readonly ledger?: ReadLedger;
}

/** What a verb does with an archive. */
export interface Asking {
  readonly paths: readonly string[];
  readonly options: Options;
  readonly terminal: Terminal;
  /** Decide about every change, or only read. */
  readonly decide: boolean;
  /** By which policy decisions are judged; none when absent. */
  readonly judging?: Judging | null;
  /** Whether a ledger will do in place of an archive. */
  readonly ledgers?: true;
  /** Also told of everything that cannot be read. */
  readonly unreadable?: (what: Unreadable) => void;
}

/** Unreadable things that are kept to be shown. */
const kept = 20;

/** Reads the archive, lets `use` ask it, and puts everything away again whatever happens. */
export async function withArchive(asking: Asking, use: (reading: Reading) => Promise<number>): Promise<number> {
  const { paths, options, terminal } = asking;
  if (paths.some((path) => ledgerForm(path) !== null)) {
    if (!asking.ledgers)
      throw new Complaint('expected records to read, got a ledger: `scan`, `log` and `explain` read one');
    const { withLedger } = await import('./ledger/with-ledger.ts');
    return await withLedger(asking, use);
  }
  const { source, close } = await openRecords(paths, options, terminal);
  const snapshot = options.snapshot === undefined ? null : openSnapshot(options.snapshot);
  const spill = openSpill();
  const progress = startProgressLine(terminal);
  try {
    const began = terminal.now();
    const unreadable: Unreadable[] = [];
    let [files, bytes] = [0, 0];
    const told = (what: Unreadable): void => {
      if (unreadable.length < kept) unreadable.push(what);
      asking.unreadable?.(what);
    };
    const tally = await load(source, spill, {
      progress: (at) => {
        [files, bytes] = [at.filesDone, at.bytes];
        progress.tell(at);
      },
      unreadable: told,
      notice: ({ place, text }) => {
        progress.clear();
        notice(terminal, `${place.file}: ${text}`);
      },
    });
    for (const reason of snapshot?.misread ?? []) {
      tally.unreadable++;
      told({ kind: 'unreadable', place: { file: options.snapshot!, number: null }, reason, eventId: null });
    }
    if (asking.decide) {
      const [shown, judging] = [snapshot?.perimeter ?? null, asking.judging ?? null];
      decideAll(spill, { snapshot: shown, net: options.net !== false, judging });
    }
    progress.clear();
    noticeAge(snapshot?.perimeter ?? null, tally, terminal);
    const millis = terminal.now() - began;
    return await use({
      spill,
      snapshot: snapshot?.perimeter ?? null,
      looks: noLooks,
      tally,
      files,
      bytes,
      millis,
      unreadable,
      exitCode: tally.unreadable > 0 ? 3 : 0,
      policy: asking.decide ? (asking.judging?.policy.digest ?? null) : null,
    });
  } finally {
    progress.clear();
    spill.close();
    close();
  }
}

/** A snapshot is held in memory as one text. */
const mostBytes = 500_000_000;

/** Reads the file of `--snapshot`. */
export function openSnapshot(file: string): { readonly perimeter: Perimeter; readonly misread: readonly string[] } {
  const read = readText(file, mostBytes);
  if ('wrong' in read) throw new Complaint(`expected a snapshot (JSON) in \`${file}\`: ${read.wrong}`);
  let json: Json;
  try {
    json = JSON.parse(read.text) as Json;
  } catch (error) {
    throw new Complaint(`expected a snapshot (JSON) in \`${file}\`: ${(error as Error).message}`);
  }
  const { perimeter, misread } = readSnapshot(json);
  if (perimeter === null) throw new Complaint(`${misread.join('; ')}, in \`${file}\``);
  return { perimeter, misread };
}

function noticeAge(snapshot: Perimeter | null, { last }: Tally, terminal: Terminal): void {
  if (snapshot === null || last === null || snapshot.takenAt >= last) return;
  const age = sayLength(last - snapshot.takenAt);
  notice(
    terminal,
    `the snapshot of ${sayTime(writeInstant(snapshot.takenAt))} is ${age} older than the last record: later changes are added to it`,
  );
}
