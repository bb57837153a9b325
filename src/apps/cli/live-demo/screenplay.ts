import type { IpPermission } from '../../../aws/model/shape.ts';
import { approve } from '../../../flow/live/orders/approve.ts';
import { readRow } from '../../../flow/live/tables.ts';
import { allowFor } from './allow-for.ts';
import { workerAddress, workers } from './founding.ts';
import { ruleOf, type Stage } from './stage.ts';

/** What a scene shows, for the table at the end: its name, and in a sentence what is to be seen. */
export const scenes = {
  console: 'an operator opens ssh in the console',
  attack: 'an attacker goes for the database',
  terraform: 'Terraform replaces all rules',
  controller: 'a controller insists on its rule',
  dev: 'a developer opens ssh in dev',
  lab: 'another one does, nobody answers',
  protected: 'monitoring is locked out',
  temporary: 'ssh, allowed for half an hour',
} as const;

/** One of the scenes. */
export type Scene = keyof typeof scenes;

/** One thing that somebody does. */
export interface Act {
  /** Milliseconds after the beginning. */
  readonly at: number;
  readonly scene: Scene;
  /** Does it, and says what was done; `null` when there was nothing to do. */
  readonly play: (stage: Stage) => Promise<string | null> | string | null;
}

const [second, minute] = [1_000, 60_000];

const everybody = '0.0.0.0/0';
const [attacker, home] = ['198.51.100.66/32', '198.51.100.77/32'];

/** All that happens, in order. */
export const screenplay: readonly Act[] = [
  act(1 * minute, 'console', (stage) => {
    open(stage, 'alice', 'prod-web', [permission(22, everybody), permission(443, everybody)]);
    return 'alice, in the console, opens tcp 22 and tcp 443 of prod-web to everybody, in one call';
  }),
  ...[0, 4, 9].map((late) =>
    act(6 * minute + late * second, 'attack', (stage) => {
      open(stage, 'mallory', 'prod-edge', [permission(22, attacker)]);
      return late === 0
        ? 'the key of build-bot, from 198.51.100.66, tries to open tcp 22 of prod-edge: IAM refuses'
        : 'and again: IAM refuses';
    }),
  ),
  act(7 * minute, 'attack', (stage) => {
    const { held } = stage.group('prod-db');
    stage.call('mallory', 'prod-db', 'CreateTags', { Resources: [held.id], Tags: [{ Key: 'env', Value: 'dev' }] });
    return 'it tags prod-db env=dev, so that the policy may look away';
  }),
  act(7 * minute + 20 * second, 'attack', (stage) => {
    open(stage, 'mallory', 'prod-db', [permission(5432, attacker)]);
    return 'and opens tcp 5432 of prod-db to one address, its own';
  }),
  act(9 * minute, 'attack', (stage) => {
    open(stage, 'impostor', 'prod-db', [permission(3306, attacker)]);
    return 'then it opens tcp 3306 under the name of our own role and a session named like ours';
  }),
  act(14 * minute, 'terraform', (stage) => {
    const all = Array.from({ length: workers }, (_, n) => workerAddress(n + 1));
    const group = stage.group('prod-batch').held.id;
    const ids = stage.group('prod-batch').held.rules.map(({ id }) => id);
    stage.call('pipeline', 'prod-batch', 'RevokeSecurityGroupIngress', { GroupId: group, SecurityGroupRuleIds: ids });
    open(stage, 'pipeline', 'prod-batch', [permission(8443, ...all, workerAddress(workers + 1))]);
    return `Terraform takes all ${workers} rules of prod-batch away and puts ${workers + 1} back`;
  }),
  ...Array.from({ length: 6 }, (_, n) =>
    act(20 * minute + n * 2 * minute, 'controller', (stage) => {
      if (ruleOf(stage.group('prod-api'), 8443, everybody) !== null) return null;
      open(stage, 'controller', 'prod-api', [permission(8443, everybody)]);
      const what = 'tcp 8443 of prod-api to everybody';
      return n === 0 ? `the load balancer controller opens ${what}` : `the controller opens ${what} again`;
    }),
  ),
  act(40 * minute, 'dev', (stage) => {
    open(stage, 'dave', 'dev-tools', [permission(22, '198.51.100.0/24')]);
    return 'dave opens tcp 22 of dev-tools to 198.51.100.0/24';
  }),
  act(41 * minute, 'lab', (stage) => {
    open(stage, 'erin', 'dev-lab', [permission(22, '198.51.100.0/24')]);
    return 'erin opens tcp 22 of dev-lab to 198.51.100.0/24';
  }),
  act(45 * minute, 'dev', async (stage) => {
    const ask = await questionAbout(stage, 'dev-tools');
    if (ask === null) return null;
    const ordering = { person: 'carol@example.com', reason: 'not without the VPN', key: `demo/${ask.hash}` };
    const done = await stage.order(ordering, (each) => approve(stage.parts, { ...each, hash: ask.hash }));
    return done.kind === 'ordered' ? 'carol, of the platform team, approves the revert on dev-tools' : null;
  }),
  act(50 * minute, 'protected', (stage) => {
    const rule = ruleOf(stage.group('prod-edge'), 9100, '203.0.113.200/32');
    if (rule === null) return null;
    const request = { GroupId: stage.group('prod-edge').held.id, SecurityGroupRuleIds: [rule.id] };
    stage.call('bob', 'prod-edge', 'RevokeSecurityGroupIngress', request);
    return 'bob, in the console, removes the rule of prod-edge that lets monitoring in';
  }),
  act(60 * minute, 'temporary', async (stage) => {
    const done = await allowFor(stage, 'prod-web', { port: 22, cidr: home, minutes: 30 });
    return done ? 'carol allows alice half an hour of ssh to prod-web from home' : null;
  }),
  act(61 * minute, 'temporary', (stage) => {
    open(stage, 'alice', 'prod-web', [permission(22, home)]);
    return 'alice opens tcp 22 of prod-web to 198.51.100.77/32, and forgets it';
  }),
];

/** When the last of it is over: grants have ended, questions too. */
export const storyLength = 130 * minute;

function act(at: number, scene: Scene, play: Act['play']): Act {
  return { at, scene, play };
}

function permission(port: number, ...cidrs: readonly string[]): IpPermission {
  return { IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: cidrs.map((CidrIp) => ({ CidrIp })) };
}

function open(stage: Stage, who: keyof Stage['cast'], group: string, IpPermissions: readonly IpPermission[]): void {
  const GroupId = stage.group(group).held.id;
  stage.call(who, group, 'AuthorizeSecurityGroupIngress', { GroupId, IpPermissions });
}

/** The question that waits for an answer about a group. */
async function questionAbout({ parts: { store }, group }: Stage, name: string) {
  const { held } = group(name);
  const rows = await store.rows('ask', '', 100);
  const asked = rows.map((row) => readRow('ask', row)!);
  return asked.find(({ intent, state }) => intent.on.id === held.id && state === 'waiting') ?? null;
}
