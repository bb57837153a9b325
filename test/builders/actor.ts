import type { Actor } from '../../src/core/trail/actor.ts';

/** An actor by the parts that a test is about; alice, an IAM user of one's own, unless it says otherwise. */
export function actorWith(parts: Partial<Actor>): Actor {
  return {
    type: 'IAMUser',
    principal: 'arn:aws:iam::111122223333:user/alice',
    principalId: 'AIDAEXAMPLE',
    session: null,
    identity: 'asserted',
    person: 'alice',
    sourceIdentity: null,
    via: { value: 'console', basis: 'claimed' },
    sourceIp: '198.51.100.7',
    mfa: null,
    accessKey: null,
    invokedBy: null,
    userAgent: null,
    account: '111122223333',
    ...parts,
  };
}
