import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a whole process ran; `peakMb` (10^6 bytes) and `cpuSeconds` need GNU time. */
export interface ProcessRun {
  readonly seconds: number;
  readonly cpuSeconds: number | null;
  readonly peakMb: number | null;
  readonly stdout: string;
}

/** GNU time: the kernel counts the peak of a process from its parent's size on, so something small must start it. */
const gnuTime = '/usr/bin/time';

/** Whether memory and processor time of processes can be measured here. */
export const canMeasureProcesses = process.platform === 'linux' && existsSync(gnuTime);

/**
 * Runs a command to its end and measures it. `keep: false` sends its output to nowhere. Throws when it ends with a code that is not
 * among those expected.
 */
export async function runProcess(
  command: readonly string[],
  options: { keep: boolean; codes?: readonly number[] },
): Promise<ProcessRun> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-time-'));
  try {
    const told = join(folder, 'time');
    const measured = canMeasureProcesses ? [gnuTime, '-q', '-f', '%M %U %S', '-o', told, ...command] : command;
    const began = performance.now();
    const { code, stdout, stderr } = await finished(measured, options.keep);
    const seconds = (performance.now() - began) / 1000;
    if (!(options.codes ?? [0]).includes(code ?? -1)) {
      throw new Error(
        `expected \`${command.slice(0, 3).join(' ')} …\` to succeed, it ended with ${code}: ${stderr.slice(-400)}`,
      );
    }
    const [kib, user, system] = canMeasureProcesses ? readFileSync(told, 'utf8').trim().split(' ').map(Number) : [];
    return {
      seconds,
      cpuSeconds: user === undefined || system === undefined ? null : user + system,
      peakMb: kib === undefined ? null : (kib * 1024) / 1e6,
      stdout,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function finished(
  [file, ...args]: readonly string[],
  keep: boolean,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file!, args, { stdio: ['ignore', keep ? 'pipe' : 'ignore', 'pipe'] });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
}
