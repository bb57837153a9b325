import { assumedRole } from '../../../examples/generate/caller.ts';
import { denied, dryRun } from '../../../examples/generate/ec2/failures.ts';
import { modifyRules } from '../../../examples/generate/ec2/modify-calls.ts';
import { allTraffic, cidr, type Permission, tcp } from '../../../examples/generate/ec2/permission.ts';
import { authorize } from '../../../examples/generate/ec2/rule-calls.ts';
import { groupArn } from '../../../examples/generate/ec2/rule-text.ts';
import { adminPorts, leakedKeyOf, pipelineOf, publicAddress, terraformAgent } from '../shop.ts';
import { anyTime, atNight, atWork, minute } from '../when.ts';
import { type Kind, type Plot, type Step, somebody } from './kind.ts';

/** Somebody who does not belong here, with somebody's means. */
export const strangerKinds: readonly Kind[] = [
  { name: 'database-one-address', title: 'One unknown address reaches a database', plan: databaseOneAddress },
  { name: 'locked-egress', title: 'A leaked key opens the way out of a locked-down group', plan: lockedEgress },
  { name: 'probing-then-success', title: 'Refused again and again, then let in for one address', plan: probing },
  { name: 'foreign-group', title: 'A group of an unknown account reaches a store or everything', plan: foreignGroup },
  { name: 'stolen-pipeline', title: "The pipeline's own role opens a port of administration", plan: stolenPipeline },
  {
    name: 'spoofed-agent',
    title: 'Somebody who says to be Terraform opens a port of administration',
    plan: spoofedAgent,
  },
  { name: 'widened-in-place', title: 'A rule for the inside is edited in place into one for everybody', plan: widened },
  { name: 'idle-region', title: 'The default group of a region that nobody uses opens', plan: idleRegion },
  { name: 'default-group', title: 'The default group of a busy region opens', plan: defaultGroup },
];

function databaseOneAddress(plot: Plot) {
  const { shop, random, draw, mark } = plot;
  const target = draw('db');
  const address = `${publicAddress(random)}/32`;
  const port = shop.ports.get(target.name)!;
  const by = random.chance(0.5)
    ? leakedKeyOf('ci-reports', publicAddress(random), 'ec2.authorize-security-group-ingress')
    : somebody(plot, target.site);
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(target.site, target.name);
    mark(scene, authorize(scene, by, group, 'Ingress', [tcp(port, cidr(address))]).eventId);
  };
  return { steps: [{ at: anyTime(random), act }], target, expect: `high gained ingress tcp/${port} ${address}` };
}

function lockedEgress({ random, draw, mark }: Plot) {
  const target = draw('db');
  const by = leakedKeyOf('ci-reports', publicAddress(random), 'ec2.authorize-security-group-egress');
  const open: Permission = random.chance(0.6) ? allTraffic(cidr('0.0.0.0/0')) : tcp([1, 65535], cidr('0.0.0.0/0'));
  const services = open.protocol === '-1' ? 'all' : 'tcp/1-65535';
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(target.site, target.name);
    mark(scene, authorize(scene, by, group, 'Egress', [open]).eventId);
  };
  return { steps: [{ at: atNight(random), act }], target, expect: `high gained egress ${services} 0.0.0.0/0` };
}

function probing(plot: Plot) {
  const { random, draw, mark } = plot;
  const target = draw('app', 'worker', 'db');
  const address = publicAddress(random);
  const by = leakedKeyOf('backup-agent', address, 'ec2.authorize-security-group-ingress');
  const port = random.pick(adminPorts);
  const start = atNight(random);
  const tries = Array.from(
    { length: random.between(4, 9) },
    (_, at): Step => ({
      at: start + at * random.between(5, 40) * 1000,
      act: (scene) => {
        const group = scene.cloud.group(target.site, target.name);
        const refused = denied(by, 'AuthorizeSecurityGroupIngress', groupArn(group));
        const fail = random.chance(0.15) ? dryRun : refused;
        mark(
          scene,
          authorize(scene, by, group, 'Ingress', [tcp(port, cidr(`${address}/32`))], { fail }).eventId,
          'leading',
        );
      },
    }),
  );
  const success: Step = {
    at: start + random.between(9, 25) * minute,
    act: (scene) => {
      const group = scene.cloud.group(target.site, target.name);
      mark(scene, authorize(scene, by, group, 'Ingress', [tcp(port, cidr(`${address}/32`))]).eventId);
    },
  };
  return { steps: [...tries, success], target, expect: `high gained ingress tcp/${port} ${address}/32` };
}

function foreignGroup(plot: Plot) {
  const { shop, random, draw, mark } = plot;
  const target = draw('db', 'api');
  const account = `9999${random.between(10, 99)}887777`.slice(0, 12);
  const peer = { kind: 'group', value: random.resource('sg'), owner: account } as const;
  const port = shop.ports.get(target.name) ?? 443;
  const permission = random.chance(0.5) ? tcp(port, peer) : allTraffic(peer);
  const services = permission.protocol === '-1' ? 'all' : `tcp/${port}`;
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(target.site, target.name);
    mark(scene, authorize(scene, somebody(plot, target.site), group, 'Ingress', [permission]).eventId);
  };
  const expect = `high gained ingress ${services} ${account}/${peer.value}`;
  return { steps: [{ at: atWork(random), act }], target, expect };
}

function stolenPipeline({ shop, random, draw, mark }: Plot) {
  const target = draw('app', 'worker', 'bastion');
  const port = random.pick(adminPorts);
  const by = { ...pipelineOf(shop, target.site.account, 9000), sourceIp: publicAddress(random) };
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(target.site, target.name);
    mark(scene, authorize(scene, by, group, 'Ingress', [tcp(port, cidr('0.0.0.0/0'))]).eventId);
  };
  return { steps: [{ at: atNight(random), act }], target, expect: `critical gained ingress tcp/${port} 0.0.0.0/0` };
}

/** The user agent says Terraform and the session is called as the pipeline's; the role is another. */
function spoofedAgent({ random, draw, mark }: Plot) {
  const target = draw('app', 'web', 'worker');
  const port = random.pick(adminPorts);
  const by = assumedRole(target.site.account, {
    role: 'support-readonly',
    session: 'gha-5001',
    sourceIp: publicAddress(random),
    userAgent: terraformAgent,
  });
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(target.site, target.name);
    mark(scene, authorize(scene, by, group, 'Ingress', [tcp(port, cidr('0.0.0.0/0'))]).eventId);
  };
  return { steps: [{ at: anyTime(random), act }], target, expect: `critical gained ingress tcp/${port} 0.0.0.0/0` };
}

function widened(plot: Plot) {
  const { shop, random, draw, mark } = plot;
  const target = draw('db', 'worker', 'app');
  const port = { db: shop.ports.get(target.name)!, worker: 3389, app: 22 }[target.purpose as 'db' | 'worker' | 'app'];
  const wide = random.pick(['0.0.0.0/0', '::/0', '0.0.0.0/1']);
  const by = somebody(plot, target.site);
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(target.site, target.name);
    const found = group.rules.find(({ direction, from }) => direction === 'Ingress' && from === port);
    const [rule = found!] =
      found === undefined ? authorize(scene, by, group, 'Ingress', [tcp(port, cidr('10.0.0.0/8'))]).rules : [];
    mark(scene, modifyRules(scene, by, group, [{ rule, to: tcp(port, cidr(wide, 'inside')) }]));
  };
  return { steps: [{ at: atWork(random), act }], target, expect: `critical gained ingress tcp/${port} ${wide}` };
}

function idleRegion({ shop, random, mark }: Plot) {
  const target = { site: shop.sites.idle, name: 'default' };
  const by = leakedKeyOf('ci-reports', publicAddress(random), 'ec2.authorize-security-group-ingress');
  const port = random.pick(adminPorts);
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(target.site, target.name);
    mark(scene, authorize(scene, by, group, 'Ingress', [tcp(port, cidr('0.0.0.0/0'))]).eventId);
  };
  return { steps: [{ at: atNight(random), act }], target, expect: `critical gained ingress tcp/${port} 0.0.0.0/0` };
}

function defaultGroup(plot: Plot) {
  const { shop, random, mark } = plot;
  const target = { site: random.pick([shop.sites.prod, shop.sites.second]), name: 'default' };
  const by = somebody(plot, target.site);
  const ports = random.pick([8080, 443, 9000]);
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(target.site, target.name);
    mark(scene, authorize(scene, by, group, 'Ingress', [tcp(ports, cidr('0.0.0.0/0'))]).eventId);
  };
  return { steps: [{ at: atWork(random), act }], target, expect: `high gained ingress tcp/${ports} 0.0.0.0/0` };
}
