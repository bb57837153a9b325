import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPolicyFiles } from '../../../src/settings/policy-file.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { withMoto } from '../with-moto.ts';
import { planted, type ServeProcess, startServe } from './serve-process.ts';
import { anywhere, openStage, ownKeys, type Stage } from './stage.ts';

const kept = (name: string): string => `\${env:${name}}`;

await withMoto((moto) => {
  let [stage, serve] = [null as unknown as Stage, null as unknown as ServeProcess];
  const webhook = createServer((_, response) => {
    response.writeHead(500).end('no');
  });

  beforeAll(async () => {
    stage = await openStage(moto());
    await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
    const { port } = webhook.address() as AddressInfo;
    process.env.SERVE_WEBHOOK = `http://127.0.0.1:${port}/${planted.webhook}`;
    serve = startServe(stage, [
      'listen: 127.0.0.1:0',
      `token: ${kept('SERVE_TOKEN')}`,
      'heartbeat:',
      `  webhook: ${kept('SERVE_WEBHOOK')}`,
      '  every: 10s',
    ]);
    await serve.line(({ event }) => event === 'sweep');
  });
  afterAll(async () => {
    serve?.child.kill('SIGKILL');
    await stage?.stop();
    webhook.close();
  });

  describe('`portcullis serve`, a process of its own', () => {
    it('R1, R76, R83: closes 22 and leaves 443, opened by the `aws` command line in one call, and says so', async () => {
      const group = await stage.group('served');
      const rule = (port: number) => `IpProtocol=tcp,FromPort=${port},ToPort=${port},IpRanges=[{CidrIp=${anywhere}}]`;
      await stage.alice.aws(
        'ec2',
        'authorize-security-group-ingress',
        '--group-id',
        group,
        '--ip-permissions',
        rule(22),
        rule(443),
      );
      const opened = stage.edge.made.findLast(({ call }) => call.action === 'AuthorizeSecurityGroupIngress')!;
      const done = await serve.line(({ event, state }) => event === 'action' && state === 'verified');
      const closed = stage.edge.made.find(({ call }) => call.action === 'RevokeSecurityGroupIngress')!;
      const sent = stage.sentAt(opened);
      console.log(`serve: put right ${closed.at - sent} ms after its message, verified after ${Date.now() - sent} ms`);
      expect(await stage.standing(group)).toEqual([`tcp/443 ${anywhere}`]);
      const lines = serve.lines().filter((line) => line.group === group || line.action === done.action);
      expect(lines.map(({ event }) => event)).toEqual(expect.arrayContaining(['decision', 'acting', 'action']));
      expect(lines.find(({ event }) => event === 'decision')).toBeDefined();
    });

    it('BM-11: what is told stays to be told, and a place that answers 500 is a fault in the log; the rule is closed all the same', async () => {
      const fault = await serve.line(({ event, message }) => event === 'fault' && /heartbeat/.test(String(message)));
      expect(fault.message).toMatch(/500/);
      const opened = openSqliteStore({ path: serve.store });
      if (opened.kind === 'refused') throw new Error(opened.why);
      const waiting: string[] = [];
      for await (const each of opened.store.backup())
        if (each.kind === 'task' && each.task.kind === 'tell' && each.task.state === 'open')
          waiting.push(each.task.body);
      await opened.store.close();
      for (const why of ['breach', 'opened', 'acted']) expect(waiting.join('\n')).toContain(`"why":"${why}"`);
    });

    it('R149: no planted secret is in the log, the ledger, the records or the list of processes', async () => {
      const secrets = [ownKeys.AWS_SECRET_ACCESS_KEY, planted.token, planted.webhook, stage.alice.secret];
      const places = [
        serve.said(),
        ...readdirSync(stage.folder).map((file) => readFileSync(join(stage.folder, file), 'latin1')),
        readFileSync(`/proc/${serve.child.pid}/cmdline`, 'latin1'),
        JSON.stringify(stage.edge.made.map(({ record }) => record)),
      ];
      for (const secret of secrets) for (const place of places) expect(place.includes(secret)).toBe(false);
    });

    it('stops in order when it is told to: nothing is in hand, and it ends with 0', async () => {
      expect(await serve.stop()).toBe(0);
      expect(serve.lines().map(({ event }) => event)).toContain('stopped');
    });
  });

  describe('what it refuses to start with', () => {
    it('BM-16: a secret that stands in the settings, or in the policy', async () => {
      const refused = startServe(stage, [`token: ${planted.token}`]);
      expect(await new Promise((resolve) => refused.child.once('close', resolve))).toBe(1);
      expect(refused.said()).toMatch(/a secret must not stand in the settings/);
      expect(refused.said()).not.toContain(planted.token);
      const file = join(stage.folder, 'policy-with-secret.yaml');
      writeFileSync(
        file,
        'version: 1\nchannels:\n  team: { kind: slack, secret: "https://hooks.slack.com/services/T0/B0/planted-hook" }\n',
      );
      const { policy, errors } = readPolicyFiles([file], stage.folder);
      expect(policy).toBeNull();
      expect(errors.join('\n')).toMatch(/secret/);
      expect(errors.join('\n')).not.toContain('planted-hook');
    });

    it('BM-20: a policy that can be read in two ways', async () => {
      const file = join(stage.folder, 'ambiguous.yaml');
      const gained = 'gained: { direction: [ingress], peers: [internet], ports: [tcp/22] }';
      const lost = 'lost: { direction: [ingress], peers: [any], ports: [all] }';
      writeFileSync(
        file,
        `version: 1\nchecks:\n  both:\n    say: both\n    when: { ${gained}, ${lost} }\n    severity: { else: high }\n    respond: { else: [none] }\n`,
      );
      const { policy, errors } = readPolicyFiles([file], stage.folder);
      expect(policy).toBeNull();
      expect(errors.join('\n')).toMatch(/exactly one/);
      const typed = join(stage.folder, 'typed.yaml');
      writeFileSync(
        typed,
        'version: 1\nchecks:\n  ports:\n    say: ports\n    when: { gained: { direction: [ingress], peers: [internet], ports: [22] } }\n    severity: { else: high }\n    respond: { else: [none] }\n',
      );
      expect(readPolicyFiles([typed], stage.folder).policy).toBeNull();
    });
  });
});
