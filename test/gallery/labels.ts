/** What a case may be called: the checks of `policy.yaml` by id, as people say them. */
export const labels = {
  'all-traffic': 'all traffic from the Internet',
  'database-exposed': 'database exposed',
  'default-group': 'default group in use',
  'dns-open': 'DNS open to the Internet',
  'edge-only': 'web reached past the edge',
  'egress-anywhere': 'egress anywhere',
  'egress-opened': 'egress opened by hand',
  'foreign-account': 'foreign account',
  frozen: 'frozen',
  'list-widened': 'prefix list widened',
  'partners-only': 'unknown partner',
  'ping-open': 'ping from the Internet',
  probing: 'probing',
  'protected-lost': 'protected lost',
  'rdp-open': 'RDP open to the Internet',
  'rds-strangers': 'database reached from unknown places',
  'ssh-half': 'SSH open to half of the IPv4 Internet',
  'ssh-open': 'SSH open to the Internet',
  'ssh-whole-ipv4': 'SSH open to the whole IPv4 Internet',
  'ssh-whole-ipv6': 'SSH open to the whole IPv6 Internet',
  'tag-escape': 'tags lower protection',
  tagging: 'no owner',
  'threat-source': 'known bad source',
  'tunnel-open': 'GRE or ESP from the Internet',
  'unknown-list': 'prefix list of unknown content',
  'vault-strangers': 'unknown single address',
} as const;

export type Label = keyof typeof labels;

/** The short way to say "SSH from the whole IPv4 Internet": it is also open, and to more than half. */
export const wholeIpv4: readonly Label[] = ['ssh-open', 'ssh-half', 'ssh-whole-ipv4'];
export const wholeIpv6: readonly Label[] = ['ssh-open', 'ssh-whole-ipv6'];
