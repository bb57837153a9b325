import { describe, expect, test } from 'vitest';
import { renderFinding } from '../../../src/channels/security-hub/render.ts';
import { deliveryOf } from '../../contracts/channel/channel-contract.ts';
import { openAlert } from '../sample-alerts.ts';
import { findFindingFaults } from '../security-hub/finding-faults.ts';
import { findSnsFaults } from '../sns/sns-faults.ts';

const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const finding = JSON.parse(JSON.stringify(renderFinding(deliveryOf(openAlert), place))) as Record<string, unknown>;

function hub(change: Record<string, unknown>, key = 'AKIAPLANTED'): string {
  const input = { Findings: [{ ...finding, ...change }] };
  return findFindingFaults({ action: 'BatchImportFindings', input, key, region: 'eu-west-1' }).join('\n');
}

const bodies = {
  default: 'x',
  sms: 'x',
  ...Object.fromEntries(['https', 'http', 'sqs', 'lambda'].map((key) => [key, '{"version":"1.0"}'])),
};
const published = {
  TopicArn: 'arn:aws:sns:eu-west-1:111122223333:t',
  Subject: 'x',
  MessageStructure: 'json',
  Message: JSON.stringify(bodies),
};

function sns(change: Record<string, unknown>, told: Record<string, unknown> = {}): string {
  const Message = JSON.stringify({ ...bodies, ...told });
  return findSnsFaults({ input: { ...published, Message, ...change } }).join('\n');
}

describe('who stands in for Security Hub and SNS', () => {
  test('takes what is right', () => {
    expect([hub({}), sns({})]).toEqual(['', '']);
  });

  test.each([
    [{ Title: 'x'.repeat(257) }, 'Title'],
    [{ Description: '' }, 'Description'],
    [{ Id: undefined }, 'Id'],
    [{ UpdatedAt: '2026-01-31' }, 'UpdatedAt'],
    [{ AwsAccountId: '123456789012' }, 'ProductArn'],
    [{ ProductArn: 'arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default' }, 'ProductArn'],
    [{ Workflow: { Status: 'RESOLVED' } }, 'Workflow is not for providers'],
    [{ FindingProviderFields: { Severity: { Label: 'BAD' }, Types: [] } }, 'Severity.Label'],
    [{ Resources: [] }, 'Resources'],
    [{ ProductFields: { a: 'x'.repeat(2049) } }, 'ProductFields'],
  ])('finds what Security Hub refuses: %o', (change, says) => {
    expect(hub(change)).toContain(says);
  });

  test('finds who imports for another account', () => {
    expect(hub({}, 'ASIA123456789012')).toBe('123456789012 imports a finding of 111122223333');
  });

  test.each([
    [{ Subject: 'x'.repeat(100) }, {}, 'a subject of 100'],
    [{ Subject: 'é' }, {}, 'subject'],
    [{}, { sms: 'x'.repeat(161) }, '161 characters'],
    [{}, { sms: 'Internet→ssh' }, 'beyond the GSM alphabet'],
    [{}, { default: undefined }, 'no default'],
    [{}, { https: 'text' }, 'https gets no JSON'],
    [{ TopicArn: 'arn:aws:sns:eu-west-1:111122223333:t.fifo' }, {}, 'FIFO'],
    [{ 'MessageAttributes.entry.1.Name': 'a b', 'MessageAttributes.entry.1.Value.StringValue': '' }, {}, 'attribute'],
  ])('finds what SNS refuses: %o %o', (change, told, says) => {
    expect(sns(change, told)).toContain(says);
  });
});
