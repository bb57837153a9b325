import type { Caller } from '../caller.ts';
import type { Failure } from '../record.ts';

/** What EC2 answers to a dry run that it would have allowed. */
export const dryRun: Failure = {
  code: 'Client.DryRunOperation',
  message: 'Request would have succeeded, but DryRun flag is set.',
};

/** What EC2 answers to a caller without the right. */
export function denied(by: Caller, action: string, resource: string): Failure {
  const because = `because no identity-based policy allows the ec2:${action} action`;
  const who = `User: ${by.arn} is not authorized to perform: ec2:${action} on resource: ${resource} ${because}.`;
  const encoded = 'Encoded authorization failure message: EXAMPLE-ENCODED-MESSAGE';
  const message = `You are not authorized to perform this operation. ${who} ${encoded}`;
  return { code: 'Client.UnauthorizedOperation', message };
}

export const failures = {
  ruleMissing: {
    code: 'Client.InvalidPermission.NotFound',
    message: 'The specified rule does not exist in this security group.',
  },
  groupHeld: { code: 'Client.DependencyViolation', message: 'resource has a dependent object' },
} as const satisfies Record<string, Failure>;

/** What EC2 answers when a rule is there already. */
export function duplicate(peer: string, protocol: string, from: number, to: number): Failure {
  const rule = `peer: ${peer}, ${protocol.toUpperCase()}, from port: ${from}, to port: ${to}, ALLOW`;
  return { code: 'Client.InvalidPermission.Duplicate', message: `the specified rule "${rule}" already exists` };
}
