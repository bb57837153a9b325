import { afterEach, describe, expect, test } from 'vitest';
import { openSecurityHub } from '../../../src/channels/security-hub/open-security-hub.ts';
import { deliveryOf } from '../../contracts/channel/channel-contract.ts';
import { type AwsStandIn, jsonRefusal, startAws, stsAnswer, useAws, xmlRefusal } from '../aws/aws-stand-in.ts';
import { acknowledgedAlert, digestAlert, openAlert, revertedAlert, sampleAlerts } from '../sample-alerts.ts';
import { type ImportedFinding, securityHubSettings, startHub } from './security-hub-bench.ts';

const open: AwsStandIn[] = [];
afterEach(async () => {
  for (const aws of open.splice(0)) await aws.close();
});

const soon = () => AbortSignal.timeout(30_000);

async function hub(): Promise<{ aws: AwsStandIn; findings: Map<string, ImportedFinding>; complaints: string[] }> {
  const [findings, complaints] = [new Map<string, ImportedFinding>(), [] as string[]];
  const aws = await startHub(findings, complaints);
  open.push(aws);
  useAws(aws.endpoint);
  return { aws, findings, complaints };
}

/** Security Hub that answers one thing. */
async function answering(body: object | null, refusal = jsonRefusal('InvalidInputException')) {
  const aws = await startAws(
    (call) =>
      call.action === 'BatchImportFindings'
        ? body === null
          ? refusal
          : { body: JSON.stringify(body) }
        : stsAnswer(call),
    {},
  );
  open.push(aws);
  useAws(aws.endpoint);
  return openSecurityHub(securityHubSettings);
}

describe('a finding in Security Hub', () => {
  test('belongs to the account of the group, and is imported by the role there', async () => {
    const { aws, findings, complaints } = await hub();
    const channel = openSecurityHub(securityHubSettings);
    const elsewhere = {
      ...openAlert,
      place: { ...openAlert.place!, account: '123456789012' },
      key: 'portcullis:other',
    };
    for (const alert of [openAlert, elsewhere])
      expect((await channel.deliver(deliveryOf(alert), soon())).kind).toBe('done');
    expect(complaints).toEqual([]);
    expect([...findings.values()].map(({ AwsAccountId }) => AwsAccountId)).toEqual(['111122223333', '123456789012']);
    expect(aws.calls.filter(({ action }) => action === 'AssumeRole').map(({ input }) => input.RoleArn)).toEqual([
      'arn:aws:iam::111122223333:role/PortcullisFindings',
      'arn:aws:iam::123456789012:role/PortcullisFindings',
    ]);
    channel.close?.();
  });

  test('is archived once the opening is verified closed, and stays the same finding', async () => {
    const { findings, complaints } = await hub();
    const channel = openSecurityHub(securityHubSettings);
    const first = await channel.deliver(deliveryOf(openAlert), soon());
    expect([...findings.values()]).toMatchObject([{ RecordState: 'ACTIVE', Compliance: { Status: 'FAILED' } }]);
    const ref = first.kind === 'done' ? first.ref : null;
    await channel.deliver(deliveryOf(acknowledgedAlert, { what: 'update', ref }), soon());
    expect([...findings.values()]).toMatchObject([{ RecordState: 'ACTIVE' }]);
    const later = { ...revertedAlert, updatedAt: acknowledgedAlert.updatedAt + 60_000 };
    await channel.deliver(deliveryOf(later, { what: 'update', ref }), soon());
    expect([...findings.values()]).toMatchObject([
      {
        ...{ Id: openAlert.key, RecordState: 'ARCHIVED', Compliance: { Status: 'PASSED' } },
        FindingProviderFields: { Severity: { Label: 'CRITICAL' } },
        Resources: [
          { Type: 'AwsEc2SecurityGroup', Details: { AwsEc2SecurityGroup: { GroupId: 'sg-0a1b2c3d4e5f60718' } } },
        ],
      },
    ]);
    expect(complaints).toEqual([]);
    channel.close?.();
  });

  test('that is a drill or a test is marked as a sample, archived from the first, and alarms nobody', async () => {
    const { findings } = await hub();
    const channel = openSecurityHub(securityHubSettings);
    for (const name of ['drill', 'test']) await channel.deliver(deliveryOf(sampleAlerts[name]!), soon());
    for (const finding of findings.values())
      expect(finding).toMatchObject({
        ...{ RecordState: 'ARCHIVED', Sample: true },
        FindingProviderFields: { Severity: { Label: 'INFORMATIONAL' } },
      });
    expect(findings.size).toBe(2);
    channel.close?.();
  });

  test('about no account belongs to the one that we run in', async () => {
    const { findings, complaints } = await hub();
    const channel = openSecurityHub({ ...securityHubSettings, region: 'eu-central-1' });
    expect((await channel.deliver(deliveryOf(digestAlert), soon())).kind).toBe('done');
    expect(complaints).toEqual([]);
    expect([...findings.values()]).toMatchObject([
      { AwsAccountId: '111122223333', Resources: [{ Type: 'AwsAccount', Id: 'AWS::::Account:111122223333' }] },
    ]);
    channel.close?.();
  });

  test('that is refused in an answer of 200 is refused: the answer is read item by item', async () => {
    const failed = (ErrorCode: string) => ({
      ...{ FailedCount: 1, SuccessCount: 0, FailedFindings: [{ Id: 'x', ErrorCode, ErrorMessage: 'said' }] },
    });
    const wrong = await answering(failed('InvalidInput'));
    expect(await wrong.deliver(deliveryOf(openAlert), soon())).toMatchObject({ kind: 'refused', whole: false });
    const busy = await answering(failed('InternalError'));
    expect(await busy.deliver(deliveryOf(openAlert), soon())).toMatchObject({ kind: 'later' });
  });

  test('where Security Hub is off, or our role is not let in, says so of that account alone', async () => {
    const off = await answering(null, jsonRefusal('InvalidAccessException', 401));
    expect(await off.deliver(deliveryOf(openAlert), soon())).toMatchObject({
      ...{ kind: 'refused', whole: false, why: expect.stringContaining('off there') },
    });
    const aws = await startAws(() => xmlRefusal('AccessDenied', 403), {});
    open.push(aws);
    useAws(aws.endpoint);
    expect(await openSecurityHub(securityHubSettings).deliver(deliveryOf(openAlert), soon())).toMatchObject({
      ...{ kind: 'refused', whole: false, why: expect.stringContaining('`sts:AssumeRole`') },
    });
  });
});
