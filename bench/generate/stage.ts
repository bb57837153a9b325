import type { Seeded } from './seeded.ts';

/** Where a log file's records happen, and what they are about: the things there are in one account and region. */
export interface Stage {
  readonly account: string;
  readonly region: string;
  readonly groups: readonly string[];
  readonly interfaces: readonly string[];
  readonly instances: readonly string[];
  readonly subnets: readonly string[];
  readonly vpcs: readonly string[];
  readonly keys: readonly string[];
  readonly names: readonly string[];
}

const words =
  'orders billing search media ledger gateway catalog payments identity reports events batch cache mail'.split(' ');

/** Furnishes an account's region. The same chance gives the same things, so all files of a place share them. */
export function furnish(account: string, region: string, chance: Seeded): Stage {
  const ids = (prefix: string, count: number): readonly string[] =>
    Array.from({ length: count }, () => `${prefix}-0${chance.hex(16)}`);
  return {
    account,
    region,
    groups: ids('sg', 80),
    interfaces: ids('eni', 120),
    instances: ids('i', 90),
    subnets: ids('subnet', 12),
    vpcs: ids('vpc', 4),
    keys: Array.from({ length: 20 }, () => chance.uuid()),
    names: words.flatMap((word) => [`${word}-api`, `${word}-worker`, `${word}-store`]),
  };
}
