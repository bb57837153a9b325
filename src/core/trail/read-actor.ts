import { accountId, object, text } from '../group/read/field.ts';
import { isObject, type JsonObject } from '../leaf/canonical.ts';
import type { Actor } from './actor.ts';
import { readVia } from './read-via.ts';

/**
 * Reads who made a call from `userIdentity` (AWS CloudTrail user guide, "userIdentity element") and the fields around it.
 * Names are taken in the order of what can be trusted: SourceIdentity, Identity Center, the IAM user's name, then the
 * role session name, which its caller chose.
 */
export function readActor(record: JsonObject): Actor {
  const raw = object(record, 'userIdentity') ?? {};
  const identity = isLowerCased(raw) ? restoreCase(raw) : raw;
  const session = object(identity, 'sessionContext') ?? {};
  const issuer = object(session, 'sessionIssuer') ?? {};
  const arn = text(identity, 'arn');
  const type = text(identity, 'type') ?? 'Unknown';
  const principalId = text(identity, 'principalId');
  const invokedBy = text(identity, 'invokedBy');
  const address = text(record, 'sourceIPAddress');
  const name = nameOf({ identity, session, issuer, type, arn, principalId, invokedBy });
  const mfa = text(object(session, 'attributes') ?? {}, 'mfaAuthenticated');
  return {
    type,
    principal: text(issuer, 'arn') ?? arn ?? invokedBy ?? accountId(text(identity, 'accountId')),
    principalId: principalId?.split(':')[0] ?? null,
    session: sessionOf(type, arn, principalId),
    person: name.person,
    identity: name.person === null ? 'none' : name.identity,
    sourceIdentity: text(session, 'sourceIdentity'),
    via: readVia(record, identity),
    sourceIp: address === null || /^aws[ .]internal/i.test(address) ? null : address,
    mfa: mfa === null ? null : mfa === 'true',
    accessKey: text(identity, 'accessKeyId'),
    invokedBy,
    userAgent: text(record, 'userAgent'),
    account: accountId(text(identity, 'accountId')) ?? accountOf(arn),
  };
}

interface Evidence {
  readonly identity: JsonObject;
  readonly session: JsonObject;
  readonly issuer: JsonObject;
  readonly type: string;
  readonly arn: string | null;
  readonly principalId: string | null;
  readonly invokedBy: string | null;
}

function nameOf(seen: Evidence): Pick<Actor, 'person' | 'identity'> {
  const source = text(seen.session, 'sourceIdentity');
  if (source !== null) return { person: source, identity: 'asserted' };
  const session = sessionOf(seen.type, seen.arn, seen.principalId);
  if (isIdentityCenter(text(seen.issuer, 'arn'))) {
    return { person: session ?? text(object(seen.identity, 'onBehalfOf') ?? {}, 'userId'), identity: 'asserted' };
  }
  const onBehalf = text(object(seen.identity, 'onBehalfOf') ?? {}, 'userId');
  if (onBehalf !== null) return { person: onBehalf, identity: 'asserted' };
  const issuerName = text(seen.issuer, 'userName');
  switch (seen.type) {
    case 'IAMUser':
      return { person: text(seen.identity, 'userName') ?? lastSegment(seen.arn), identity: 'asserted' };
    case 'Root':
      return { person: 'root', identity: 'asserted' };
    case 'AWSService':
      return { person: seen.invokedBy, identity: 'asserted' };
    case 'AssumedRole':
      if (text(seen.issuer, 'arn')?.includes(':role/aws-service-role/'))
        return { person: issuerName, identity: 'asserted' };
      return session === null ? { person: issuerName, identity: 'none' } : { person: session, identity: 'claimed' };
    default: {
      const claimed = text(seen.identity, 'userName') ?? session ?? issuerName;
      return { person: claimed, identity: claimed === null ? 'none' : 'claimed' };
    }
  }
}

/** Roles that IAM Identity Center makes live under a path that nobody else can write to (IAM user guide, reserved paths). */
function isIdentityCenter(issuer: string | null): boolean {
  return issuer?.includes(':role/aws-reserved/sso.amazonaws.com/') ?? false;
}

function sessionOf(type: string, arn: string | null, principalId: string | null): string | null {
  if (type !== 'AssumedRole' && type !== 'FederatedUser') return null;
  return lastSegment(arn) ?? (principalId?.split(':').slice(1).join(':') || null);
}

function lastSegment(arn: string | null): string | null {
  if (arn === null || !arn.includes('/')) return null;
  return arn.slice(arn.lastIndexOf('/') + 1) || null;
}

function accountOf(arn: string | null): string | null {
  return arn === null ? null : (/^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? null);
}

/** Athena and Glue lower-case the keys of structures. */
function isLowerCased(identity: JsonObject): boolean {
  return Object.keys(identity).some((key) => key !== (spelled.get(key) ?? key)) && identity.principalId === undefined;
}

function restoreCase(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [spelled.get(key) ?? key, isObject(held) ? restoreCase(held) : held]),
  );
}

const spelled: ReadonlyMap<string, string> = new Map(
  'principalId accountId accessKeyId userName sessionContext sessionIssuer invokedBy mfaAuthenticated creationDate sourceIdentity onBehalfOf userId identityStoreArn identityProvider webIdFederationData federatedProvider'
    .split(' ')
    .map((name) => [name.toLowerCase(), name]),
);
