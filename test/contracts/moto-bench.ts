import { systemClock } from '../../src/apps/live/system-clock.ts';
import { awsGatherer, awsReverter } from '../../src/aws/client/live-edge.ts';
import { motoRoles, openAccount } from '../moto/moto-account.ts';
import type { Moto } from '../moto/start-moto.ts';
import { type Abilities, loses, type MakeBench } from './ec2-bench.ts';

/**
 * Moto as a bench, through the real clients. It has no IAM, no replicas and no groups of accounts in which nothing was done;
 * what else it does otherwise has its sentence of AWS in `test/moto/differences.ts`.
 */
export const motoAbilities: Abilities = {
  ...{ lag: false, lose: true, roles: false, foreign: false, roomy: false },
  wrong: {
    'tells protocols without ports and ICMP types in the one form of the product': 'takes a protocol without ports',
    'tells the entries of the version that a list is at, and null for one that is not there':
      'keeps the name of a list',
    'R83, BM-3: takes just these rules, answers them as they were, and leaves all others': 'says which rules went',
    'one unknown id refuses the whole call, in a plain VPC': 'has a code of its own for ids',
    'one unknown id refuses the whole call, in a standard VPC': 'has a code of its own for ids',
    'by content, as others do it, answers in a default VPC what was unknown, and takes the rest':
      'revokes in default VPCs what it finds',
    'brings back peers of every kind, egress and protocols without ports': 'takes a protocol without ports',
    'one rule that is not there refuses the whole call, and so does a twin that stands meanwhile': 'refuses twins',
    'is refused when the list has moved on, and changes nothing': 'looks at the version of a list',
    'whose entry is not there any more, or that is gone, says so': 'looks whether an entry is there',
    'says when the interface or one of the groups is gone, or when there are too many': 'looks at the groups',
    'dry would come through and changes nothing': 'has dry runs for lists',
  },
};

/** Each bench is an account of its own. `moto` is asked for when the first is made. */
export function makeMotoBench(moto: () => Pick<Moto, 'endpoint'>): MakeBench {
  return async () => {
    const { site, operator, clients, plain, standard } = await openAccount(moto());
    let fate: 'fine' | 'unsent' | 'lost' = 'fine';
    const next = () => {
      const now = fate;
      fate = 'fine';
      return now;
    };
    const { reads, sweeps, as } = clients;
    const losing = {
      reads: loses(reads, next),
      sweeps: loses(sweeps, next),
      as: (own: Parameters<typeof as>[0]) => loses(as(own), next),
    };
    return {
      ...{ site, operator, plain, standard },
      gatherer: awsGatherer(losing, systemClock),
      reverter: awsReverter(losing, motoRoles),
      settled: async () => {},
      lag: () => {},
      lose: (how) => {
        fate = how;
      },
    };
  };
}
