import { createGroup } from '../../../examples/generate/ec2/group-calls.ts';
import { modifyList } from '../../../examples/generate/ec2/list-calls.ts';
import { describeRules, modifyRules } from '../../../examples/generate/ec2/modify-calls.ts';
import { allTraffic, cidr, type Permission, tcp } from '../../../examples/generate/ec2/permission.ts';
import { authorize, revoke, revokeById } from '../../../examples/generate/ec2/rule-calls.ts';
import { createTags } from '../../../examples/generate/ec2/tag-calls.ts';
import type { Scene, Step } from '../../../examples/generate/scene.ts';
import { partners } from '../found-shop.ts';
import { pipelineOf, publicAddress, targetsOf } from '../shop.ts';
import { atWork } from '../when.ts';
import type { Habit, Turn } from './habit.ts';

/** What Terraform does for people who merged something. */
export const pipelineHabits: readonly Habit[] = [
  { weight: 6, plan: replaceAll },
  { weight: 3, plan: newGroup },
  { weight: 12, plan: smallEdit },
  { weight: 2, plan: partnerEdit },
  { weight: 3, plan: retag },
];

/** In-line rules: every apply takes all of them away and puts all of them back, within a second or a few. */
function replaceAll({ shop, random, count }: Turn) {
  const target = random.pick(targetsOf(shop, 'edge'));
  const at = atWork(random);
  const gap = random.pick([0, 0, 2000, 6000]);
  const fresh = random.chance(0.4) ? [tcp(443, cidr(`${publicAddress(random)}/32`, 'new site'))] : [];
  const by = pipelineOf(shop, target.site.account, 5000 + count);
  const kept: Permission[] = [];
  const steps = [
    {
      at,
      act: (scene: Scene) => {
        const group = scene.cloud.group(target.site, target.name);
        const rules = group.rules.filter(({ direction }) => direction === 'Ingress');
        kept.push(...rules.map(({ protocol, from, to, peer }): Permission => ({ protocol, from, to, peers: [peer] })));
        revoke(scene, by, group, 'Ingress', kept);
      },
    },
    {
      at: at + gap,
      act: (scene: Scene) => {
        const group = scene.cloud.group(target.site, target.name);
        authorize(scene, by, group, 'Ingress', [...kept, ...fresh]);
      },
    },
  ];
  return { steps, changes: 2 };
}

type Act = Step['act'];

/** A new group: the provider takes away the egress that EC2 gave before it adds its own. */
function newGroup({ shop, random, count }: Turn) {
  const site = random.pick([shop.sites.prod, shop.sites.second, shop.sites.stage]);
  const environment = site === shop.sites.stage ? shop.environments.stage : shop.environments.prod;
  const by = pipelineOf(shop, site.account, 5000 + count);
  const inside = cidr(`${site.net}.0.0/16`, 'inside');
  const port = random.pick([443, 8443, 8080, 9000]);
  const act: Act = (scene) => {
    const tags = { [shop.tag]: environment, owner: 'core', managed: 'terraform' };
    const group = createGroup(scene, by, site, { name: `service-${count}`, description: 'made by the pipeline', tags });
    revoke(scene, by, group, 'Egress', [allTraffic(cidr('0.0.0.0/0'))]);
    revoke(scene, by, group, 'Egress', [allTraffic(cidr('::/0'))]);
    authorize(scene, by, group, 'Ingress', [tcp(port, inside)]);
    authorize(scene, by, group, 'Egress', [tcp(443, inside)]);
  };
  return { steps: [{ at: atWork(random), act }], changes: 4 };
}

/** One rule that is a resource of its own comes, goes, narrows or gets another text. */
function smallEdit({ shop, random, count }: Turn) {
  const { prod, second, stage } = shop.sites;
  const target = random.pick([
    ...targetsOf(shop, 'app', prod, second, stage),
    ...targetsOf(shop, 'worker'),
    ...targetsOf(shop, 'db', stage),
    ...targetsOf(shop, 'db', prod),
  ]);
  const { site, purpose } = target;
  const by = pipelineOf(shop, site.account, 5000 + count);
  const subnet = cidr(`${site.net}.${random.between(20, 250)}.0/24`, 'subnet');
  const port = purpose === 'db' ? shop.ports.get(target.name)! : random.pick([8080, 8081, 9000, 9100, 8443]);
  const choice = random.below(4);
  const act: Act = (scene) => {
    const group = scene.cloud.group(site, target.name);
    const added = group.rules.filter(({ peer }) => peer.description === 'subnet');
    if (choice === 1 && added.length > 1) revokeById(scene, by, group, added.slice(0, 1));
    else if (choice === 2 && added.length > 0)
      modifyRules(scene, by, group, [{ rule: added[0]!, to: tcp(port, subnet) }]);
    else if (choice === 3 && added.length > 0) describeRules(scene, by, group, [[added[0]!, 'subnet']]);
    else authorize(scene, by, group, 'Ingress', [tcp(port, subnet)]);
  };
  return { steps: [{ at: atWork(random), act }], changes: 1 };
}

/** A partner comes or goes: single addresses, agreed on. */
function partnerEdit({ shop, random, count }: Turn) {
  const { prod } = shop.sites;
  const entry = { [`${publicAddress(random)}/32`]: `partner ${count}` };
  const act: Act = (scene) =>
    void modifyList(scene, pipelineOf(shop, prod.account, 5000 + count), scene.cloud.list(prod, partners), entry);
  return { steps: [{ at: atWork(random), act }], changes: 1 };
}

/** Tags that nothing depends on. */
function retag({ shop, random, count }: Turn) {
  const target = random.pick([...targetsOf(shop, 'app'), ...targetsOf(shop, 'web')]);
  const act: Act = (scene) => {
    const by = pipelineOf(shop, target.site.account, 5000 + count);
    const { id } = scene.cloud.group(target.site, target.name);
    createTags(scene, by, target.site, [id], { 'cost-centre': `cc-${1000 + count}` });
  };
  return { steps: [{ at: atWork(random), act }], changes: 1 };
}
