import type { Json } from '../../src/core/leaf/canonical.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { readPolicy } from '../../src/core/policy/read-policy.ts';

/** A policy that closes SSH to the Internet at once, however often. */
export function revertingPolicy(): Policy {
  const value: Json = {
    version: 1,
    sets: { ports: { shell: ['tcp/22'] } },
    checks: {
      'no-ssh': {
        say: 'SSH is not open to the Internet',
        when: { gained: { direction: ['ingress'], peers: ['internet'], except: [], ports: ['shell'] } },
        severity: { else: 'critical' },
        respond: { else: ['revert'] },
      },
    },
    safety: { mode: { else: 'enforce' } },
  };
  const { policy, problems } = readPolicy([{ name: 'bench.yaml', value, lineOf: () => 1, files: new Map() }]);
  if (policy === null) throw new Error(problems.map(({ message }) => message).join('; '));
  const often = { count: 1_000_000, per: 3_600_000 };
  const caps = { group: often, actor: often, account: often, reserveFor: [] };
  return { ...policy, safety: { ...policy.safety, caps } };
}
