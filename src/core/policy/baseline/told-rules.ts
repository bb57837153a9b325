import type { SeenRule, Tuple } from '../../group/rule.ts';

/** The rules that are told whole, without id and description. TCP, UDP and ICMP have ports in EC2: without them one is not. */
export function tuplesOf(rules: readonly SeenRule[]): readonly Tuple[] {
  return rules.flatMap(({ direction, protocol, ports, peer }) =>
    direction === null || protocol === null || peer === null || (ports === null && needPorts.test(protocol))
      ? []
      : [{ direction, protocol, ports, peer }],
  );
}

const needPorts = /^(tcp|udp|icmp|icmpv6)$/;
