import type { Caller } from '../../../aws/model/caller.ts';
import { assumedRole, iamUser, identityCenterUser } from '../../../aws/model/record/identity.ts';
import { userAgents } from '../../../aws/model/record/user-agents.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import { places } from './founding.ts';

/** Who acts in the story: as AWS tells it of every call. */
export type Cast = Readonly<
  Record<'alice' | 'bob' | 'dave' | 'erin' | 'mallory' | 'impostor' | 'pipeline' | 'controller', Caller>
>;

/** The cast, signed in when the story begins. */
export function castAt(start: Instant): Cast {
  const { prod, dev } = places;
  const person = (account: string, name: string, from: string): Caller => ({
    identity: identityCenterUser(account, 'Developer', `${name}@example.com`, start),
    ...{ userAgent: userAgents.console, from, console: true },
  });
  const role = (name: string, session: string, userAgent: string, from: string): Caller => ({
    identity: assumedRole(prod.account, { role: name, session, at: start }),
    ...{ userAgent, from },
  });
  return {
    alice: person(prod.account, 'alice', '203.0.113.17'),
    bob: person(prod.account, 'bob', '203.0.113.23'),
    dave: person(dev.account, 'dave', '203.0.113.31'),
    erin: person(dev.account, 'erin', '203.0.113.44'),
    mallory: {
      identity: iamUser(prod.account, 'build-bot'),
      ...{ userAgent: userAgents.cli('authorize-security-group-ingress'), from: '198.51.100.66' },
    },
    impostor: role('PortcullisRestore', 'portcullis-act_aaaaaaaaaaaaaaaaaaaaaaaaaa', userAgents.sdk, '198.51.100.66'),
    pipeline: role('tf-deploy', 'deploy-1841', userAgents.terraform, '203.0.113.90'),
    controller: role('eks-lb-controller', '1772441000', userAgents.loadBalancerController, '203.0.113.91'),
  };
}
