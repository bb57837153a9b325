import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readEstate, writeEstate } from '../../aws/model/estate.ts';
import type { Ec2State } from '../../aws/model/state.ts';
import type { Instant } from '../../core/leaf/instant.ts';

/** The simulated AWS of a demonstration between two commands: what stands, when it is there, how many calls were made. */
export interface EstateFile {
  readonly now: Instant;
  readonly states: readonly Ec2State[];
  /** Of each state, in their order. */
  readonly calls: readonly number[];
}

const schema = 'portcullis:demo-estate:1';

/** Where the estate of a ledger lies. */
export function estatePath(ledger: string): string {
  return `${ledger}.estate.json`;
}

/** Keeps an estate beside its ledger. */
export function writeEstateFile(ledger: string, { now, states, calls }: EstateFile): void {
  const kept = { $schema: schema, now, calls, estate: writeEstate(states) };
  writeFileSync(estatePath(ledger), `${JSON.stringify(kept)}\n`, { mode: 0o600 });
}

/** Reads the estate beside a ledger; `null` where there is none, a text where it cannot be read. */
export function readEstateFile(ledger: string): EstateFile | string | null {
  const path = estatePath(ledger);
  if (!existsSync(path)) return null;
  const wrong = (why: string): string => `expected the estate of a demonstration in \`${path}\`: ${why}`;
  let kept: Partial<Record<'$schema' | 'now' | 'calls' | 'estate', unknown>>;
  try {
    kept = JSON.parse(readFileSync(path, 'utf8')) as typeof kept;
  } catch (error) {
    return wrong((error as Error).message);
  }
  const { now, calls, estate } = kept;
  if (kept.$schema !== schema || typeof now !== 'number' || typeof estate !== 'string' || !Array.isArray(calls))
    return wrong(`it does not say \`${schema}\``);
  const states = readEstate(estate);
  if ('misread' in states) return wrong(states.misread);
  return { now, states, calls: calls.map(Number) };
}
