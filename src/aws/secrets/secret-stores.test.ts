import { afterEach, describe, expect, test } from 'vitest';
import { type AwsStandIn, jsonRefusal, plantedKey, startAws, useAws } from '../../../test/channels/aws/aws-stand-in.ts';
import { type AwsSecretStores, awsSecretStores } from './secret-stores.ts';

const open: { aws: AwsStandIn; stores: AwsSecretStores }[] = [];
afterEach(async () => {
  for (const { aws, stores } of open.splice(0)) {
    stores.close();
    await aws.close();
  }
});

async function against(answer: Parameters<typeof startAws>[0]) {
  const aws = await startAws(answer, {});
  useAws(aws.endpoint);
  const stores = awsSecretStores({ now: () => Date.now() });
  open.push({ aws, stores });
  return { aws, ...stores.stores };
}

describe('secrets that AWS keeps', () => {
  test('are read decrypted, with the name that the reference gives', async () => {
    const { aws, ssm, secretsmanager } = await against(({ action }) => ({
      body: JSON.stringify(
        action === 'GetParameter' ? { Parameter: { Value: 'planted-a' } } : { SecretString: 'planted-b' },
      ),
    }));
    expect(await ssm('/portcullis/slack')).toEqual({ kind: 'read', text: 'planted-a' });
    expect(await secretsmanager('portcullis/pd')).toEqual({ kind: 'read', text: 'planted-b' });
    const arn = 'arn:aws:secretsmanager:us-east-2:111122223333:secret:portcullis-AbCdEf';
    expect((await secretsmanager(arn)).kind).toBe('read');
    expect(aws.calls.map(({ action, input, region }) => [action, input, region])).toEqual([
      ['GetParameter', { Name: '/portcullis/slack', WithDecryption: true }, 'eu-west-1'],
      ['GetSecretValue', { SecretId: 'portcullis/pd' }, 'eu-west-1'],
      ['GetSecretValue', { SecretId: arn }, 'us-east-2'],
    ]);
  });

  test.each([
    ['ParameterNotFound', 'refused', 'keep the secret there'],
    ['ResourceNotFoundException', 'refused', 'keep the secret there'],
    ['AccessDeniedException', 'refused', 'doctor --iam'],
    ['DecryptionFailure', 'refused', 'the use of its key'],
    ['ThrottlingException', 'later', 'not answered now'],
    ['InternalServiceError', 'later', 'not answered now'],
    ['ExpiredTokenException', 'later', 'not answered now'],
  ])('that answer %s are %s', async (code, kind, says) => {
    const { ssm, secretsmanager } = await against(() => jsonRefusal(code, code === 'InternalServiceError' ? 500 : 400));
    for (const read of [ssm, secretsmanager]) {
      const came = await read('/portcullis/slack');
      expect(came).toMatchObject({ kind, why: expect.stringContaining(says) });
      expect(JSON.stringify(came)).not.toContain(plantedKey);
      expect(JSON.stringify(came)).not.toContain('said of');
    }
  });

  test('that are no text are refused; without an answer, or time, they are later', async () => {
    const { aws, ssm, secretsmanager } = await against(() => ({ body: '{}' }));
    expect(await secretsmanager('binary')).toMatchObject({ kind: 'refused', why: expect.stringContaining('as text') });
    expect(await ssm('/x', AbortSignal.abort())).toMatchObject({ kind: 'later' });
    aws.fail('reset');
    expect(await ssm('/x')).toMatchObject({ kind: 'later' });
  });
});
