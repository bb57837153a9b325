import { digestName } from '../../leaf/digest.ts';
import type { Decision } from '../decision.ts';

/** The tag by which a group says that it is there to be tried on; nothing is concluded from it but that. */
export const canaryTag = 'portcullis:canary';

/** What the description of a drill's rule begins with; its id follows. */
export const drillWords = 'portcullis drill ';

/** What is opened: ssh, to one address of TEST-NET-3, which nobody has (RFC 5737, 3). */
export const drillPort = 22;

/** The id of a drill. */
export function drillId(place: readonly string[], at: number): string {
  return `drl_${digestName(JSON.stringify([...place, at]))}`;
}

/** The address that a drill opens to: from 203.0.113.1 to .254, another one for most drills. */
export function drillCidr(id: string): string {
  let sum = 0;
  for (let place = 0; place < id.length; place++) sum = (sum * 31 + id.charCodeAt(place)) % 254;
  return `203.0.113.${sum + 1}/32`;
}

/** Whether a description is that of a drill's rule: of its id, or `null`. */
export function drillOfWords(description: string | null): string | null {
  return /^portcullis drill (drl_[a-z2-7]+)$/.exec(description ?? '')?.[1] ?? null;
}

/**
 * The drill that a decision would be part of, if its group is a canary: every rule of it says so, and opens nothing but an
 * address that nobody has. Whatever else happens to a canary is no drill.
 */
export function drillOfDecision({ call, own, rules }: Pick<Decision, 'call' | 'own' | 'rules'>): string | null {
  if (own !== undefined || call.result !== 'applied' || rules.length === 0) return null;
  const ids = new Set(
    rules.map(({ description, direction, op, peer }) => {
      const isOurs = op === 'add' && direction === 'ingress' && /^203\.0\.113\.\d{1,3}\/32$/.test(peer?.value ?? '');
      return isOurs ? drillOfWords(description) : null;
    }),
  );
  const [id = null] = ids;
  return ids.size === 1 ? id : null;
}
