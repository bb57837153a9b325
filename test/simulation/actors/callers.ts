import type { Caller } from '../../../src/aws/model/caller.ts';
import { assumedRole, iamUser } from '../../../src/aws/model/record/identity.ts';
import { userAgents } from '../../../src/aws/model/record/user-agents.ts';
import { account } from '../world/estate.ts';

const since = Date.UTC(2026, 9, 1);

function roleCaller(role: string, session: string, userAgent: string): Caller {
  return { identity: assumedRole(account, { role, session, at: since }), userAgent, from: '198.51.100.77' };
}

/** Our own two roles. */
export const ownRoles = {
  revoke: `arn:aws:iam::${account}:role/portcullis-revoke`,
  restore: `arn:aws:iam::${account}:role/portcullis-restore`,
};

/** Who makes calls. `impostor`: somebody with our role, under a session of his own making. */
export const callers = {
  operator: { identity: iamUser(account, 'alice'), userAgent: userAgents.console, from: '198.51.100.7' },
  attacker: { identity: iamUser(account, 'intruder'), userAgent: userAgents.sdk, from: '198.51.100.66' },
  rival: { identity: iamUser(account, 'rival'), userAgent: userAgents.sdk, from: '198.51.100.67' },
  pipeline: roleCaller('pipeline', 'deploy', userAgents.terraform),
  controller: roleCaller('controller', 'reconcile', userAgents.loadBalancerController),
  admin: roleCaller('admin', 'root-of-all', userAgents.console),
  impostor: roleCaller('portcullis-revoke', 'portcullis-act_stolen', userAgents.sdk),
  us: roleCaller('portcullis-read', 'portcullis', userAgents.sdk),
} as const satisfies Readonly<Record<string, Caller>>;
