import type { FillingRule } from '../../core/audit/judge-rules.ts';
import type { Json } from '../../core/leaf/canonical.ts';
import type { Reply } from '../ask-ec2.ts';
import { sendOnce } from '../client/send-once.ts';
import { type InspectAccess, inspectSettings } from './inspect-access.ts';

/** Reads the rules of the default bus, where CloudTrail's records come, that have a queue as their target. */
export async function inspectRules(queueArn: string, access: InspectAccess): Promise<Reply<readonly FillingRule[]>> {
  const sdk = await import('@aws-sdk/client-eventbridge');
  const client = new sdk.EventBridgeClient(inspectSettings(access));
  const names: string[] = [];
  for (let NextToken: string | undefined; ; ) {
    const ask = new sdk.ListRuleNamesByTargetCommand({ TargetArn: queueArn, ...(NextToken && { NextToken }) });
    const by = { action: 'ListRuleNamesByTarget', who: access.who };
    const reply = await sendOnce((sending) => client.send(ask, sending), by, {}, access.clock);
    if (reply.kind !== 'answered') return reply;
    names.push(...(reply.result.RuleNames ?? []));
    NextToken = reply.result.NextToken;
    if (!NextToken) break;
  }
  const rules: FillingRule[] = [];
  for (const Name of names) {
    const ask = new sdk.DescribeRuleCommand({ Name });
    const by = { action: 'DescribeRule', who: access.who };
    const reply = await sendOnce((sending) => client.send(ask, sending), by, {}, access.clock);
    if (reply.kind !== 'answered') return reply;
    const { EventPattern, State = 'ENABLED' } = reply.result;
    rules.push({ name: Name, enabled: State !== 'DISABLED', pattern: readPattern(EventPattern) });
  }
  return { kind: 'answered', result: rules };
}

function readPattern(text: string | undefined): Json | null {
  try {
    return text === undefined ? null : (JSON.parse(text) as Json);
  } catch {
    return null;
  }
}
