import type { Account } from './organisation.ts';
import { Random } from './seeded.ts';
import { hour, type Moment, stamp } from './week.ts';

/** JSON members in the order in which they are written. */
export type Fields = Record<string, unknown>;

/** Who calls, and what CloudTrail writes about it. */
export interface Caller {
  /** Account of the caller; `null` for an AWS service that acts for itself. */
  readonly account: Account | null;
  readonly arn: string | null;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** Signed in with console credentials. */
  readonly console: boolean;
  /** The call came over the public endpoint, so TLS details are known. */
  readonly direct: boolean;
  /** `userIdentity` of a call at a moment. */
  readonly identity: (at: Moment) => Fields;
}

/** What a caller may choose of itself. */
export interface Client {
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly console?: boolean;
  readonly mfa?: boolean;
}

/** An IAM user: with a long-lived key, or signed in to the console. */
export function iamUser(account: Account, name: string, client: Client & { readonly accessKey?: string }): Caller {
  const arn = `arn:aws:iam::${account.id}:user/${name}`;
  return direct(account, arn, client, (at) => ({
    type: 'IAMUser',
    principalId: principal('AIDA', arn),
    arn,
    accountId: account.id,
    accessKeyId: client.console ? sessionKey(arn, at) : (client.accessKey ?? `AKIA${new Random(arn).upper(9)}EXAMPLE`),
    userName: name,
    ...(client.console ? { sessionContext: { attributes: session(arn, at, client.mfa ?? true) } } : {}),
  }));
}

/** The root user of an account, in the console. */
export function rootUser(account: Account, client: Client): Caller {
  const arn = `arn:aws:iam::${account.id}:root`;
  return direct(account, arn, { ...client, console: true }, (at) => ({
    type: 'Root',
    principalId: account.id,
    arn,
    accountId: account.id,
    accessKeyId: sessionKey(arn, at),
    sessionContext: { attributes: session(arn, at, client.mfa ?? true) },
  }));
}

/** A role that somebody or something assumed. */
export interface RoleChoice extends Client {
  readonly role: string;
  readonly session: string;
  /** Path of the role, `/` by default. */
  readonly path?: string;
  /** OIDC provider of the session, e.g. `token.actions.githubusercontent.com`. */
  readonly federation?: string;
  /** Identity Center user id, for its reserved roles. */
  readonly onBehalfOf?: string;
  /** Set for roles of EC2 instances. */
  readonly instance?: boolean;
  /** Service that calls in the name of this session. */
  readonly invokedBy?: string;
}

/** An assumed role, with the session issuer that CloudTrail adds. */
export function assumedRole(account: Account, choice: RoleChoice): Caller {
  const { role, session: name, path = '/' } = choice;
  const issuer = `arn:aws:iam::${account.id}:role${path}${role}`;
  const arn = `arn:aws:sts::${account.id}:assumed-role/${role}/${name}`;
  const caller = direct(account, arn, choice, (at) => ({
    type: 'AssumedRole',
    principalId: `${principal('AROA', issuer)}:${name}`,
    arn,
    accountId: account.id,
    accessKeyId: sessionKey(arn, at),
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: principal('AROA', issuer),
        arn: issuer,
        accountId: account.id,
        userName: role,
      },
      ...(choice.federation === undefined ? {} : { webIdFederationData: federation(account, choice.federation) }),
      attributes: session(arn, at, choice.mfa ?? false),
      ...(choice.instance ? { ec2RoleDelivery: '2.0' } : {}),
    },
    ...(choice.onBehalfOf === undefined ? {} : { onBehalfOf: behalf(choice.onBehalfOf) }),
    ...(choice.invokedBy === undefined ? {} : { invokedBy: choice.invokedBy }),
  }));
  return { ...caller, direct: choice.invokedBy === undefined };
}

/** The same caller, through CloudFormation. */
export function throughStack(caller: Caller): Caller {
  const service = 'cloudformation.amazonaws.com';
  const identity = (at: Moment): Fields => ({ ...caller.identity(at), invokedBy: service });
  return { ...caller, sourceIp: service, userAgent: service, console: false, direct: false, identity };
}

/** An AWS service with its service-linked role. */
export function linkedService(account: Account, service: string, role: string, name: string): Caller {
  const host = `${service}.amazonaws.com`;
  const client = { sourceIp: host, userAgent: host, invokedBy: host };
  return assumedRole(account, { ...client, role, session: name, path: `/aws-service-role/${host}/` });
}

/** An AWS service that acts for itself. */
export function awsService(service: string): Caller {
  const host = `${service}.amazonaws.com`;
  const identity = (): Fields => ({ type: 'AWSService', invokedBy: host });
  return { account: null, arn: null, sourceIp: host, userAgent: host, console: false, direct: false, identity };
}

/** `AROA…EXAMPLE`: stable for what it names, and recognisable as made up. */
function principal(prefix: 'AIDA' | 'AROA', of: string): string {
  return `${prefix}${new Random(`principal ${of}`).upper(10)}EXAMPLE`;
}

function direct(account: Account, arn: string, client: Client, identity: Caller['identity']): Caller {
  const { sourceIp, userAgent } = client;
  return { account, arn, sourceIp, userAgent, console: client.console ?? false, direct: true, identity };
}

function sessionStart(of: string, at: Moment): Moment {
  const offset = new Random(`session ${of}`).below(3600) * 1000;
  return Math.floor((at - offset) / (8 * hour)) * 8 * hour + offset;
}

function sessionKey(of: string, at: Moment): string {
  return `ASIA${new Random(`${of} ${sessionStart(of, at)}`).upper(9)}EXAMPLE`;
}

function session(of: string, at: Moment, mfa: boolean): Fields {
  return { creationDate: stamp(sessionStart(of, at)), mfaAuthenticated: String(mfa) };
}

function federation(account: Account, provider: string): Fields {
  return { federatedProvider: `arn:aws:iam::${account.id}:oidc-provider/${provider}`, attributes: {} };
}

function behalf(userId: string): Fields {
  return { userId, identityStoreArn: 'arn:aws:identitystore::333344445555:identitystore/d-9067000000' };
}
