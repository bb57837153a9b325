import { setInterfaceGroups } from '../../../examples/generate/ec2/attachment-calls.ts';
import { modifyList } from '../../../examples/generate/ec2/list-calls.ts';
import { cidr, tcp } from '../../../examples/generate/ec2/permission.ts';
import { authorize, revokeById } from '../../../examples/generate/ec2/rule-calls.ts';
import { createTags, deleteTags } from '../../../examples/generate/ec2/tag-calls.ts';
import { forgotten, partners } from '../found-shop.ts';
import { adminPorts, pipelineOf, targetsOf } from '../shop.ts';
import { atWork, later } from '../when.ts';
import { type Kind, type Plot, type Step, somebody } from './kind.ts';

/** What happens around the rules: lists, attachments, tags, and rules that go. */
export const aroundKinds: readonly Kind[] = [
  { name: 'protected-lost', title: 'A protected rule goes', plan: protectedLost },
  { name: 'list-widened', title: 'A prefix list that a jump host names gets strangers', plan: listWidened },
  { name: 'old-group-attached', title: 'A forgotten wide-open group is put on an interface', plan: oldGroupAttached },
  { name: 'tag-escape', title: 'The environment tag goes, then a port of administration opens', plan: tagEscape },
  { name: 'guard-escape', title: 'The tag that protects goes, then what it protected', plan: guardEscape },
];

function protectedLost(plot: Plot) {
  const { shop, random, draw, mark } = plot;
  const target = draw('api');
  const by = random.chance(0.5) ? pipelineOf(shop, target.site.account, 9100) : somebody(plot, target.site);
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(target.site, target.name);
    const rules = group.rules.filter(({ direction, from }) => direction === 'Ingress' && from === 443);
    mark(scene, revokeById(scene, by, group, rules.slice(0, 1)).eventId);
  };
  const expect = `high lost ingress tcp/443 ${target.site.net}.0.0/16`;
  return { steps: [{ at: atWork(random), act }], target, expect };
}

function listWidened(plot: Plot) {
  const { shop, random, mark } = plot;
  const { prod } = shop.sites;
  const wide = random.pick([['0.0.0.0/0'], ['0.0.0.0/1', '128.0.0.0/1'], ['77.0.0.0/8']]);
  const act: Step['act'] = (scene) => {
    const entries = Object.fromEntries(wide.map((each) => [each, 'test, remove']));
    mark(scene, modifyList(scene, somebody(plot, prod), scene.cloud.list(prod, partners), entries));
  };
  const target = targetsOf(shop, 'bastion', prod)[0]!;
  return { steps: [{ at: atWork(random), act }], target, expect: `critical gained ingress tcp/22 ${wide[0]}` };
}

function oldGroupAttached(plot: Plot) {
  const { shop, random, draw, mark } = plot;
  const { prod } = shop.sites;
  let target = draw('worker', 'app');
  while (target.site !== prod) target = draw('worker', 'app');
  const by = somebody(plot, prod);
  const act: Step['act'] = (scene) => {
    const own = scene.cloud.group(prod, target.name);
    const one = scene.cloud.interfaces.find(({ groups }) => groups.includes(own))!;
    mark(scene, setInterfaceGroups(scene, by, one, [own, scene.cloud.group(prod, forgotten.open)]));
  };
  return {
    steps: [{ at: atWork(random), act }],
    target: { site: prod, name: forgotten.open },
    expect: 'critical gained ingress tcp/0-65535 0.0.0.0/0',
  };
}

function tagEscape(plot: Plot) {
  const { shop, random, draw, mark } = plot;
  const target = draw('app', 'worker');
  const { site, name } = target;
  const by = somebody(plot, site);
  const at = atWork(random);
  const port = random.pick(adminPorts);
  const removes = random.chance(0.5);
  const steps: Step[] = [
    {
      at,
      act: (scene) => {
        const { id } = scene.cloud.group(site, name);
        const done = removes
          ? deleteTags(scene, by, site, [id], [shop.tag])
          : createTags(scene, by, site, [id], { [shop.tag]: shop.environments.dev });
        mark(scene, done, 'leading');
      },
    },
    {
      at: later(random, at, 1, 90),
      act: (scene) => {
        const group = scene.cloud.group(site, name);
        mark(scene, authorize(scene, by, group, 'Ingress', [tcp(port, cidr('0.0.0.0/0'))]).eventId);
      },
    },
  ];
  return { steps, target, expect: `critical gained ingress tcp/${port} 0.0.0.0/0` };
}

function guardEscape(plot: Plot) {
  const { random, draw, mark } = plot;
  const target = draw('api');
  const { site, name } = target;
  const by = somebody(plot, site);
  const at = atWork(random);
  const steps: Step[] = [
    {
      at,
      act: (scene) =>
        mark(scene, deleteTags(scene, by, site, [scene.cloud.group(site, name).id], ['protected']), 'leading'),
    },
    {
      at: later(random, at, 1, 60),
      act: (scene) => {
        const group = scene.cloud.group(site, name);
        const rules = group.rules.filter(({ direction, from }) => direction === 'Ingress' && from === 443);
        mark(scene, revokeById(scene, by, group, rules.slice(0, 1)).eventId);
      },
    },
  ];
  return { steps, target, expect: `high lost ingress tcp/443 ${site.net}.0.0/16` };
}
