import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPolicies } from '../../src/apps/cli/open-policy.ts';
import type { Terminal } from '../../src/apps/cli/screen.ts';
import type { Decision } from '../../src/core/plan/decision.ts';
import { opened, PerformStage } from '../flow/perform-stage.ts';
import { authorize, portcullis, writeArchive } from './small-archive.ts';

const policy = join(import.meta.dirname, '..', '..', 'examples', 'live', 'portcullis.yaml');
const folder = mkdtempSync(join(tmpdir(), 'portcullis-controls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check = 'admin-ports';

describe('one rule of one policy file: ssh is open to the office only', () => {
  it('R97: directs: the file is checked, and says in plain words what is wanted', async () => {
    expect((await portcullis(['policy', 'validate', policy])).code).toBe(0);
    const { out } = await portcullis(['policy', 'explain', policy]);
    expect(out).toContain('Ssh and remote desktop are open to the office only');
  });

  it('R97: prevents: what is declared is judged before it is deployed, and stops the pipeline', async () => {
    const template = (cidr: string) => ({
      Resources: {
        Web: {
          Type: 'AWS::EC2::SecurityGroup',
          Properties: {
            GroupDescription: 'web',
            VpcId: 'vpc-0a1b2c3d',
            SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: cidr }],
          },
        },
      },
    });
    const judged = async (cidr: string) => {
      const path = join(folder, 'template.json');
      writeFileSync(path, JSON.stringify(template(cidr)));
      return portcullis(['judge', path, '--policy', policy]);
    };
    const bad = await judged('0.0.0.0/0');
    expect(bad.code).toBe(2);
    expect(bad.out).toContain(check);
    expect((await judged('203.0.113.0/24')).code).toBe(0);
  });

  it('R97: detects: what was done is judged from its record, by the same check', async () => {
    const archive = writeArchive([authorize('sg-0123456789abcdef0', 'sgr-01', 22, '0.0.0.0/0')]);
    const { code, out } = await portcullis(['scan', archive, '--policy', policy, '--json', '--no-cache']);
    expect(code).toBe(2);
    const [decision] = (JSON.parse(out) as { decisions: readonly Decision[] }).decisions;
    expect(decision!.verdict).toMatchObject({ ruling: 'breach', severity: 'critical' });
    expect(decision!.verdict!.checks.map(({ id }) => id)).toContain(check);
  });

  it('R97: responds: the listener takes the record in, closes just that rule, and proves it by reading again', async () => {
    const stage = new PerformStage();
    stage.judging = await readPolicies([policy], silent);
    const { group } = await opened(stage);
    const decision = (await stage.decisions()).at(-1)!;
    expect(decision.verdict!.checks.map(({ id }) => id)).toContain(check);
    await stage.run();
    expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
    expect(await stage.endings()).toEqual(['verified']);
  });
});

const silent: Terminal = {
  ...{ out: () => {}, err: () => {}, columns: 100, colour: false, watched: false, env: {}, command: 'portcullis' },
  now: () => Date.parse('2026-03-09T00:00:00Z'),
};
