import type { Json, JsonObject } from '../../src/core/leaf/canonical.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { readPolicy } from '../../src/core/policy/read-policy.ts';

const services = [
  ...['tcp/22', 'tcp/3389', 'tcp/5985-5986', 'tcp/3306', 'tcp/5432', 'tcp/1433', 'tcp/27017', 'tcp/6379', 'tcp/9200'],
  ...['tcp/445', 'tcp/23', 'tcp/2375-2376', 'udp/53', 'udp/161', 'icmp/8', 'proto/47'],
];

/**
 * A policy of so many checks of all kinds, as an organisation would have them: most ask what was gained on some ports,
 * some by name or tag of the group, some what was lost, some of egress, tags and attempts.
 */
export function policyOf(count: number): Policy {
  const checks = Array.from({ length: count }, (_, n) => [`check-${String(n).padStart(3, '0')}`, checkOf(n)] as const);
  const value: Json = {
    version: 1,
    sets: {
      addresses: { office: { cidrs: ['203.0.113.0/24'] }, vpn: { cidrs: ['198.51.100.9/32', '2001:db8:9::/48'] } },
      ports: Object.fromEntries(services.map((service, n) => [`set-${n}`, [service]])),
      actors: { pipeline: { roles: ['arn:aws:iam::*:role/tf-deploy'] } },
    },
    contexts: {
      environment: { from: [{ tag: 'env' }], else: 'prod' },
      owner: { from: [{ tag: 'owner' }], else: 'platform' },
    },
    checks: Object.fromEntries(checks),
    adjust: { 'no-mfa': { when: { mfa: [false] }, by: 1 } },
  };
  const { policy, problems } = readPolicy([{ name: 'bench.yaml', value, lineOf: () => 1, files: new Map() }]);
  if (policy === null) throw new Error(problems.map(({ message }) => message).join('; '));
  return policy;
}

function checkOf(n: number): JsonObject {
  return {
    say: `Rule ${n} of the organisation`,
    ...whereOf(n),
    when: whenOf(n),
    ...(n % 5 === 4 ? { unless: [{ actor: ['pipeline'] }] } : {}),
    severity: { prod: 'high', else: 'low' },
    respond: { else: ['none'] },
  };
}

function whereOf(n: number): JsonObject {
  if (n % 4 === 1) return { where: { name: [`shop-${'abcw'[n % 3]}*`, '*-edge'] } };
  if (n % 4 === 2) return { where: { tags: { env: ['prod', 'stage'] }, region: ['eu-*'] } };
  return {};
}

function whenOf(n: number): JsonObject {
  const box = {
    direction: ['ingress'],
    peers: ['internet'],
    except: ['office', 'vpn'],
    ports: [`set-${n % services.length}`],
  };
  switch (n % 10) {
    case 5:
      return { lost: { ...box, peers: ['any'], except: [], ports: ['all'] } };
    case 6:
      return { gained: { ...box, direction: ['egress'], ports: ['all'], more_than: 65_536 + n } };
    case 7:
      return { gained: { ...box, peers: ['any'], except: ['office', 'vpn', 'private'] } };
    case 8:
      return n < 10 ? { attempts: { more_than: 3, within: '10m' } } : { gained: { ...box, more_than: 256 + n } };
    case 9:
      return n < 10 ? { tags: { effect: ['lowers-protection'] } } : { gained: { ...box, covers: true } };
    default:
      return { gained: box };
  }
}
