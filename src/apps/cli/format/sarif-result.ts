import { digestName } from '../../../core/leaf/digest.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { StandingDecision } from '../../../core/plan/standing-decision.ts';
import type { Severity } from '../../../core/policy/scale.ts';
import type { CheckVerdict } from '../../../core/verdict/verdict.ts';
import { plainText } from '../plain-text.ts';

/** SARIF's word for a severity. */
export function levelOf(severity: Severity): 'error' | 'warning' | 'note' | 'none' {
  const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note', none: 'none' } as const;
  return levels[severity];
}

/** One check that objects to one decision, as a result of SARIF 2.1.0 (3.27). */
export function sarifResult(decision: Decision | StandingDecision, check: CheckVerdict, ruleIndex: number) {
  const ruled = { breach: 'violates', unknown: 'may violate', permitted: 'would violate' }[check.ruling];
  const excused = check.excusedBy === null ? '' : `; permitted by ${check.excusedBy}`;
  return {
    ruleId: check.id,
    ruleIndex,
    level: levelOf(check.severity),
    message: { text: messageText(`${decision.say}: ${ruled} "${check.say}" (${check.at})${excused}`) },
    locations: [{ ...physicalOf(decision), logicalLocations: [logicalOf(decision)] }],
    partialFingerprints: { 'portcullisGroupCheckEffect/v1': fingerprintOf(decision, check) },
    ...(check.ruling === 'permitted'
      ? {
          suppressions: [{ kind: 'external', justification: plainText(check.excusedBy ?? 'permitted') }],
        }
      : {}),
    properties: {
      ruling: check.ruling,
      severity: check.severity,
      decision: decision.id,
      at: decision.at,
      ...(check.playbook === null ? {} : { playbook: plainText(check.playbook) }),
    },
  };
}

/**
 * A message that shows just this text: brackets would begin a link and braces a placeholder.
 * Source: SARIF 2.1.0, 3.11.5 "Messages with placeholders", 3.11.6 "Messages with embedded links".
 */
export function messageText(text: string): string {
  return plainText(text)
    .replace(/[\\[\]]/g, '\\$&')
    .replace(/[{}]/g, '$&$&');
}

/** A file as a URI reference, whatever characters its name has. */
export function uriOf(file: string): string {
  const path = file.replaceAll('\\', '/').split('/').map(encodeSegment).join('/');
  const absolute = path.startsWith('/') || /^[A-Za-z]%3A\//.test(path);
  return absolute ? `file://${path.startsWith('/') ? '' : '/'}${path}` : path;
}

function encodeSegment(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function physicalOf(decision: Decision | StandingDecision) {
  if (!('place' in decision) || decision.place.file === '-' || decision.place.file === '') return {};
  return { physicalLocation: { artifactLocation: { uri: uriOf(decision.place.file) } } };
}

function logicalOf(decision: Decision | StandingDecision) {
  const { on, account, region } = decision;
  const address = 'place' in decision ? decision.place.address : null;
  const name = on.name ?? on.id ?? address ?? 'not told';
  const parts = [account.id, region, address ?? on.id ?? on.name].filter((part) => part !== null);
  return { name: plainText(name), fullyQualifiedName: plainText(parts.join('/')), kind: 'resource' };
}

/** The same for the same group, check and effect, whenever, in whatever order and by whatever policy version it is found. */
function fingerprintOf(decision: Decision | StandingDecision, { id }: CheckVerdict): string {
  const { on, account, region, effects } = decision;
  const address = 'place' in decision ? decision.place.address : null;
  const group = on.id ?? [account.id, region, on.vpc, on.name ?? address];
  const moved = effects.flatMap(({ gained, lost }) => [...gained, '-', ...(lost ?? ['?'])]);
  const rows = moved.length > 0 || !('stands' in decision) ? moved : decision.stands;
  const effect = rows.map((row) => (typeof row === 'string' ? row : [row.direction, row.services, row.peers]));
  return digestName(JSON.stringify([group, id, effect]));
}
