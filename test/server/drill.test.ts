import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { castAt } from '../../src/apps/cli/live-demo/cast.ts';
import { places } from '../../src/apps/cli/live-demo/founding.ts';
import { systemChance } from '../../src/apps/live/system-chance.ts';
import { systemClock } from '../../src/apps/live/system-clock.ts';
import type { TellingWith } from '../../src/apps/server/open-telling.ts';
import type { Serving } from '../../src/apps/server/start-serving.ts';
import { ec2Canary } from '../../src/aws/drill/ec2-canary.ts';
import type { DrilledBody, OutcomeBody } from '../../src/core/ledger/entry-body.ts';
import { confirmChannel } from '../../src/flow/live/post/deliver-confirm.ts';
import { hookPath, startWebhook } from '../channels/webhook-stand-in.ts';
import { type Stage, setStage, settingsText, until } from './stage.ts';

let stage: Stage;
let serving: Serving | null = null;
let close: (() => Promise<void>) | null = null;

afterEach(async () => {
  await serving?.stop();
  await close?.();
  stage.close();
});

const loopback: TellingWith = {
  ...{ parts: { guard: 'loopback' }, every: 0, post: { editAfter: 100, pageAfter: 0 } },
  delivery: { timeout: 60_000, margin: 30_000, backoff: 100, longest: 1_000 },
};

const drilled = (): readonly DrilledBody[] =>
  stage.told.flatMap((each) => (each.kind === 'entry' && each.body.kind === 'drilled' ? [each.body] : []));
const ended = (): readonly OutcomeBody[] =>
  stage.told.flatMap((each) =>
    each.kind === 'entry' && each.body.kind === 'outcome' && each.body.state !== 'later' ? [each.body] : [],
  );

test('R151, R152, R156: a server drills by itself, and acts on nothing else before a drill passed and a channel was confirmed', async () => {
  stage = setStage({ acting: true });
  const hook = await startWebhook([]);
  close = hook.http.close;
  const { alice } = castAt(systemClock.now());
  const site = places.prod;
  const [VpcId] = stage.world.model(site)!.state.vpcs.keys();
  const made = stage.world.ask(
    site,
    'CreateSecurityGroup',
    {
      ...{ GroupName: 'canary', Description: 'for drills', VpcId: VpcId! },
      TagSpecifications: [
        {
          ResourceType: 'security-group',
          Tags: [
            { Key: 'portcullis:canary', Value: 'yes' },
            { Key: 'env', Value: 'prod' },
          ],
        },
      ],
    },
    alice,
  )!;
  expect(made.answer.kind).toBe('answered');
  const path = join(stage.home, 'portcullis.yaml');
  writeFileSync(join(stage.home, 'hook'), `${hook.http.url}${hookPath}\n`);
  const canary = `checks:
  canary:
    say: Ssh on the canary of drills is open to nobody
    where: { tags: { "portcullis:canary": ["*"] } }
    when: { gained: { direction: [ingress], peers: [any], except: [], ports: [tcp/22] } }
    severity: { else: high }
    respond: { else: [revert] }
`;
  const channels = `notify:
  all: { min: low, where: {}, to: [hook.all] }
channels:
  hook.all: { kind: webhook, secret: '\${file:${join(stage.home, 'hook')}}' }
`;
  writeFileSync(path, `${readFileSync(path, 'utf8').replace('checks:\n', canary)}\n${channels}`);
  const settings = settingsText(true, `drill: { account: "${site.account}", region: ${site.region} }\n`);
  const asked = ec2Canary(
    stage.world.client(() => alice),
    systemClock,
  );
  serving = await stage.start({ settings, telling: loopback, canary: asked });
  await until('a drill was made', () => drilled().length > 0, 180_000);
  expect(drilled()[0]).toMatchObject({ passed: true });
  stage.opens(22);
  await until('it is refused', () => ended().some(({ state }) => state === 'refused'));
  expect(ended().find(({ state }) => state === 'refused')!.why).toBe(
    'only the canary is acted upon so far: nobody has confirmed that a channel reaches them (`notify confirm`)',
  );
  expect(stage.open()).toContain(22);
  const carol = { person: 'carol@example.com', reason: 'it came', key: 'c1' };
  const parts = { store: serving.store, clock: systemClock, chance: systemChance };
  expect((await confirmChannel(parts, 'hook.all', carol)).kind).toBe('ordered');
  stage.opens(3389);
  await until('it is closed', () => !stage.open().includes(3389));
  expect((await serving.health()).status).toBe('ready');
});
