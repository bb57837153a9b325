import type { Caller } from './caller.ts';
import type { Seeded } from './seeded.ts';
import type { Stage } from './stage.ts';

/** What one call says beside who made it. `request`, `response` and `extra` are JSON text. */
export interface CallText {
  /** Name of the service without `.amazonaws.com`. */
  readonly service: string;
  readonly call: string;
  readonly readOnly: boolean;
  readonly request: string;
  readonly response?: string;
  /** Members that only some services write, with a comma behind: `"resources":[…],`. */
  readonly extra?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

/** One kind of call: how it looks for a stage and a draw of chance. */
export type CallKind = (stage: Stage, chance: Seeded) => CallText;

/**
 * Writes a record as CloudTrail delivers it, members in its order (user guide, "CloudTrail record contents", version 1.11).
 * `at` is ISO text.
 */
export function writeRecord(
  stage: Stage,
  caller: Caller,
  call: CallText,
  at: string,
  eventId: string,
  chance: Seeded,
): string {
  const error =
    call.error === undefined ? '' : `"errorCode":"${call.error.code}","errorMessage":"${call.error.message}",`;
  const tls = caller.tls
    ? `,"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"${call.service}.${stage.region}.amazonaws.com"}`
    : '';
  return `{"eventVersion":"1.11","userIdentity":${caller.identity},"eventTime":"${at}","eventSource":"${call.service}.amazonaws.com","eventName":"${call.call}","awsRegion":"${stage.region}","sourceIPAddress":"${caller.address}","userAgent":"${caller.agent}",${error}"requestParameters":${call.request},"responseElements":${call.error === undefined ? (call.response ?? 'null') : 'null'},"requestID":"${chance.uuid()}","eventID":"${eventId}","readOnly":${call.readOnly},${call.extra ?? ''}"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"${stage.account}","eventCategory":"Management"${tls}}`;
}
