import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { TellingWith } from '../../src/apps/server/open-telling.ts';
import type { Serving } from '../../src/apps/server/start-serving.ts';
import type { ToldBody } from '../../src/core/ledger/entry-body.ts';
import { listenLoopback } from '../channels/loopback-http.ts';
import { slackStandIn } from '../channels/slack-stand-in.ts';
import { hookPath, startWebhook, type WebhookStandIn } from '../channels/webhook-stand-in.ts';
import { type Stage, setStage, settingsText, until } from './stage.ts';

let stage: Stage;
let serving: Serving | null = null;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await serving?.stop();
  serving = null;
  for (const close of closing.splice(0)) await close();
  stage.close();
});

/** Where the guard lets nobody connect to in earnest: this machine. */
const loopback: TellingWith = {
  ...{ parts: { guard: 'loopback' }, every: 0, post: { editAfter: 100, pageAfter: 0 } },
  delivery: { timeout: 60_000, margin: 30_000, backoff: 100, longest: 1_000 },
};
/** Where a channel hangs, it is not waited for long. */
const impatient: TellingWith = { ...loopback, delivery: { ...loopback.delivery, timeout: 2_000, margin: 1_000 } };

async function startServices() {
  const workspace = { token: 'xoxb-1', channel: 'C1', webhook: '/services/T0/B0/x', mayRead: true };
  const slack = slackStandIn(workspace);
  const [http, hook] = await Promise.all([listenLoopback(slack.serve), startWebhook([])]);
  closing.push(http.close, hook.http.close);
  return { slack, http, hook, webhook: `${http.url}${workspace.webhook}`, address: `${hook.http.url}${hookPath}` };
}

/** Adds channels, and a route to them, to the policy of the stage. */
function addChannels({ webhook, address }: { readonly webhook: string; readonly address: string }): void {
  const kept = (name: string, text: string): string => {
    writeFileSync(join(stage.home, name), `${text}\n`);
    return `'\${file:${join(stage.home, name)}}'`;
  };
  appendFileSync(
    join(stage.home, 'portcullis.yaml'),
    `
notify:
  all: { min: low, where: {}, to: [slack.secops, hook.all] }
channels:
  slack.secops: { kind: slack, secret: ${kept('slack', webhook)}, fallback: hook.all }
  hook.all: { kind: webhook, secret: ${kept('hook', address)} }
`,
  );
}

const told = (): readonly ToldBody[] =>
  stage.told.flatMap((each) => (each.kind === 'entry' && each.body.kind === 'told' ? [each.body] : []));

async function swept(): Promise<void> {
  const looks = () =>
    stage.told.filter((each) => each.kind === 'entry' && each.body.kind === 'observed' && each.body.by === 'site');
  await until('both places are swept', () => looks().length === 2);
}

const states = ({ taken }: WebhookStandIn): readonly string[] =>
  [...taken.values()].map(({ data, type }) => `${type} ${(data as { state: string }).state}`);

async function value(name: string, labels: Readonly<Record<string, string>>): Promise<number | undefined> {
  for await (const reading of serving!.readings())
    if (reading.name === name && Object.entries(labels).every(([key, text]) => reading.labels?.[key] === text))
      return reading.value as number;
  return undefined;
}

describe('a server whose policy has channels', () => {
  test('R60, R65, R74, R174: tells what was opened, and again once it is closed and verified', async () => {
    stage = setStage({ acting: true });
    const services = await startServices();
    addChannels(services);
    const settings = settingsText(true, 'proving: { off: the channels of a test }\n');
    serving = await stage.start({ settings, telling: loopback });
    await swept();
    stage.opens(22);
    await until('both channels have it', () => services.slack.shown.length > 0 && services.hook.taken.size > 0);
    await until('it is closed', () => !stage.open().includes(22));
    await until('the end is told', () => states(services.hook).some((each) => each.endsWith(' closed')));
    expect(states(services.hook)[0]).toMatch(/^message\.first /);
    const outcomes = () => {
      const ours = told().filter(({ of }) => of === 'incident');
      return new Set(ours.map(({ channel, outcome }) => `${channel} ${outcome}`));
    };
    await until('the ledger has it of both', () => outcomes().size === 2);
    expect(outcomes()).toEqual(new Set(['slack.secops done', 'hook.all done']));
    expect(services.slack.complaints).toEqual([]);
    expect(services.hook.complaints).toEqual([]);
    expect(await value('portcullis_messages_total', { channel: 'hook.all', outcome: 'done' })).toBeGreaterThan(0);
    expect((await serving.health()).status).toBe('ready');
  });

  test('R71: one channel in an outage delays no other, and what it does not take reaches who stands in', async () => {
    stage = setStage({ acting: false });
    const services = await startServices();
    addChannels(services);
    services.http.trouble = () => ({ kind: 'hang' });
    serving = await stage.start({ telling: impatient });
    await swept();
    stage.opens(22);
    const standIn = () =>
      [...services.hook.taken.values()].filter((each) => JSON.stringify(each).includes('told here because'));
    await until('the other has it', () => services.hook.taken.size > 0);
    expect(standIn()).toEqual([]);
    await until('it is told there for the first, too', () => standIn().length > 0);
    expect(services.slack.shown).toEqual([]);
    services.http.trouble = null;
    await until('and there once it is back', () => services.slack.shown.length > 0);
  });

  test('without channels nothing is told and nothing is lost: what waits is told once the policy has some', async () => {
    stage = setStage({ acting: false });
    const services = await startServices();
    serving = await stage.start({ telling: loopback });
    await swept();
    stage.opens(22);
    const waits = async () =>
      (await serving!.store.waiting!(Date.now())).find(({ kind }) => kind === 'tell')?.open ?? 0;
    await until('there is something to tell', async () => (await waits()) > 0);
    expect(await serving.store.rows('post', '', 10)).toEqual([]);
    addChannels(services);
    await serving.reload('a test');
    await until('it is told', () => services.hook.taken.size > 0 && services.slack.shown.length > 0);
    await until('nothing waits', async () => (await waits()) === 0);
  });
});
