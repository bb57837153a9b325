import { runInstance } from '../../../examples/generate/ec2/attachment-calls.ts';
import { denied, dryRun } from '../../../examples/generate/ec2/failures.ts';
import { createGroup, deleteGroup } from '../../../examples/generate/ec2/group-calls.ts';
import { describeRules } from '../../../examples/generate/ec2/modify-calls.ts';
import { cidr, peerGroup, ping, tcp } from '../../../examples/generate/ec2/permission.ts';
import { authorize, revokeById } from '../../../examples/generate/ec2/rule-calls.ts';
import { groupArn } from '../../../examples/generate/ec2/rule-text.ts';
import { createTags } from '../../../examples/generate/ec2/tag-calls.ts';
import { atCommandLine, inConsole } from '../../../examples/generate/people.ts';
import type { Step } from '../../../examples/generate/scene.ts';
import { world } from '../found-shop.ts';
import { pipelineOf, publicAddress, targetsOf } from '../shop.ts';
import { atWork, later } from '../when.ts';
import type { Habit, Turn } from './habit.ts';

/** What people do by hand: in production with care, on the stage freely, in the sandbox without a thought. */
export const editHabits: readonly Habit[] = [
  { weight: 9, plan: careful },
  { weight: 4, plan: described },
  { weight: 4, plan: tagged },
  { weight: 7, plan: onStage },
  { weight: 9, plan: sandbox },
  { weight: 3, plan: debugged },
  { weight: 2, plan: wizard },
  { weight: 4, plan: refused },
  { weight: 0.4, plan: robot },
];

/** Inside the network, or from the office to a jump host or an application. */
function careful({ shop, random }: Turn) {
  const { prod, second } = shop.sites;
  const target = random.pick([...targetsOf(shop, 'app', prod, second), ...targetsOf(shop, 'worker')]);
  const person = random.pick(shop.people);
  const by = random.chance(0.4)
    ? atCommandLine(person, target.site.account, 'ec2.authorize-security-group-ingress')
    : inConsole(person, target.site.account);
  const subnet = cidr(`${target.site.net}.${random.below(200)}.0/24`, 'health checks');
  const fromOffice = tcp(random.pick([22, 8443]), cidr(shop.office, 'office'));
  const permission = random.chance(0.3) ? fromOffice : tcp(random.pick([8081, 8082, 9000, 9090]), subnet);
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(target.site, target.name);
    const own = group.rules.filter(({ peer }) => peer.description === 'health checks');
    if (own.length > 3) revokeById(scene, by, group, own.slice(0, 1));
    else authorize(scene, by, group, 'Ingress', [permission]);
  };
  return { steps: [{ at: atWork(random), act }], changes: 1 };
}

function described({ shop, random, count }: Turn) {
  const target = random.pick(shop.targets.filter(({ purpose }) => purpose !== 'edge'));
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(target.site, target.name);
    const rule = group.rules.find(({ direction, peer }) => direction === 'Ingress' && peer.kind === 'ipv4');
    if (rule === undefined) return;
    describeRules(scene, inConsole(random.pick(shop.people), target.site.account), group, [[rule, `NET-${count}`]]);
  };
  return { steps: [{ at: atWork(random), act }], changes: 1 };
}

function tagged({ shop, random, count }: Turn) {
  const target = random.pick(shop.targets);
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(target.site, target.name);
    const by = inConsole(random.pick(shop.people), target.site.account);
    createTags(scene, by, target.site, [group.id], { [random.pick(['note', 'ticket'])]: `NET-${count}` });
  };
  return { steps: [{ at: atWork(random), act }], changes: 1 };
}

/** Rules come and go on the stage: from inside, from the office, from other groups. */
function onStage({ shop, random }: Turn) {
  const { stage } = shop.sites;
  const target = random.pick(targetsOf(shop, 'app', stage));
  const by = inConsole(random.pick(shop.people.slice(1)), stage.account);
  const subnet = cidr(`${stage.net}.${random.below(250)}.0/24`, 'test');
  const choice = random.below(4);
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(stage, target.name);
    const web = scene.cloud.group(stage, targetsOf(shop, 'web', stage)[0]!.name);
    const own = group.rules.filter(({ peer }) => peer.description === 'test');
    if (choice === 0 && own.length > 0) revokeById(scene, by, group, own.slice(0, 1));
    else if (choice === 1) authorize(scene, by, group, 'Ingress', [tcp(9090, peerGroup(web, 'test'))]);
    else if (choice === 2) authorize(scene, by, group, 'Ingress', [ping(cidr(shop.office, 'test'))]);
    else authorize(scene, by, group, 'Ingress', [tcp(random.pick([5005, 8000, 8443]), subnet)]);
  };
  return { steps: [{ at: atWork(random), act }], changes: 1 };
}

/** A developer shows something to somebody, from home or to everybody, and takes it away when he thinks of it. */
function sandbox({ shop, random }: Turn) {
  const { dev } = shop.sites;
  const target = random.pick(targetsOf(shop, 'sandbox', dev));
  const by = inConsole(random.pick(shop.people.slice(1)), dev.account);
  const home = cidr(`${publicAddress(random)}/32`, 'home');
  const permission = random.pick([
    tcp(22, home),
    tcp(random.pick([3000, 8000, 8888]), home),
    tcp(random.pick([3000, 8080, 9000]), world),
    tcp(8443, cidr(shop.office, 'office')),
  ]);
  const at = atWork(random);
  const open: Step = {
    at,
    act: (scene) => void authorize(scene, by, scene.cloud.group(dev, target.name), 'Ingress', [permission]),
  };
  const close: Step = {
    at: later(random, at, 2, 300),
    act: (scene) => {
      const group = scene.cloud.group(dev, target.name);
      const [peer] = permission.peers;
      const rules = group.rules.filter((rule) => rule.from === permission.from && rule.peer.value === peer!.value);
      if (rules.length > 0) revokeById(scene, by, group, rules);
    },
  };
  return random.chance(0.7) ? { steps: [open, close], changes: 2 } : { steps: [open], changes: 1 };
}

/** Opened for a look and closed within a minute, on the stage. */
function debugged({ shop, random }: Turn) {
  const { stage } = shop.sites;
  const target = random.pick(targetsOf(shop, 'app', stage));
  const by = inConsole(random.pick(shop.people.slice(1)), stage.account);
  const port = random.between(5006, 5030);
  const at = atWork(random);
  const steps: Step[] = [
    {
      at,
      act: (scene) =>
        void authorize(scene, by, scene.cloud.group(stage, target.name), 'Ingress', [tcp(port, cidr('0.0.0.0/0'))]),
    },
    {
      at: at + random.between(10, 55) * 1000,
      act: (scene) => {
        const group = scene.cloud.group(stage, target.name);
        revokeById(
          scene,
          by,
          group,
          group.rules.filter((rule) => rule.from === port),
        );
      },
    },
  ];
  return { steps, changes: 2 };
}

/** A console launch: a group without tags, ssh from the office, an instance; gone a day later. */
function wizard({ shop, random, count }: Turn) {
  const { stage } = shop.sites;
  const person = random.pick(shop.people.slice(1));
  const by = inConsole(person, stage.account);
  const name = `launch-wizard-${count}`;
  const at = atWork(random);
  const act: Step['act'] = (scene) => {
    const group = createGroup(scene, by, stage, { name, description: `${name} created by the console` });
    authorize(scene, by, group, 'Ingress', [tcp(22, cidr(`${person.sourceIp}/32`))]);
    const launch = { image: 'ami-0abcdef1234567890', type: 't3.micro', groups: [group], isPublic: true };
    runInstance(scene, by, stage, launch);
  };
  const gone: Step = {
    at: later(random, at, 1300, 1500),
    act: (scene) => void deleteGroup(scene, by, scene.cloud.group(stage, name)),
  };
  return { steps: [{ at, act }, gone], changes: 3 };
}

/** A developer without the right, a dry run of a script, a rule that is there already: once or twice, never often. */
function refused({ shop, random }: Turn) {
  const { prod } = shop.sites;
  const target = random.pick(targetsOf(shop, 'app', prod));
  const person = random.pick(shop.people.slice(1));
  const permission = tcp(random.pick([22, 8080, 5432]), cidr(`${prod.net}.${random.below(200)}.0/24`));
  const choice = random.below(3);
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(prod, target.name);
    const by =
      choice === 2 ? pipelineOf(shop, prod.account, 6000) : atCommandLine(person, prod.account, 'ec2.authorize');
    const first = group.rules.find(({ direction, peer }) => direction === 'Ingress' && peer.kind === 'ipv4')!;
    if (choice === 0)
      authorize(scene, by, group, 'Ingress', [permission], {
        fail: denied(by, 'AuthorizeSecurityGroupIngress', groupArn(group)),
      });
    else if (choice === 1) authorize(scene, by, group, 'Ingress', [permission], { fail: dryRun });
    else authorize(scene, by, group, 'Ingress', [tcp([first.from, first.to], first.peer)]);
  };
  return { steps: [{ at: atWork(random), act }], changes: 0 };
}

/** A robot whose right was taken away tries the same call again and again: an annoyance, and one only. */
function robot({ shop, random }: Turn) {
  const { stage } = shop.sites;
  const target = random.pick(targetsOf(shop, 'app', stage));
  const by = pipelineOf(shop, stage.account, 6001);
  const start = atWork(random);
  const steps = Array.from(
    { length: random.between(20, 60) },
    (_, at): Step => ({
      at: start + at * 90_000,
      act: (scene) => {
        const group = scene.cloud.group(stage, target.name);
        const fail = denied(by, 'AuthorizeSecurityGroupIngress', groupArn(group));
        authorize(scene, by, group, 'Ingress', [tcp(8080, cidr('10.9.0.0/16'))], { fail });
      },
    }),
  );
  return { steps, changes: 0 };
}
