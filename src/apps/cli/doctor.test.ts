import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { portcullis } from '../../../test/end-to-end/small-archive.ts';
import { needs } from '../../aws/iam/needs.ts';
import { examineNode, examineServer } from '../doctor/examine-machine.ts';
import { examinePolicy } from '../doctor/examine-policy.ts';
import { examineStore } from '../doctor/examine-store.ts';
import { features } from '../doctor/iam-documents.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'portcullis-doctor-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const settings = write(
  'server.yaml',
  `store: portcullis.db
policy: ${join(root, 'examples', 'portcullis.yaml')}
accounts:
  "111122223333":
    regions: [eu-west-1, us-east-1]
    read_role: PortcullisRead
    revoke_role: PortcullisRevoke
    restore_role: PortcullisRestore
    external_id: shared-secret
sources:
  - sqs: https://sqs.eu-west-1.amazonaws.com/111122223333/portcullis
acting: true
`,
);

describe('doctor --iam', () => {
  it('R149: without settings prints what a first run needs: reads alone', async () => {
    const { code, out } = await portcullis(['doctor', '--iam', '--json', '--regions', 'eu-west-1']);
    const { features: wanted, holders } = JSON.parse(out);
    expect([code, wanted]).toEqual([0, ['read', 'lookup-events', 'doctor']]);
    const actions = Object.values(holders as Record<string, { policy: { Statement: { Action: string[] }[] } }>)
      .flatMap(({ policy }) => policy.Statement)
      .flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/:(Describe|Get|List|Lookup)/.test(action))).toEqual([]);
    expect(out).toContain('"aws:RequestedRegion":["eu-west-1"]');
  });

  it('with settings prints a policy for each role, and who may assume it', async () => {
    const { out } = await portcullis(['doctor', '--iam', '--json', '--settings', settings]);
    const { holders } = JSON.parse(out);
    expect(Object.keys(holders)).toEqual(['runner', 'reader', 'revoke', 'restore']);
    expect(JSON.stringify(holders.runner)).toContain('arn:aws:iam::*:role/PortcullisRevoke');
    expect(JSON.stringify(holders.runner)).toContain('arn:aws:sqs:eu-west-1:111122223333:portcullis');
    expect(JSON.stringify(holders.revoke.policy)).not.toMatch(/Authorize|Modify/);
    expect(JSON.stringify(holders.revoke.trust)).toContain('"sts:ExternalId":"shared-secret"');
  });

  it('R149: with a policy prints what its channels need too: topics by name, and roles that they are told with', async () => {
    const policy = write(
      'channels.yaml',
      `version: 1
notify:
  all: { min: low, where: {}, to: [topic, mail, hub, chat] }
channels:
  topic: { kind: sns, topic: "arn:aws:sns:eu-west-1:111122223333:portcullis" }
  mail:
    { kind: ses, from: portcullis@example.com, to: [a@example.com], role: "arn:aws:iam::111122223333:role/Mail" }
  hub: { kind: security-hub, role: PortcullisFindings }
  chat: { kind: slack, secret: "\${ssm:/portcullis/slack}" }
`,
    );
    const { out } = await portcullis(['doctor', '--iam', '--json', '--policy', policy, '--regions', 'eu-west-1']);
    const { features: wanted, holders } = JSON.parse(out);
    const told = ['channel-sns', 'channel-ses', 'channel-security-hub', 'secrets-ssm'];
    expect(wanted).toEqual(['roles', 'read', 'lookup-events', 'doctor', ...told]);
    const runner = JSON.stringify(holders.runner);
    expect(runner).toContain('"arn:aws:sns:eu-west-1:111122223333:portcullis"');
    for (const role of ['arn:aws:iam::111122223333:role/Mail', 'arn:aws:iam::*:role/PortcullisFindings'])
      expect(runner).toContain(role);
    expect(runner).not.toContain('secretsmanager');
    const file = write('told.yaml', readFileSync(settings, 'utf8').replace(/^policy: .*$/m, `policy: ${policy}`));
    const own = JSON.parse((await portcullis(['doctor', '--iam', '--json', '--settings', file])).out);
    expect(own.features).toEqual(expect.arrayContaining([...told, 'sqs', 'revoke']));
  });

  it('knows every feature that a need is declared for, and helps with its name', async () => {
    expect(new Set(needs.map(({ feature }) => feature))).toEqual(new Set(Object.keys(features)));
    expect(await portcullis(['doctor', '--iam', 'reed'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('got `reed`, did you mean `read`'),
    });
    const { out } = await portcullis(['doctor', '--iam', 'sqs']);
    expect(out).toMatch(/^# sqs: to receive records from a queue\n\n# runner: .*\n\{\n/);
  });
});

describe('doctor --costs', () => {
  it('R114: prints our own calls of a year and other ways of hearing of changes, asking nobody', async () => {
    const { code, out } = await portcullis(['doctor', '--costs', '--settings', settings]);
    expect(code).toBe(0);
    expect(out).toMatch(/Own reads in a year +[\d,]+ calls, \$0\.63/);
    expect(out).toMatch(/sqs:ReceiveMessage +1,576,800 +\$0\.63/);
    expect(out).toContain('trail → CloudWatch Logs → alarm  6 to 11 minutes later');
    const page = readFileSync(join(root, 'docs', 'costs.md'), 'utf8');
    const one = (await portcullis(['doctor', '--costs'])).out;
    const ways = [...one.matchAll(/^ {2}\$(0\.\d\d) +(?:trail|EventBridge)/gm)].map(([, usd]) => usd);
    expect(ways).toEqual(['0.73', '0.05', '0.05']);
    for (const usd of ['| $0.73 |', '| $0.05 |', '$0.63 a year and queue', '$5.26 a year']) expect(page).toContain(usd);
    const { yearly, pipelines, asOf } = JSON.parse((await portcullis(['doctor', '--costs', '--json'])).out);
    expect([yearly.length > 4, pipelines.length, asOf.region]).toEqual([true, 4, 'us-east-1']);
  });
});

describe('what doctor looks at on this machine', () => {
  it('an old Node.js is wrong, this one is not', () => {
    expect(examineNode('20.19.0')).toMatchObject({ health: 'ill', found: '20.19.0' });
    expect(examineNode('22.12.9').health).toBe('ill');
    expect(examineNode('22.13.0').health).toBe('well');
    expect(examineNode('26.0.0').health).toBe('well');
  });

  it('a store that is not there yet is made by `serve`; a foreign file, or no folder, is wrong; nothing is made', async () => {
    const health = async (store: string) => (await examineStore(store)).map(({ health }) => health);
    expect((await health(join(folder, 'new.db')))[0]).toBe('well');
    expect(await health(write('foreign.db', 'no store at all, but a text that is long enough'))).toEqual(['ill']);
    expect(await health(join(folder, 'nowhere', 'new.db'))).toEqual(['ill']);
    expect(await health(':memory:')).toEqual(['unclear']);
    expect(await health('postgres://portcullis@127.0.0.1:1/ledger')).toEqual(['ill']);
    expect(await health('postgres://portcullis@127.0.0.1/ledger?sslmode=perhaps')).toEqual(['ill']);
  });

  it('a policy is read and its tests are run', async () => {
    const now = Date.parse('2026-03-09T00:00:00Z');
    const good = await examinePolicy([join(root, 'examples', 'portcullis.yaml')], now);
    expect(good.diagnoses.at(-1)).toMatchObject({
      health: 'well',
      found: expect.stringMatching(/valid, \d+ tests passed/),
    });
    const bad = await examinePolicy([write('bad.yaml', 'version: 1\nchekcs: []\n')], now);
    expect(bad.diagnoses).toMatchObject([{ health: 'ill', fix: [expect.stringContaining('policy validate')] }]);
  });

  it('an address that somebody has is told, and so is a folder that is not there', async () => {
    const sources = [{ kind: 'folder' as const, folder: join(folder, 'nowhere') }];
    const [free, missing] = await examineServer({ listen: { host: '127.0.0.1', port: 0 }, sources });
    expect([free!.health, missing!.health, missing!.fix[0]]).toEqual(['well', 'ill', `mkdir -p ${sources[0]!.folder}`]);
    const [foreign] = await examineServer({ listen: { host: '192.0.2.1', port: 8440 }, sources: [] });
    expect(foreign!.health).toBe('ill');
  });

  it('settings with a mistake are told with line and column, and nothing is looked at', async () => {
    const wrong = write('wrong.yaml', 'store: a.db\npolicy: b.yaml\nsorces: []\n');
    const { code, err } = await portcullis(['doctor', '--settings', wrong]);
    expect([code, err]).toEqual([1, expect.stringContaining('sources')]);
    expect(await portcullis(['doctor', '--regions', 'Europe'])).toMatchObject({
      code: 1,
      err: 'portcullis: expected regions such as eu-west-1,us-east-1, got `Europe`\n',
    });
  });
});
