/** A port that people know by name. `risk`: `admin` = control of the machine, `store` = its records, `none` = made to be public. */
export interface WellKnownPort {
  readonly name: string;
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  readonly risk: 'admin' | 'store' | 'none';
}

/**
 * Names of ports for sentences and for sorting by exposure.
 * Source: IANA service name and port number registry, and the defaults of the named products.
 */
export const wellKnownPorts: readonly WellKnownPort[] = [
  { name: 'ftp', protocol: 'tcp', port: 21, risk: 'store' },
  { name: 'ssh', protocol: 'tcp', port: 22, risk: 'admin' },
  { name: 'telnet', protocol: 'tcp', port: 23, risk: 'admin' },
  { name: 'smtp', protocol: 'tcp', port: 25, risk: 'none' },
  { name: 'dns', protocol: 'tcp', port: 53, risk: 'none' },
  { name: 'dns', protocol: 'udp', port: 53, risk: 'none' },
  { name: 'tftp', protocol: 'udp', port: 69, risk: 'store' },
  { name: 'http', protocol: 'tcp', port: 80, risk: 'none' },
  { name: 'pop3', protocol: 'tcp', port: 110, risk: 'none' },
  { name: 'rpcbind', protocol: 'tcp', port: 111, risk: 'admin' },
  { name: 'ntp', protocol: 'udp', port: 123, risk: 'none' },
  { name: 'msrpc', protocol: 'tcp', port: 135, risk: 'admin' },
  { name: 'netbios', protocol: 'tcp', port: 139, risk: 'admin' },
  { name: 'imap', protocol: 'tcp', port: 143, risk: 'none' },
  { name: 'snmp', protocol: 'udp', port: 161, risk: 'admin' },
  { name: 'ldap', protocol: 'tcp', port: 389, risk: 'store' },
  { name: 'ldap', protocol: 'udp', port: 389, risk: 'store' },
  { name: 'https', protocol: 'tcp', port: 443, risk: 'none' },
  { name: 'https', protocol: 'udp', port: 443, risk: 'none' },
  { name: 'smb', protocol: 'tcp', port: 445, risk: 'admin' },
  { name: 'submissions', protocol: 'tcp', port: 465, risk: 'none' },
  { name: 'syslog', protocol: 'udp', port: 514, risk: 'none' },
  { name: 'submission', protocol: 'tcp', port: 587, risk: 'none' },
  { name: 'ldaps', protocol: 'tcp', port: 636, risk: 'store' },
  { name: 'rsync', protocol: 'tcp', port: 873, risk: 'store' },
  { name: 'imaps', protocol: 'tcp', port: 993, risk: 'none' },
  { name: 'openvpn', protocol: 'udp', port: 1194, risk: 'none' },
  { name: 'mssql', protocol: 'tcp', port: 1433, risk: 'store' },
  { name: 'mssql browser', protocol: 'udp', port: 1434, risk: 'store' },
  { name: 'oracle', protocol: 'tcp', port: 1521, risk: 'store' },
  { name: 'nfs', protocol: 'tcp', port: 2049, risk: 'store' },
  { name: 'zookeeper', protocol: 'tcp', port: 2181, risk: 'store' },
  { name: 'docker', protocol: 'tcp', port: 2375, risk: 'admin' },
  { name: 'docker tls', protocol: 'tcp', port: 2376, risk: 'admin' },
  { name: 'etcd', protocol: 'tcp', port: 2379, risk: 'store' },
  { name: 'mysql', protocol: 'tcp', port: 3306, risk: 'store' },
  { name: 'rdp', protocol: 'tcp', port: 3389, risk: 'admin' },
  { name: 'rdp', protocol: 'udp', port: 3389, risk: 'admin' },
  { name: 'postgres', protocol: 'tcp', port: 5432, risk: 'store' },
  { name: 'redshift', protocol: 'tcp', port: 5439, risk: 'store' },
  { name: 'kibana', protocol: 'tcp', port: 5601, risk: 'store' },
  { name: 'amqp', protocol: 'tcp', port: 5672, risk: 'store' },
  { name: 'vnc', protocol: 'tcp', port: 5900, risk: 'admin' },
  { name: 'winrm', protocol: 'tcp', port: 5985, risk: 'admin' },
  { name: 'winrm tls', protocol: 'tcp', port: 5986, risk: 'admin' },
  { name: 'redis', protocol: 'tcp', port: 6379, risk: 'store' },
  { name: 'kubernetes', protocol: 'tcp', port: 6443, risk: 'admin' },
  { name: 'cassandra', protocol: 'tcp', port: 9042, risk: 'store' },
  { name: 'kafka', protocol: 'tcp', port: 9092, risk: 'store' },
  { name: 'elasticsearch', protocol: 'tcp', port: 9200, risk: 'store' },
  { name: 'kubelet', protocol: 'tcp', port: 10250, risk: 'admin' },
  { name: 'memcached', protocol: 'tcp', port: 11211, risk: 'store' },
  { name: 'memcached', protocol: 'udp', port: 11211, risk: 'store' },
  { name: 'mongodb', protocol: 'tcp', port: 27017, risk: 'store' },
  { name: 'wireguard', protocol: 'udp', port: 51820, risk: 'none' },
];
