import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type DrillWorld, type DrillWorldParts, openDrillWorld } from '../../apps/live/drill-world.ts';
import { injectedCanary } from '../../aws/drill/injected-canary.ts';
import { forbidBeyondRoles } from '../../aws/model/live/own-roles.ts';
import type { Channel, Delivered, Delivery } from '../../contracts/channel.ts';
import type { Store } from '../../contracts/store.ts';
import { readInstant } from '../../core/leaf/instant.ts';
import type { EntryBody } from '../../core/ledger/entry-body.ts';
import { KpiOutline } from '../../core/ledger/measure/kpi-outline.ts';
import { brokenLink, type DrillLink } from '../../core/plan/drill/drill-link.ts';
import type { Incident } from '../../core/plan/incident/episodes.ts';
import { readPolicyFiles } from '../../settings/policy-file.ts';
import { createMemoryStore } from '../../store/memory-store.ts';
import { heardInbox } from '../live/heard-inbox.ts';
import { mute } from '../live/orders/mute.ts';
import { decisionAt } from '../live/sweep/decision-at.ts';
import { readRow } from '../live/tables.ts';
import { drillOf } from './drill-of.ts';
import type { Drilled } from './drill-parts.ts';
import { runDrill } from './run-drill.ts';
import { beginDrill } from './write-drill.ts';

const root = join(import.meta.dirname, '../../..');
const { policy } = readPolicyFiles([join(root, 'examples/live/drill.yaml')], join(root, 'policies'));
const judging = { policy: policy!, engine: 'test' };
const start = readInstant('2026-03-02T09:00:00Z')!;

/** A channel that takes everything, or answers as told. */
function channel(answers: (delivery: Delivery) => Delivered = () => ({ kind: 'done', ref: 'r' })) {
  const told: Delivery[] = [];
  const made: Channel = {
    ...{ memory: 'edits', takes: ['first', 'update', 'again'] },
    deliver: async (delivery) => {
      told.push(delivery);
      return answers(delivery);
    },
  };
  return { ...made, told };
}

async function world(more: Partial<DrillWorldParts> = {}) {
  const [slack, mail] = [channel(), channel()];
  const channels = new Map<string, Channel>([
    ['slack.secops', slack],
    ['mail.secops', mail],
  ]);
  const store = createMemoryStore(4);
  const made = openDrillWorld({ store, judging, channels, start, ...more });
  await made.passes(5_000);
  return { ...made, store, slack, mail };
}

async function drilled({ drill, site }: DrillWorld): Promise<Drilled> {
  const done = await runDrill(drill, { site, group: null });
  if ('kind' in done) throw new Error(done.why);
  return done;
}

const saidOf = ({ links }: Drilled) =>
  links.map(({ hop, on, state }) => `${hop}${on === null ? '' : ` ${on}`} ${state}`);
const standing = ({ model, canary }: DrillWorld) =>
  model.state.groups.get(canary)!.rules.map(({ ports, peer }) => `${ports} ${peer.value}`);

const whole = [
  ...['ready passed', 'made passed', 'recorded passed', 'decided passed'],
  ...['told mail.secops passed', 'told slack.secops passed', 'reverted passed', 'verified passed'],
  ...['kept passed', 'cleaned passed', 'written passed'],
];

/** The first hop that broke, with what is said of it. */
function broken({ links, passed }: Drilled): string {
  expect(passed).toBe(false);
  const { hop, on, say } = brokenLink(links)!;
  return `${hop}${on === null ? '' : ` ${on}`}: ${say}`;
}

async function bodies<K extends EntryBody['kind']>(store: Store, kind: K) {
  const found: Extract<EntryBody, { kind: K }>[] = [];
  for (let shard = 0; shard < store.shards; shard++)
    for await (const { body } of store.read(shard, 0)) {
      const told = JSON.parse(body!) as EntryBody;
      if (told.kind === kind) found.push(told as Extract<EntryBody, { kind: K }>);
    }
  return found;
}

async function incidents(store: Store): Promise<readonly Incident[]> {
  return (await store.rows('incident', '', 100)).flatMap((row) => readRow('incident', row) ?? []);
}

describe('a drill on the model', () => {
  test('R151, R153, R154, R155: goes all the way, each hop with its latency, and leaves only what stood before', async () => {
    const scene = await world();
    const done = await drilled(scene);
    expect(saidOf(done)).toEqual(whole);
    expect(done.passed).toBe(true);
    const afters = done.links.filter(({ hop }) => hop !== 'ready').map(({ after }) => after!);
    expect(afters.every((after) => after >= 0)).toBe(true);
    expect(done.links.find(({ hop }) => hop === 'recorded')!.after).toBeGreaterThan(0);
    expect(standing(scene)).toEqual(['443,443 0.0.0.0/0']);
  });

  test('R152, R155: is told as a drill, marked as such, and offers nothing to do', async () => {
    const scene = await world();
    await drilled(scene);
    const [{ alert, what } = expect.unreachable()] = scene.slack.told;
    expect([alert.kind, what, alert.people]).toEqual(['drill', 'first', []]);
    expect(alert.headline).toMatch(/^DRILL: 203\.0\.113\.\d+ .*can reach tcp 22 \(ssh\) on portcullis-canary$/);
    expect(alert.offers.map(({ id }) => id)).toEqual(['show']);
    expect((await bodies(scene.store, 'told')).map(({ of }) => of)).toEqual(['drill', 'drill']);
  });

  test("R157: is written, and is nobody's change in the figures", async () => {
    const scene = await world();
    const done = await drilled(scene);
    expect(await bodies(scene.store, 'drilled')).toMatchObject([
      { drill: done.id, canary: scene.canary, passed: true, decision: done.decision },
    ]);
    const outline = new KpiOutline();
    for (let shard = 0; shard < scene.store.shards; shard++)
      for await (const entry of scene.store.read(shard, 0)) outline.take(entry);
    const told = Math.max(...done.links.filter(({ hop }) => hop === 'told').map(({ after }) => after!));
    expect(outline.drills).toMatchObject([{ canary: scene.canary, passed: true, told }]);
    expect(told).toBeGreaterThan(0);
    expect(outline.messages.size).toBe(0);
    expect(outline.drilled.has(done.decision!)).toBe(true);
  });

  test('R151: made again later it is told again', async () => {
    const scene = await world();
    expect((await drilled(scene)).passed).toBe(true);
    await scene.passes(3_600_000);
    expect(saidOf(await drilled(scene))).toEqual(whole);
    expect(new Set(scene.slack.told.map(({ alert }) => alert.id)).size).toBe(2);
  });

  test('a rule that merely says that it is a drill is told like any other', async () => {
    const scene = await world();
    const done = await drilled(scene);
    const forged = { ...(await decisionAt(scene.store, done.decision!))! };
    expect(await drillOf(scene.store, forged)).toBe(done.id);
    const [rule] = forged.rules;
    const other = { ...rule!, description: `portcullis drill drl_${'a'.repeat(26)}` };
    expect(await drillOf(scene.store, { ...forged, rules: [other] })).toBeNull();
    const wide = { ...rule!, peer: { kind: 'ipv4', value: '0.0.0.0/0' } as const };
    expect(await drillOf(scene.store, { ...forged, rules: [wide] })).toBeNull();
    expect(await drillOf(scene.store, { ...forged, rules: [rule!, wide] })).toBeNull();
    expect(await drillOf(scene.store, { ...forged, on: { ...forged.on, id: 'sg-00000000000000001' } })).toBeNull();
  });
});

describe('a link that is cut is named', () => {
  test('R152: records that get lost', async () => {
    const scene = await world({ routes: [] });
    const done = await drilled(scene);
    expect(broken(done)).toMatch(
      /^recorded: no record of the call came within 900 s: .*; look at the EventBridge rule, the queue/,
    );
    expect(standing(scene)).toEqual(['443,443 0.0.0.0/0']);
  });

  test('R152: a source that does not answer', async () => {
    const away = { kind: 'unavailable', maybe: false, why: 'no such queue' } as const;
    const dead = { take: async () => away, done: async () => away };
    const scene = await world({
      worker: ({ store, clock }) => ({
        inbox: heardInbox(dead, { store, clock }, { patience: 60_000, late: 1_800_000, source: 'queue' }),
      }),
    });
    expect(broken(await drilled(scene))).toMatch(
      /^recorded: no record of the call came: source `queue` is lost since 2026-/,
    );
  });

  test('R152: a policy without a check for it', async () => {
    const scene = await world({ judging: { ...judging, policy: { ...policy!, checks: [] } } });
    const done = await drilled(scene);
    expect(broken(done)).toMatch(/^decided: the policy in force objects to nothing: it needs a check/);
    expect(done.links.find(({ hop }) => hop === 'cleaned')).toMatchObject({
      say: 'the drill took its rule away itself',
    });
    expect(standing(scene)).toEqual(['443,443 0.0.0.0/0']);
  });

  test('R152: a channel that refuses; the others are told, and what was opened is closed all the same', async () => {
    const scene = await world();
    const done = await drilled({ ...scene, drill: scene.drill });
    expect(done.passed).toBe(true);
    const refusing = channel(() => ({ kind: 'refused', why: 'no such webhook', whole: true }));
    const other = await world({
      channels: new Map<string, Channel>([
        ['slack.secops', refusing],
        ['mail.secops', channel()],
      ]),
    });
    const failed = await drilled(other);
    expect(broken(failed)).toMatch(/^told slack\.secops: `slack\.secops` took it no more: no such webhook/);
    expect(saidOf(failed)).toEqual([
      ...['ready passed', 'made passed', 'recorded passed', 'decided passed'],
      ...['told mail.secops passed', 'told slack.secops failed', 'reverted passed', 'verified passed'],
      ...['kept passed', 'cleaned passed', 'written passed'],
    ]);
  });

  test('R152: a channel that answers nothing useful within its time', async () => {
    const scene = await world({
      channels: new Map<string, Channel>([
        ['slack.secops', channel(() => ({ kind: 'later', why: 'HTTP 503', after: null, maybe: false }))],
        ['mail.secops', channel()],
      ]),
    });
    expect(broken(await drilled(scene))).toMatch(
      /^told slack\.secops: `slack\.secops` did not take it within 300 s, tried since .*: HTTP 503/,
    );
  });

  test('R152: nobody who hears', async () => {
    const scene = await world({ telling: false });
    expect(broken(await drilled(scene))).toMatch(
      /^told mail\.secops: no message for `mail\.secops` was made within 300 s: does `serve` run/,
    );
  });

  test('R152: a mute that keeps it back, by its id', async () => {
    const scene = await world();
    const about = { check: 'canary', group: null, account: null, owner: 'platform', until: start + 86_400_000 };
    const made = await mute(
      { store: scene.store, clock: scene.drill.clock, chance: { next: () => 0 }, policy: () => judging },
      { ...about, person: 'carol', reason: 'too loud', key: 'k' },
    );
    const { id } = made as { readonly id: string };
    expect(broken(await drilled(scene))).toBe(
      `told mail.secops: nobody is told: ${id} keeps it back; \`mutes\` tells who wanted that`,
    );
  });

  test('R152: quiet hours keep it from one channel, which is no failure; from all of them it is', async () => {
    const quietFor = (...channels: readonly string[]) => ({
      ...{ engine: 'test' },
      policy: {
        ...policy!,
        notify: policy!.notify.map((each) =>
          each.to.some((to) => channels.includes(to)) ? { ...each, quietHours: '08:00-18:00' } : each,
        ),
      },
    });
    const one = await drilled(await world({ judging: quietFor('mail.secops') }));
    expect(one.passed).toBe(true);
    expect(one.links.filter(({ hop }) => hop === 'told')).toMatchObject([
      {
        on: 'mail.secops',
        state: 'skipped',
        say: '`mail.secops` has quiet hours until 2026-03-02T18:00:00Z: it is told then',
      },
      { on: 'slack.secops', state: 'passed' },
    ]);
    const all = await drilled(await world({ judging: quietFor('mail.secops', 'slack.secops') }));
    expect(broken(all)).toMatch(/^told mail\.secops: .* has quiet hours until .*; drill outside of them$/);
  });

  test('R152: a revoke role that may not', async () => {
    const usual = forbidBeyondRoles();
    const forbids: typeof usual = (principal, action, resource, call) =>
      principal.includes('PortcullisRevoke') && call.action.startsWith('Revoke')
        ? 'an explicit deny'
        : usual(principal, action, resource, call);
    const scene = await world({ forbids });
    const done = await drilled(scene);
    expect(broken(done)).toMatch(/^reverted: .*(not authorized|denied)/i);
    expect(standing(scene)).toEqual(['443,443 0.0.0.0/0']);
  });

  test('R152: a call that goes through and closes nothing', async () => {
    const scene = await world({
      worker: ({ reverter }) => ({
        reverter: {
          session: reverter.session,
          perform: async (order, how) =>
            how.dry
              ? await reverter.perform(order, how)
              : {
                  kind: 'done',
                  answer: { revoked: order.call.startsWith('Revoke') ? null : null, made: null, unknown: 0 },
                },
        },
      }),
    });
    const done = await drilled(scene);
    expect(broken(done)).toMatch(/^verified: /);
    expect(standing(scene)).toEqual(['443,443 0.0.0.0/0']);
  });

  test('R152: where nothing is reverted, that is no failure, and the drill takes its rule away', async () => {
    const safety = { ...policy!.safety, mode: { else: 'observe' } as const };
    const scene = await world({ judging: { ...judging, policy: { ...policy!, safety } } });
    const done = await drilled(scene);
    expect(done.passed).toBe(true);
    expect(done.links.filter(({ state }) => state === 'skipped')).toMatchObject([
      { hop: 'reverted', say: 'the mode is observe: nothing is reverted' },
      { hop: 'verified' },
    ]);
    expect(standing(scene)).toEqual(['443,443 0.0.0.0/0']);
  });

  test('R152: people are told of a drill that failed, by whatever still works', async () => {
    const scene = await world({ judging: { ...judging, policy: { ...policy!, checks: [] } } });
    await drilled(scene);
    await scene.passes(5_000);
    expect(scene.slack.told.map(({ alert }) => [alert.kind, alert.headline])).toEqual([
      ['notice', 'The drill failed at: decided'],
    ]);
  });
});

describe('an injected record', () => {
  test('R151: tries all from the source on, changes nothing in AWS, and is closed by another one', async () => {
    const scene = await world();
    const { drill, site } = scene;
    const canary = injectedCanary(drill.canary, drill.clock, async (record) => scene.put(record));
    const done = (await runDrill({ ...drill, canary, injected: true }, { site, group: null })) as Drilled;
    expect(saidOf(done)).toEqual([
      ...['ready passed', 'made passed', 'recorded passed', 'decided passed', 'told mail.secops passed'],
      ...['told slack.secops passed', 'reverted skipped', 'verified skipped', 'kept passed', 'cleaned passed'],
      'written passed',
    ]);
    expect(done.passed).toBe(true);
    expect(scene.slack.told[0]!.alert).toMatchObject({ kind: 'drill' });
    expect(scene.model.state.groups.get(scene.canary)!.rules.length).toBe(1);
    await scene.passes(3_600_000);
    expect((await incidents(scene.store)).every(({ closedAt }) => closedAt !== null)).toBe(true);
  });
});

describe('a canary', () => {
  test('R155: that is on something is not drilled on', async () => {
    const scene = await world();
    const { canary } = scene.drill;
    const worn: typeof canary = {
      ...canary,
      look: async (...asked) => {
        const look = await canary.look(...asked);
        return look.kind === 'canary' ? { ...look, attached: ['eni-0a1b2c3d4e5f60001'] } : look;
      },
    };
    const done = await runDrill({ ...scene.drill, canary: worn }, { site: scene.site, group: null });
    expect(broken(done as Drilled)).toMatch(
      /^ready: .* is on eni-0a1b2c3d4e5f60001: a drill is only made on a group that is on nothing/,
    );
  });

  test('R155: that nobody tagged, or does not exist, is not drilled on', async () => {
    const scene = await world();
    const { canary } = scene.drill;
    const none: typeof canary = { ...canary, find: async () => ({ kind: 'found', groups: [] }) };
    expect(await runDrill({ ...scene.drill, canary: none }, { site: scene.site, group: null })).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('expected a group with the tag `portcullis:canary` in 111122223333 eu-west-1'),
    });
    const asked = { site: scene.site, group: 'sg-00000000000000001' };
    expect(broken((await runDrill(scene.drill, asked)) as Drilled)).toMatch(/^ready: the canary could not be read: /);
  });

  test('what a drill that was killed left behind is closed by the next one; two at once are not made', async () => {
    const scene = await world();
    const { canary } = scene.drill;
    const opening = { port: 22, cidr: '203.0.113.9/32', description: `portcullis drill drl_${'b'.repeat(26)}` };
    await canary.open(scene.site, scene.canary, opening);
    expect(standing(scene)).toContain('22,22 203.0.113.9/32');
    const until = scene.drill.clock.now() + 60_000;
    await beginDrill(scene.drill, { id: 'drl_other', site: scene.site, group: scene.canary, until });
    expect(await runDrill(scene.drill, { site: scene.site, group: null })).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('is under way: drl_other'),
    });
    await scene.passes(61_000);
    expect((await drilled(scene)).passed).toBe(true);
    expect(standing(scene)).toEqual(['443,443 0.0.0.0/0']);
  });

  test('called off, it is left as it was, and that is written', async () => {
    const scene = await world({ routes: [] });
    const off = new AbortController();
    const hears = (link: DrillLink): void => {
      if (link.hop === 'made') off.abort();
    };
    const done = (await runDrill(
      { ...scene.drill, hears, signal: off.signal },
      { site: scene.site, group: null },
    )) as Drilled;
    expect(broken(done)).toBe('recorded: called off before its record came');
    expect(standing(scene)).toEqual(['443,443 0.0.0.0/0']);
    expect((await bodies(scene.store, 'drilled')).length).toBe(1);
  });
});
