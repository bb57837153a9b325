import type { Decision } from '../plan/decision.ts';

/**
 * The ARN of what a change happened to; `null` where its id does not tell one.
 * Source: AWS service authorization reference, "Actions, resources, and condition keys for Amazon EC2", resource types
 * `security-group`, `prefix-list`, `vpc`, `network-interface`.
 */
export function subjectArn({ on, partition, region, account }: Decision): string | null {
  const type = types.find(([prefix]) => on.id?.startsWith(prefix))?.[1];
  if (type === undefined || !isPlainId(on.id!)) return null;
  return `arn:${partition}:ec2:${region}:${account.id}:${type}/${on.id}`;
}

/** The ARNs of the rules of a change, each once. Source: the same page, resource type `security-group-rule`. */
export function ruleArns({ rules, partition, region, account }: Decision): readonly string[] {
  const ids = rules.flatMap(({ id }) => (id?.startsWith('sgr-') && isPlainId(id) ? [id] : []));
  return [...new Set(ids)].map((id) => `arn:${partition}:ec2:${region}:${account.id}:security-group-rule/${id}`);
}

/** Whether an id is one of AWS, and nothing that somebody chose: such may stand in a command. */
export function isPlainId(id: string): boolean {
  return /^[a-z]{1,10}[-_][0-9a-z-]{1,64}$/.test(id);
}

const types = [
  ['sg-', 'security-group'],
  ['pl-', 'prefix-list'],
  ['vpc-', 'vpc'],
  ['eni-', 'network-interface'],
] as const;
