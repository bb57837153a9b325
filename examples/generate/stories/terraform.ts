import type { Caller } from '../caller.ts';
import type { Group } from '../ec2/cloud.ts';
import { createGroup, deleteGroup } from '../ec2/group-calls.ts';
import { modifyRules } from '../ec2/modify-calls.ts';
import { allTraffic, cidr, type Permission, peerGroup, ping, tcp, udp } from '../ec2/permission.ts';
import { authorize, revoke, revokeById } from '../ec2/rule-calls.ts';
import { createTags } from '../ec2/tag-calls.ts';
import { edgeRules, newEdgeRange } from '../edge-ranges.ts';
import { office, places } from '../founding.ts';
import type { Site } from '../organisation.ts';
import { pipeline } from '../people.ts';
import { type Scene, type Step, step } from '../scene.ts';

/** What the pipeline does: new groups, replaced rule sets, single rules edited in place. Nothing here is amiss. */
export function terraformSteps(): readonly Step[] {
  return [
    ...newGroups(),
    ...replacedRules(places.prod, 'edge-web', 'prod'),
    ...replacedRules(places.stage, 'stage-edge', 'stage'),
    ...smallEdits(),
  ];
}

/** Makes a group as the provider does: it takes away the egress that EC2 gave, in both families, before it adds its own. */
function applyGroup(scene: Scene, by: Caller, site: Site, plan: Plan): Group {
  const { name, about, owner, ingress, egress } = plan;
  const tags = { env: site.account.environment, owner, managed: 'terraform' };
  const group = createGroup(scene, by, site, { name, description: about, tags });
  revoke(scene, by, group, 'Egress', [allTraffic(cidr('0.0.0.0/0'))]);
  revoke(scene, by, group, 'Egress', [allTraffic(cidr('::/0'))]);
  if (ingress.length > 0) authorize(scene, by, group, 'Ingress', ingress);
  if (egress.length > 0) authorize(scene, by, group, 'Egress', egress);
  return group;
}

interface Plan {
  readonly name: string;
  readonly about: string;
  readonly owner: string;
  readonly ingress: readonly Permission[];
  readonly egress: readonly Permission[];
}

function newGroups(): readonly Step[] {
  const make = (time: string, site: Site, run: number, plan: Plan): Step =>
    step(time, (scene) => void applyGroup(scene, pipeline(site.account, run), site, plan));
  const inside = (site: Site): readonly Permission[] => [tcp(443, cidr(`${site.net}.0.0/16`, 'inside'))];
  const { prod, stage, tools, prodEu } = places;
  const search = { name: 'search', about: 'Search cluster', owner: 'storefront' };
  return [
    make('mon 09:41:12', stage, 4101, {
      ...search,
      ingress: [tcp([9200, 9300], cidr('10.40.0.0/16'))],
      egress: inside(stage),
    }),
    make('mon 13:05:44', prod, 4107, {
      ...search,
      ingress: [tcp([9200, 9300], cidr('10.20.0.0/16'))],
      egress: inside(prod),
    }),
    make('wed 08:22:31', tools, 4119, {
      name: 'tools-cache',
      about: 'Build cache',
      owner: 'platform',
      ingress: [tcp(6379, cidr('10.60.0.0/16')), udp(53, cidr('10.60.0.0/16'))],
      egress: [],
    }),
    make('thu 11:48:09', prodEu, 4131, {
      name: 'prod-loyalty',
      about: 'Loyalty service',
      owner: 'storefront',
      ingress: [tcp(8443, cidr('10.21.0.0/16')), ping(cidr('10.21.0.0/16'))],
      egress: inside(prodEu),
    }),
    step('fri 15:30:02', (scene) => {
      const by = pipeline(tools.account, 4140);
      deleteGroup(scene, by, scene.cloud.group(tools, 'tools-metrics'));
    }),
    step('fri 15:31:40', (scene) => {
      const group = scene.cloud.group(stage, 'search');
      createTags(scene, pipeline(stage.account, 4141), stage, [group.id], { 'cost-centre': 'cc-1042' });
    }),
  ];
}

/** The in-line rules of a group: every apply takes all of them away and puts all of them back, within a second. */
function replacedRules(site: Site, name: string, prefix: 'prod' | 'stage'): readonly Step[] {
  const wanted: Permission[] = [...edgeRules()];
  const replace = (time: string, run: number, change: (rules: Permission[]) => void): Step =>
    step(time, (scene) => {
      const by = pipeline(site.account, run);
      const group = scene.cloud.group(site, name);
      revoke(scene, by, group, 'Ingress', wanted);
      change(wanted);
      authorize(scene, by, group, 'Ingress', wanted);
    });
  const day =
    prefix === 'prod'
      ? ['mon 10:12:33', 'wed 10:40:18', 'fri 09:20:51']
      : ['mon 10:02:05', 'wed 10:25:47', 'fri 09:03:29'];
  return [
    replace(day[0]!, 4102, (rules) => rules.push(newEdgeRange(0))),
    replace(day[1]!, 4120, (rules) => rules.reverse()),
    replace(day[2]!, 4138, (rules) => rules.push(newEdgeRange(1))),
  ];
}

/** Rules that are resources of their own: edited in place, added and removed one by one. */
function smallEdits(): readonly Step[] {
  const { prod, stage, stageUs, tools, prodUs, prodEu } = places;
  const narrow = (time: string, site: Site, name: string, run: number, to: Permission): Step =>
    step(time, (scene) => {
      const group = scene.cloud.group(site, name);
      const rule = group.rules.find(
        (one) => one.direction === 'Ingress' && one.protocol === to.protocol && one.to === to.to,
      );
      if (rule !== undefined) modifyRules(scene, pipeline(site.account, run), group, [{ rule, to }]);
    });
  const add = (time: string, site: Site, name: string, run: number, permission: Permission): Step =>
    step(
      time,
      (scene) =>
        void authorize(scene, pipeline(site.account, run), scene.cloud.group(site, name), 'Ingress', [permission]),
    );
  const drop = (time: string, site: Site, name: string, run: number, port: number): Step =>
    step(time, (scene) => {
      const group = scene.cloud.group(site, name);
      revokeById(
        scene,
        pipeline(site.account, run),
        group,
        group.rules.filter((rule) => rule.direction === 'Ingress' && rule.from === port).slice(0, 1),
      );
    });
  return [
    narrow('mon 14:18:26', prod, 'prod-app', 4108, tcp(22, cidr('10.20.9.0/25', 'jump hosts'))),
    narrow('tue 08:55:13', prod, 'prod-batch', 4112, tcp(22, cidr('10.20.9.0/25', 'jump hosts'))),
    narrow('tue 09:02:37', stage, 'stage-app', 4113, tcp(8080, cidr('10.40.0.0/17', 'inside'))),
    narrow('thu 10:06:54', stage, 'stage-db', 4128, tcp(5432, cidr('10.40.0.0/17', 'inside'))),
    narrow('fri 10:58:20', prodEu, 'prod-replica', 4139, tcp(5432, cidr('10.20.0.0/17', 'reporting'))),
    add('mon 08:40:11', prod, 'prod-web', 4100, tcp(22, office)),
    add('mon 16:30:59', stage, 'stage-app', 4109, tcp(9100, cidr('10.60.0.0/16', 'metrics'))),
    add('tue 11:21:42', tools, 'tools-runner', 4115, tcp(9100, cidr('10.60.0.0/16', 'metrics'))),
    add('wed 15:17:08', stageUs, 'stage-loadtest', 4123, tcp(9100, cidr('10.60.0.0/16', 'metrics'))),
    add('thu 09:33:30', prodUs, 'prod-web', 4127, tcp(9100, cidr('10.60.0.0/16', 'metrics'))),
    drop('fri 16:12:16', stage, 'stage-app', 4142, 9100),
    step('thu 15:02:45', (scene) => {
      const group = scene.cloud.group(prod, 'prod-web');
      const search = scene.cloud.group(prod, 'search');
      authorize(scene, pipeline(prod.account, 4133), search, 'Ingress', [tcp(9200, peerGroup(group, 'from web'))]);
    }),
  ];
}
