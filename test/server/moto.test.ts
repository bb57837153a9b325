import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, anywhere, openStage, region, type Stage, tcp } from '../moto/end-to-end/stage.ts';
import { withMoto } from '../moto/with-moto.ts';
import { type Spawned, spawnPortcullis, whereItAnswers } from './spawned-server.ts';
import { until } from './stage.ts';

const names = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_ENDPOINT_URL',
  'AWS_REGION',
] as const;

await withMoto((moto) => {
  let stage: Stage;
  let server: Spawned;
  let home = '';

  beforeAll(async () => {
    stage = await openStage(moto());
    home = mkdtempSync(join(tmpdir(), 'portcullis-serve-moto-'));
    writeFileSync(
      join(home, 'server.yaml'),
      `store: portcullis.db
policy: ${join(import.meta.dirname, '../moto/end-to-end/policy.yaml')}
acting: true
accounts:
  "${account}":
    { regions: [${region}], read_role: PortcullisRead, revoke_role: PortcullisRevoke, restore_role: PortcullisRestore }
sources:
  - sqs: ${stage.queue}
listen: 127.0.0.1:0
log: { level: debug }
`,
    );
  }, 60_000);
  afterAll(async () => {
    server?.child.kill('SIGKILL');
    await server?.ended;
    await stage?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  test('`serve` on the wires of AWS: SQS in, STS and EC2 out, as a process that holds its secrets', async () => {
    const web = await stage.group('web');
    const env = Object.fromEntries(
      names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]!]])),
    );
    server = spawnPortcullis(home, ['serve', '--settings', 'server.yaml'], { env });
    const url = await whereItAnswers(server);
    await until('everything was read once', () => server.logged('sweep').length > 0);
    await stage.alice.does('AuthorizeSecurityGroupIngress', {
      GroupId: web,
      IpPermissions: [tcp(22, anywhere), tcp(443, anywhere)],
    });
    await until('it is verified', () => server.logged('action').some(({ state }) => state === 'verified'));
    await until('our own record came back', () => server.logged('decision').some(({ action }) => action !== undefined));
    expect(await stage.standing(web)).toEqual([`tcp/443 ${anywhere}`]);
    const text = await (await fetch(`${url}/metrics`)).text();
    for (const line of [
      /^portcullis_actions_total\{outcome="verified"\} 1$/m,
      /^portcullis_api_calls_total\{action="RevokeSecurityGroupIngress",result="answered"\} \d+$/m,
      /^portcullis_clock_ahead_seconds -?\d/m,
      new RegExp(`^portcullis_sweep_age_seconds\\{account="${account}",region="${region}"\\} \\d`, 'm'),
      /^portcullis_source_up\{source="sqs:records[^"]*"\} 1$/m,
    ])
      expect(text).toMatch(line);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(await stage.waiting()).toBe(0);
    const ledger = readFileSync(join(home, 'portcullis.db'), 'latin1');
    for (const secret of [env.AWS_SECRET_ACCESS_KEY!, stage.alice.secret])
      expect([server.err(), server.out(), text, ledger].map((each) => each.includes(secret))).toEqual([
        false,
        false,
        false,
        false,
      ]);
  });
});
