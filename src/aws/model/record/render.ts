import type { Json, JsonObject } from '../../../core/leaf/canonical.ts';
import { type Instant, writeInstant } from '../../../core/leaf/instant.ts';
import { type Ec2Action, type Ec2Call, isRead } from '../call.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../model.ts';
import { isServerFault, type Refused } from '../refusal.ts';
import { renderClassicAnswer } from './classic-answer.ts';
import { renderClassicRequest } from './classic-request.ts';
import { type Era, versionOf } from './era.ts';
import { renderWrappedAnswer } from './wrapped-answer.ts';
import { renderWrappedRequest } from './wrapped-request.ts';

/** What a record tells besides the call: who, when, where, under which ids. */
export interface RecordHead {
  readonly account: string;
  readonly region: string;
  readonly era: Era;
  readonly at: Instant;
  readonly caller: Caller;
  readonly eventId: string;
  readonly requestId: string;
}

/** Calls that EC2 renders in the wrapped dialect; all others in the classic one. It depends on the call alone. */
const wrapped: ReadonlySet<Ec2Action> = new Set<Ec2Action>([
  'ModifySecurityGroupRules',
  'UpdateSecurityGroupRuleDescriptionsIngress',
  'UpdateSecurityGroupRuleDescriptionsEgress',
  'CreateManagedPrefixList',
  'ModifyManagedPrefixList',
  'RestoreManagedPrefixListVersion',
  'DeleteManagedPrefixList',
  'DescribeSecurityGroupRules',
  'DescribeManagedPrefixLists',
  'GetManagedPrefixListEntries',
  'DescribeVpcBlockPublicAccessOptions',
  'DescribeVpcBlockPublicAccessExclusions',
]);

/** Bytes of request or answer that a record holds (CloudTrail user guide, "record contents"). */
const mostContent = 100 * 1024;

/** The CloudTrail record of a call: applied, refused or dry. Answers are told of successful writes alone. */
export function renderRecord(call: Ec2Call, answer: Answer<Ec2Action>, head: RecordHead): JsonObject {
  const { caller, era } = head;
  const isWrapped = wrapped.has(call.action);
  const request = isWrapped ? renderWrappedRequest(call, era) : renderClassicRequest(call, era);
  const told = answer.kind === 'answered' && !isRead(call.action);
  const response = !told
    ? null
    : isWrapped
      ? renderWrappedAnswer(call.action, answer.result, head)
      : renderClassicAnswer(call, answer.result, head);
  return {
    eventVersion: versionOf(era),
    userIdentity: caller.identity,
    eventTime: writeInstant(head.at - (((head.at % 1000) + 1000) % 1000)),
    eventSource: 'ec2.amazonaws.com',
    eventName: call.action,
    awsRegion: head.region,
    sourceIPAddress: caller.from,
    userAgent: caller.userAgent,
    ...(answer.kind === 'refused' ? errorOf(answer) : {}),
    requestParameters: cut(request),
    responseElements: cut(response),
    requestID: head.requestId,
    eventID: head.eventId,
    ...(era < 2017 ? {} : { readOnly: isRead(call.action) }),
    eventType: 'AwsApiCall',
    ...(era < 2021 ? {} : { managementEvent: true }),
    recipientAccountId: head.account,
    ...(era < 2021 ? {} : { eventCategory: 'Management', ...tlsOf(head) }),
    ...(era >= 2024 && caller.console === true ? { sessionCredentialFromConsole: 'true' } : {}),
  };
}

/** CloudTrail tells whose fault it was; throttling, the server's by the API, stands there as the client's. */
function errorOf({ code, message }: Refused): JsonObject {
  const side = isServerFault(code) && code !== 'RequestLimitExceeded' ? 'Server' : 'Client';
  return { errorCode: `${side}.${code}`, errorMessage: message };
}

/** Services reach EC2 by another way, of which nothing is told. */
function tlsOf({ caller, region }: RecordHead): JsonObject {
  if (caller.from.endsWith('.amazonaws.com')) return {};
  const host = `ec2.${region}.amazonaws.com`;
  return {
    tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: host },
  };
}

/** What is too long is cut, and is then no JSON any more. */
function cut(content: Json): Json {
  if (content === null) return null;
  const text = JSON.stringify(content);
  return text.length <= mostContent / 3 || new TextEncoder().encode(text).length <= mostContent
    ? content
    : text.slice(0, mostContent);
}
