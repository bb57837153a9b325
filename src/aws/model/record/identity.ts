import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { type Instant, writeInstant } from '../../../core/leaf/instant.ts';
import { digitsOf } from '../ids.ts';

/**
 * The `userIdentity` of a record for each kind of caller (CloudTrail user guide, "CloudTrail userIdentity element"; keys
 * and their order as in real records). `account` is twelve digits everywhere.
 */
export function iamUser(
  account: string,
  name: string,
  session?: { readonly at: Instant; readonly mfa: boolean },
): JsonObject {
  return {
    type: 'IAMUser',
    principalId: principalId('AIDA', name),
    arn: `arn:aws:iam::${account}:user/${name}`,
    accountId: account,
    accessKeyId: principalId(session === undefined ? 'AKIA' : 'ASIA', name),
    userName: name,
    ...(session === undefined ? {} : { sessionContext: { attributes: attributesOf(session) } }),
  };
}

/** A role's session. The ARN of a session leaves out the role's path; only its issuer tells it. */
export interface RoleSession {
  readonly role: string;
  readonly session: string;
  readonly at: Instant;
  /** With slashes at both ends; `/` when the role has none. */
  readonly path?: string;
  readonly mfa?: boolean;
  readonly sourceIdentity?: string;
  /** Set where an AWS service calls with the role. */
  readonly invokedBy?: string;
  /** Set where the role was assumed with a token of an OIDC provider, such as a pipeline's or a cluster's. */
  readonly oidc?: { readonly provider: string; readonly subject: string };
}

/** A session of a role: of people, of pipelines, of services. */
export function assumedRole(account: string, given: RoleSession): JsonObject {
  const { role, session, path = '/' } = given;
  const id = principalId('AROA', role);
  return {
    type: 'AssumedRole',
    principalId: `${id}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId: principalId('ASIA', session),
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: id,
        arn: `arn:aws:iam::${account}:role${path}${role}`,
        accountId: account,
        userName: role,
      },
      ...(given.oidc === undefined
        ? {}
        : { webIdFederationData: { federatedProvider: given.oidc.provider, attributes: { sub: given.oidc.subject } } }),
      attributes: attributesOf({ at: given.at, mfa: given.mfa ?? false }),
      ...(given.sourceIdentity === undefined ? {} : { sourceIdentity: given.sourceIdentity }),
    },
    ...(given.invokedBy === undefined ? {} : { invokedBy: given.invokedBy }),
  };
}

/** A person through IAM Identity Center: a reserved role, with the person's name as session. */
export function identityCenterUser(account: string, set: string, user: string, at: Instant): JsonObject {
  const role = `AWSReservedSSO_${set}_${digitsOf(set, 16)}`;
  return assumedRole(account, { role, session: user, at, path: '/aws-reserved/sso.amazonaws.com/', mfa: false });
}

/** An AWS service with its service-linked role, such as a load balancer's. */
export function serviceRole(account: string, service: string, name: string, at: Instant): JsonObject {
  const host = `${service}.amazonaws.com`;
  return assumedRole(account, {
    ...{ role: `AWSServiceRoleFor${name}`, session: name, at },
    ...{ path: `/aws-service-role/${host}/`, invokedBy: host },
  });
}

/** The root of an account. */
export function root(account: string, at: Instant): JsonObject {
  return {
    type: 'Root',
    principalId: account,
    arn: `arn:aws:iam::${account}:root`,
    accountId: account,
    accessKeyId: principalId('ASIA', `root${account}`),
    sessionContext: { attributes: attributesOf({ at, mfa: true }) },
  };
}

/** A user whom an IAM user gave a token of its own (GetFederationToken). */
export function federatedUser(account: string, name: string, issuer: string, at: Instant): JsonObject {
  return {
    type: 'FederatedUser',
    principalId: `${account}:${name}`,
    arn: `arn:aws:sts::${account}:federated-user/${name}`,
    accountId: account,
    accessKeyId: principalId('ASIA', name),
    sessionContext: {
      sessionIssuer: {
        type: 'IAMUser',
        principalId: principalId('AIDA', issuer),
        arn: `arn:aws:iam::${account}:user/${issuer}`,
        accountId: account,
        userName: issuer,
      },
      attributes: attributesOf({ at, mfa: false }),
    },
  };
}

/** Somebody of another account: no name, no ARN. */
export function otherAccount(account: string): JsonObject {
  return { type: 'AWSAccount', principalId: principalId('AIDA', account), accountId: account };
}

/** An AWS service that acts for itself: two keys and nothing else. */
export function awsService(service: string): JsonObject {
  return { type: 'AWSService', invokedBy: `${service}.amazonaws.com` };
}

/** The same caller, through an AWS service that acts for it (CloudFormation and its like). */
export function through(identity: JsonObject, service: string): JsonObject {
  return { ...identity, invokedBy: `${service}.amazonaws.com` };
}

function attributesOf({ at, mfa }: { readonly at: Instant; readonly mfa: boolean }): JsonObject {
  return { creationDate: writeInstant(at - (((at % 1000) + 1000) % 1000)), mfaAuthenticated: String(mfa) };
}

/** An id in AWS' form that is always the same for a name. */
function principalId(prefix: string, name: string): string {
  return `${prefix}${digitsOf(name, 16).toUpperCase()}`;
}
