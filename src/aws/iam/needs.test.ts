import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { needs } from './needs.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** Commands whose permission has another name; `null`: none is needed (STS API reference, GetCallerIdentity). */
const otherwise: Readonly<Record<string, string | readonly string[] | null>> = {
  'eventbridge:DescribeRule': 'events:DescribeRule',
  'eventbridge:ListRuleNamesByTarget': 'events:ListRuleNamesByTarget',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:HeadObject': 's3:GetObject',
  'sqs:DeleteMessageBatch': 'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibilityBatch': 'sqs:ChangeMessageVisibility',
  'sts:GetCallerIdentity': null,
  'sesv2:SendEmail': ['ses:SendEmail', 'ses:SendRawEmail'],
  'secrets-manager:GetSecretValue': 'secretsmanager:GetSecretValue',
};

/** Permissions for every command of the SDK that a file of the product names beside the client that it is of. */
function called(): ReadonlyMap<string, string> {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  const found = new Map<string, string>();
  for (const file of files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))) {
    const text = readFileSync(join(root, 'src', file), 'utf8');
    const [service, ...more] = new Set([...text.matchAll(/@aws-sdk\/client-([a-z0-9-]+)/g)].map(([, name]) => name!));
    if (service === undefined) continue;
    if (more.length > 0)
      throw new Error(`expected one client in \`${file}\`, found several: a command of it could be of any`);
    for (const [, name] of text.matchAll(/\b([A-Z][A-Za-z0-9]+)Command\b/g)) {
      const command = `${service}:${name}`;
      const permission = Object.hasOwn(otherwise, command) ? otherwise[command]! : command;
      for (const each of permission === null ? [] : [permission].flat()) found.set(each, file);
    }
  }
  return found;
}

/** What a service asks for on our behalf, and what stands outside of `src/aws` and `src/sources`. */
const askedElsewhere: ReadonlySet<string> = new Set(['kms', 'doctor', 'heartbeat']);

const declared = new Set(needs.flatMap(({ actions }) => actions));

describe('what the product asks of IAM', () => {
  test('R149: every call that the source can make is declared', () => {
    const missing = [...called()].filter(([permission]) => !declared.has(permission));
    expect(missing.map(([permission, file]) => `${permission}, called in src/${file}`)).toEqual([]);
    expect(called().size).toBeGreaterThan(20);
  });

  test('R149: nothing is asked for that no call needs', () => {
    const own = new Set(called().keys());
    const idle = needs
      .filter(({ feature }) => !askedElsewhere.has(feature))
      .flatMap(({ actions }) => actions)
      .filter((action) => !own.has(action));
    expect(idle).toEqual([]);
  });

  test('nobody asks for a wildcard, and each need says where AWS says what it is allowed on', () => {
    for (const { actions, source } of needs) {
      expect(actions.join()).not.toContain('*');
      expect(source.length).toBeGreaterThan(10);
    }
  });

  test('R83: who takes away can put nothing back, and who puts back can take nothing away', () => {
    const of = (holder: string) => needs.filter((need) => need.holder === holder).flatMap(({ actions }) => actions);
    expect(of('revoke').every((action) => action.startsWith('ec2:Revoke'))).toBe(true);
    expect(of('restore').some((action) => action.startsWith('ec2:Revoke'))).toBe(false);
    for (const holder of ['runner', 'reader'])
      expect(of(holder).filter((action) => /^ec2:(?!Describe|Get)/.test(action))).toEqual([]);
  });
});
