import type { CallKind } from './call-text.ts';

/**
 * Calls that name wanted calls without being one: in strings that hold JSON, in policies and queries, in nested members, as the
 * beginning of another name. A reader that searches text takes them for hits.
 */
export const decoyKinds: readonly CallKind[] = [
  (_, chance) =>
    decoy(
      'events',
      'PutRule',
      `{"name":"watch-${chance.upTo(50)}","eventPattern":"{\\"detail\\":{\\"eventName\\":[\\"AuthorizeSecurityGroupIngress\\",\\"RevokeSecurityGroupIngress\\"]}}"}`,
    ),
  () =>
    decoy(
      'logs',
      'PutMetricFilter',
      '{"logGroupName":"trail","filterPattern":"{ ($.eventName = AuthorizeSecurityGroupIngress) || ($.eventName = CreateSecurityGroup) }"}',
    ),
  (stage, chance) =>
    decoy(
      'iam',
      'PutRolePolicy',
      `{"roleName":"${chance.pick(stage.names)}-role","policyDocument":"{\\"Statement\\":[{\\"Action\\":[\\"ec2:AuthorizeSecurityGroupIngress\\",\\"ec2:RunInstances\\"],\\"Resource\\":\\"*\\"}]}"}`,
    ),
  () =>
    decoy(
      'cloudtrail',
      'LookupEvents',
      '{"lookupAttributes":[{"attributeKey":"EventName","attributeValue":"AuthorizeSecurityGroupIngress"}],"maxResults":50}',
    ),
  () =>
    decoy(
      'logs',
      'StartQuery',
      '{"queryString":"filter eventName = \\"ModifySecurityGroupRules\\" | stats count() by userIdentity.arn"}',
    ),
  (_, chance) =>
    decoy(
      'config',
      'PutEvaluations',
      `{"evaluations":[{"complianceType":"NON_COMPLIANT","trigger":{"eventName":"AuthorizeSecurityGroupIngress","eventID":"${chance.uuid()}"}}]}`,
    ),
  (stage) =>
    decoy(
      'sqs',
      'SendMessage',
      `{"messageBody":"},{\\"eventVersion\\":\\"1.11\\",\\"eventName\\":\\"RevokeSecurityGroupEgress\\",\\"awsRegion\\":\\"${stage.region}\\"}]}"}`,
    ),
  (stage, chance) =>
    decoy(
      'ec2',
      'DescribeSecurityGroupRules',
      `{"filterSet":{"items":[{"name":"group-id","valueSet":{"items":[{"value":"${chance.pick(stage.groups)}"}]}}]}}`,
    ),
];

function decoy(service: string, call: string, request: string): ReturnType<CallKind> {
  return { service, call, readOnly: call === 'LookupEvents' || call.startsWith('Describe'), request };
}
