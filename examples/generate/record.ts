import type { Caller, Fields } from './caller.ts';
import type { Site } from './organisation.ts';
import { type Moment, stamp } from './week.ts';

/** A call to AWS, before it is written as a CloudTrail record. */
export interface Call {
  readonly at: Moment;
  readonly site: Site;
  readonly by: Caller;
  /** `ec2`, `rds`, …: the first part of the event source. */
  readonly service: string;
  readonly name: string;
  readonly request: unknown;
  readonly response?: unknown;
  readonly error?: Failure | undefined;
  readonly readOnly?: boolean;
  /** Members that only some services write. */
  readonly additional?: Fields;
  readonly resources?: readonly Fields[];
  readonly apiVersion?: string;
  readonly eventType?: string;
  readonly sharedEventId?: string;
  readonly addendum?: Fields;
  readonly requestId: string;
  readonly eventId: string;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** Writes a call as CloudTrail does, member by member in its order (event version 1.11). */
export function writeRecord(call: Call): Fields {
  const { by, site } = call;
  return {
    eventVersion: '1.11',
    userIdentity: by.identity(call.at),
    eventTime: stamp(call.at),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.name,
    awsRegion: site.region,
    sourceIPAddress: by.sourceIp,
    userAgent: by.userAgent,
    ...(call.error === undefined ? {} : { errorCode: call.error.code, errorMessage: call.error.message }),
    requestParameters: call.request ?? null,
    responseElements: call.error === undefined ? (call.response ?? null) : null,
    ...optional('additionalEventData', call.additional),
    requestID: call.requestId,
    eventID: call.eventId,
    readOnly: call.readOnly ?? false,
    ...optional('resources', call.resources),
    eventType: call.eventType ?? 'AwsApiCall',
    ...optional('apiVersion', call.apiVersion),
    managementEvent: true,
    recipientAccountId: site.account.id,
    ...optional('sharedEventID', call.sharedEventId),
    ...optional('addendum', call.addendum),
    eventCategory: 'Management',
    ...(by.direct ? { tlsDetails: tls(hostOf(call)) } : {}),
    ...(by.console ? { sessionCredentialFromConsole: 'true' } : {}),
  };
}

function optional(name: string, value: unknown): Fields {
  return value === undefined ? {} : { [name]: value };
}

function tls(host: string): Fields {
  return { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: host };
}

function hostOf({ service, site }: Call): string {
  if (service === 'iam') return 'iam.amazonaws.com';
  if (service === 'signin') return `${site.region}.signin.aws.amazon.com`;
  return `${service}.${site.region}.amazonaws.com`;
}
