import type { Ec2State } from './state.ts';

/** What ids begin with. */
export type IdKind = 'sg' | 'sgr' | 'pl' | 'eni' | 'vpc' | 'subnet' | 'igw';

/** The next ids of a kind, in EC2's long form, and the state that will never give them again. */
export function takeIds(
  state: Ec2State,
  kind: IdKind,
  count: number,
): readonly [ids: readonly string[], state: Ec2State] {
  const place = `${state.account} ${state.region}`;
  const ids = Array.from({ length: count }, (_, at) => `${kind}-0${digitsFor(place, state.made + at)}`);
  return [ids, { ...state, made: state.made + count }];
}

/** One id, likewise. */
export function takeId(state: Ec2State, kind: IdKind): readonly [id: string, state: Ec2State] {
  const [[id], next] = takeIds(state, kind, 1);
  return [id!, next];
}

/**
 * Sixteen hex digits for the nth thing of a place: never the same for two numbers, and in no order, so that nobody reads
 * time from an id.
 */
export function digitsFor(place: string, n: number): string {
  const low = Math.imul(n + 1, 0x9e3779b1) >>> 0;
  const high = hashOf(`${place} ${low}`);
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

/** As many hex digits as asked for, always the same for a text. */
export function digitsOf(text: string, count: number): string {
  let out = '';
  for (let round = 0; out.length < count; round += 1) out += hashOf(`${round} ${text}`).toString(16).padStart(8, '0');
  return out.slice(0, count);
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}
