import { readJsonText } from '../../../core/trail/peel-text.ts';
import { describeFailure } from '../bytes/damage.ts';
import type { Found } from '../found.ts';
import type { ReadLimits } from '../read-limits.ts';
import { JsonSplitter } from './json-splitter.ts';
import { readUnitText } from './read-unit.ts';
import type { Unit } from './unit.ts';

/**
 * Reads JSON of any layout, unit by unit: the slow, complete reader. `after` leaves out units up to that number, which the fast
 * reader told already before it met something that only this one understands.
 */
export async function* readJson(
  chunks: AsyncIterable<Uint8Array>,
  limits: ReadLimits,
  lines: boolean,
  after: number,
): AsyncGenerator<readonly Found[]> {
  const splitter = new JsonSplitter({ lines, maxUnit: limits.maxUnit });
  let failure: string | null = null;
  try {
    for await (const chunk of chunks) {
      const found = read(splitter.push(chunk), limits, after);
      if (found.length > 0) yield found;
    }
  } catch (error) {
    failure = describeFailure(error);
  }
  const last = splitter.end();
  // When the bytes ended too early, that is the cause; the value that was open at the end is its effect.
  yield read(failure === null ? last : last.filter((unit) => unit.kind === 'unit'), limits, after);
  if (failure !== null) yield [{ kind: 'unreadable', number: null, reason: failure, eventId: openId(last) }];
}

function read(units: readonly Unit[], limits: ReadLimits, after: number): Found[] {
  const found: Found[] = [];
  for (const unit of units) {
    if (unit.number !== null && unit.number <= after) continue;
    if (unit.kind === 'unit')
      found.push(...readUnitText(unit.text, { number: unit.number, from: origin(unit.list) }, limits.calls));
    else found.push({ kind: 'unreadable', number: unit.number, reason: unit.reason, eventId: idIn(unit.text) });
  }
  return found;
}

function origin(list: 'Records' | 'Events' | null): 's3' | 'lookup' | 'file' {
  return list === 'Records' ? 's3' : list === 'Events' ? 'lookup' : 'file';
}

function openId(units: readonly Unit[]): string | null {
  const open = units.find((unit) => unit.kind === 'damage');
  return open === undefined ? null : idIn(open.text);
}

function idIn(text: string): string | null {
  const read = readJsonText(text);
  return read.kind === 'unreadable' ? read.eventId : null;
}
