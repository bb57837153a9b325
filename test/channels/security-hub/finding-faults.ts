import type { AwsCall } from '../aws/aws-stand-in.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * What Security Hub refuses in BatchImportFindings (Security Hub API reference, `AwsSecurityFinding` and its members): who may
 * import, what must be there, and how long it may be.
 */
export function findFindingFaults({ input, key, region }: AwsCall): readonly string[] {
  const findings = input.Findings as readonly Json[];
  if (!Array.isArray(findings) || findings.length < 1 || findings.length > 100) return ['1 to 100 findings'];
  return findings.flatMap((finding) => [...whole(finding, region), ...callerOf(finding, key)]);
}

function whole(finding: Json, region: string): readonly string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, what: string) => {
    if (!holds) faults.push(what);
  };
  const text = (from: Json, name: string, most: number) => {
    const value = from[name];
    expect(
      typeof value === 'string' && value.trim() !== '' && value.length <= most,
      `${name}: ${JSON.stringify(value)}`,
    );
  };
  expect(finding.SchemaVersion === '2018-10-08', 'SchemaVersion');
  for (const [name, most] of [
    ['Id', 512],
    ['ProductArn', 2048],
    ['GeneratorId', 512],
    ['Title', 256],
    ['Description', 1024],
  ] as const)
    text(finding, name, most);
  const account = String(finding.AwsAccountId);
  expect(/^\d{12}$/.test(account), 'AwsAccountId');
  const product = `arn:aws(-cn|-us-gov)?:securityhub:${region}:${account}:product/${account}/default`;
  expect(new RegExp(`^${product}$`).test(String(finding.ProductArn)), `ProductArn ${String(finding.ProductArn)}`);
  for (const name of ['CreatedAt', 'UpdatedAt', 'FirstObservedAt', 'LastObservedAt'])
    expect(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(String(finding[name])), name);
  for (const name of ['Severity', 'Types', 'Note', 'Workflow', 'UserDefinedFields', 'VerificationState'])
    expect(finding[name] === undefined, `${name} is not for providers`);
  const { Severity, Types } = (finding.FindingProviderFields ?? {}) as { Severity?: Json; Types?: readonly string[] };
  expect(/^(INFORMATIONAL|LOW|MEDIUM|HIGH|CRITICAL)$/.test(String(Severity?.Label)), 'Severity.Label');
  expect((Types ?? []).length > 0 && Types!.every((type) => spaces.test(type) && type.split('/').length <= 3), 'Types');
  expect(/^(ACTIVE|ARCHIVED)$/.test(String(finding.RecordState)), 'RecordState');
  const resources = finding.Resources as readonly Json[];
  expect(Array.isArray(resources) && resources.length >= 1 && resources.length <= 32, 'Resources');
  for (const resource of resources ?? []) {
    text(resource, 'Id', 512);
    text(resource, 'Type', 256);
    expect(/^(aws|aws-cn|aws-us-gov)$/.test(String(resource.Partition)), 'Partition');
    const group = (resource.Details as { AwsEc2SecurityGroup?: Json } | undefined)?.AwsEc2SecurityGroup;
    if (resource.Type === 'AwsEc2SecurityGroup') expect(/^sg-/.test(String(group?.GroupId)), 'GroupId');
  }
  const fields = Object.entries((finding.ProductFields ?? {}) as Record<string, string>);
  expect(fields.length <= 50, `${fields.length} ProductFields`);
  for (const [name, value] of fields)
    expect(
      name.length <= 128 && value.length <= 2048 && value !== '' && !name.startsWith('aws/'),
      `ProductFields ${name}`,
    );
  const { Text, Url } = ((finding.Remediation as Json | undefined)?.Recommendation ?? {}) as {
    Text?: string;
    Url?: string;
  };
  expect((Text ?? '').length <= 512, 'Remediation');
  expect(Url === undefined || (Url.startsWith('https://') && Url.length <= 2048), 'Remediation.Url');
  expect(Buffer.byteLength(JSON.stringify(finding)) <= 240 * 1024, 'more than 240 KB');
  return faults;
}

/** Only the account itself imports by its default product. */
function callerOf(finding: Json, key: string): readonly string[] {
  const caller = key === 'AKIAPLANTED' ? '111122223333' : key.slice(4);
  const account = String(finding.AwsAccountId);
  return caller === account ? [] : [`${caller} imports a finding of ${account}`];
}

const spaces =
  /^(Software and Configuration Checks|TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)(\/|$)/;
