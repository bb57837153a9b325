import { runInstance } from '../../../examples/generate/ec2/attachment-calls.ts';
import { createGroup, deleteGroup } from '../../../examples/generate/ec2/group-calls.ts';
import { cidr, type Permission, peerGroup, tcp } from '../../../examples/generate/ec2/permission.ts';
import { authorize, revoke } from '../../../examples/generate/ec2/rule-calls.ts';
import type { Step } from '../../../examples/generate/scene.ts';
import { modifyDatabase, setBalancerGroups } from '../../../examples/generate/services/group-holders.ts';
import { clusterGroups } from '../found-shop.ts';
import { controllerOf, pipelineOf, scalerOf, stackOf, targetsOf } from '../shop.ts';
import { anyTime, atWork, later } from '../when.ts';
import type { Habit, Turn } from './habit.ts';

/** What goes on by itself: clusters, stacks, Auto Scaling, deployments of balancers and databases. */
export const machineHabits: readonly Habit[] = [
  { weight: 26, plan: rollout },
  { weight: 4, plan: replacedInStack },
  { weight: 2, plan: passingStack },
  { weight: 12, plan: scaleOut },
  { weight: 3, plan: setGroups },
];

/** A controller opens the port range of a new deployment to the shared balancer group, and closes the one before. */
function rollout({ shop, random }: Turn) {
  const site = random.chance(0.7) ? shop.sites.prod : shop.sites.stage;
  const low = 30000 + random.below(1200);
  const act: Step['act'] = (scene) => {
    const by = controllerOf(shop, site.account, site.key);
    const nodes = scene.cloud.group(site, clusterGroups.nodes);
    const wanted = tcp([low, low + 1500], peerGroup(scene.cloud.group(site, clusterGroups.traffic), 'shared'));
    const old = nodes.rules.filter(({ peer }) => peer.description === 'shared');
    authorize(scene, by, nodes, 'Ingress', [wanted]);
    const range = ({ from, to, peer }: (typeof old)[number]): Permission => tcp([from, to], peer);
    if (old.length > 0) revoke(scene, by, nodes, 'Ingress', old.map(range));
  };
  return { steps: [{ at: anyTime(random), act }], changes: 2 };
}

/** CloudFormation replaces a rule: the new one comes before the old one goes. */
function replacedInStack({ shop, random, count }: Turn) {
  const site = random.pick([shop.sites.second, shop.sites.stage]);
  const environment = site === shop.sites.stage ? shop.environments.stage : shop.environments.prod;
  const by = stackOf(shop.people[0]!, site.account);
  const name = `reports-${count}-ServiceGroup-1EXAMPLE7Q2ZK`;
  const at = atWork(random);
  const old = tcp(8080, cidr(`${site.net}.0.0/16`, 'inside'));
  const fresh = tcp(8080, cidr(`${site.net}.0.0/17`, 'inside'));
  const tags = { [shop.tag]: environment, owner: 'data' };
  const replaced = at + random.between(3600, 20000) * 1000;
  const steps: Step[] = [
    {
      at,
      act: (scene) => {
        const group = createGroup(scene, by, site, { name, description: 'Service of the stack', tags });
        authorize(scene, by, group, 'Ingress', [old]);
      },
    },
    { at: replaced, act: (scene) => void authorize(scene, by, scene.cloud.group(site, name), 'Ingress', [fresh]) },
    {
      at: replaced + random.between(5, 40) * 1000,
      act: (scene) => void revoke(scene, by, scene.cloud.group(site, name), 'Ingress', [old]),
    },
  ];
  return { steps, changes: 4 };
}

/** A stack for one job: made, used, gone. */
function passingStack({ shop, random, count }: Turn) {
  const site = shop.sites.second;
  const by = stackOf(shop.people[0]!, site.account);
  const name = `job-${count}-MigrationGroup-1EXAMPLE9LP4T`;
  const tags = { [shop.tag]: shop.environments.prod, owner: 'data' };
  const at = atWork(random);
  const rule = tcp(5432, cidr(`${site.net}.4.0/24`));
  const steps: Step[] = [
    {
      at,
      act: (scene) => {
        const group = createGroup(scene, by, site, { name, description: 'Migration job', tags });
        authorize(scene, by, group, 'Ingress', [rule]);
      },
    },
    {
      at: later(random, at, 10, 60),
      act: (scene) => {
        const group = scene.cloud.group(site, name);
        revoke(scene, by, group, 'Ingress', [rule]);
        deleteGroup(scene, by, group);
      },
    },
  ];
  return { steps, changes: 4 };
}

/** Auto Scaling launches from a template: the groups stand in the answer alone. */
function scaleOut({ shop, random }: Turn) {
  const { prod, stage } = shop.sites;
  const target = random.pick([...targetsOf(shop, 'app', prod, stage), ...targetsOf(shop, 'worker')]);
  const act: Step['act'] = (scene) => {
    const groups = [scene.cloud.group(target.site, target.name)];
    const tags = { 'aws:autoscaling:groupName': target.name };
    const template = 'lt-0abcdef1234567890';
    const launch = { image: 'ami-0abcdef1234567890', type: 'm7i.large', groups, tags, template };
    runInstance(scene, scalerOf(target.site.account), target.site, launch);
  };
  return { steps: [{ at: anyTime(random), act }], changes: 1 };
}

/** The pipeline puts known groups on a balancer, somebody known ones on a database of the stage. */
function setGroups({ shop, random, count }: Turn) {
  const { prod, stage } = shop.sites;
  const act: Step['act'] = random.chance(0.5)
    ? (scene) => {
        const [web, edge] = [random.pick(targetsOf(shop, 'web', prod)), targetsOf(shop, 'edge', prod)[0]!];
        const groups = [web, edge].map(({ name }) => scene.cloud.group(prod, name));
        setBalancerGroups(scene, pipelineOf(shop, prod.account, 5000 + count), prod, web.name, groups);
      }
    : (scene) => {
        const [db, app] = [targetsOf(shop, 'db', stage)[0]!, targetsOf(shop, 'app', stage)[0]!];
        const groups = [db, app].map(({ name }) => scene.cloud.group(stage, name));
        modifyDatabase(scene, stackOf(shop.people[1]!, stage.account), stage, db.name, groups);
      };
  return { steps: [{ at: atWork(random), act }], changes: 1 };
}
