import { cidr, type Peer, type Permission, tcp } from '../../../examples/generate/ec2/permission.ts';
import { authorize, revokeById } from '../../../examples/generate/ec2/rule-calls.ts';
import { inConsole } from '../../../examples/generate/people.ts';
import { adminPorts, storePorts, type Target } from '../shop.ts';
import { anyTime, atWork, later } from '../when.ts';
import { type Caller, type Kind, type Moment, type Plot, type Step, somebody } from './kind.ts';

/** Openings to the whole Internet, written in ways that do not look like it. */
export const everybodyKinds: readonly Kind[] = [
  {
    name: 'split-in-one-call',
    title: 'All of an address family reaches a port of administration, in pieces of one call',
    plan: (plot) => {
      const port = plot.random.pick(adminPorts);
      return openAtOnce(plot, [tcp(port, ...pieces(plot))], `critical gained ingress tcp/${port} internet`);
    },
  },
  { name: 'split-over-calls', title: 'The pieces come one by one, minutes apart', plan: splitOverCalls },
  { name: 'slow-halves', title: 'Two people open half of IPv4 each, hours apart', plan: slowHalves },
  {
    name: 'ipv6-only',
    title: 'Everybody with IPv6 reaches a port of administration or a store',
    plan: (plot) => {
      const port = plot.random.pick([...adminPorts, ...storePorts]);
      const peer = plot.random.pick(['::/0', '2000::/3', '2600::/12']);
      return openAtOnce(plot, [tcp(port, cidr(peer))], `critical gained ingress tcp/${port} ${peer}`);
    },
  },
  {
    name: 'hidden-family',
    title: 'All of IPv6 stands behind a harmless IPv4 range in the same item',
    plan: (plot) => {
      const port = plot.random.pick(adminPorts);
      const both = tcp(port, cidr(plot.shop.office, 'office'), cidr('::/0', 'office'));
      return openAtOnce(plot, [both], `critical gained ingress tcp/${port} ::/0`);
    },
  },
  {
    name: 'all-traffic',
    title: 'Everything is open to everybody',
    plan: (plot) => {
      const open: Permission = { protocol: '-1', from: -1, to: -1, peers: [cidr('0.0.0.0/0')] };
      return openAtOnce(plot, [open], 'critical gained ingress all 0.0.0.0/0');
    },
  },
  {
    name: 'range-around',
    title: 'A range of ports holds one of administration',
    plan: (plot) => {
      const range = plot.random.pick(ranges);
      const expect = `critical gained ingress tcp/${range.join('-')} 0.0.0.0/0`;
      return openAtOnce(plot, [tcp(range, cidr('0.0.0.0/0'))], expect);
    },
  },
  {
    name: 'open-store',
    title: 'Everybody reaches a store of records',
    plan: (plot) => {
      const port = plot.random.pick(storePorts);
      return openAtOnce(plot, [tcp(port, cidr('0.0.0.0/0'))], `critical gained ingress tcp/${port} 0.0.0.0/0`);
    },
  },
  {
    name: 'half-public',
    title: 'A range that is half private lets a /8 of strangers in',
    plan: (plot) => {
      const port = plot.random.pick(storePorts);
      return openAtOnce(plot, [tcp(port, cidr('10.0.0.0/7', 'inside'))], `high gained ingress tcp/${port} 11.0.0.0/8`);
    },
  },
  { name: 'forgotten-debug', title: 'A debugging rule is opened from a script and never closed', plan: forgottenDebug },
  {
    name: 'brief-opening',
    title: 'A port of administration is open to everybody for some minutes',
    plan: briefOpening,
  },
];

/** Ranges with ssh, SMB, remote desktop or WinRM somewhere in them. */
const ranges: readonly (readonly [number, number])[] = [
  [20, 30],
  [0, 1024],
  [3380, 3400],
  [1, 65535],
  [5980, 5990],
  [440, 450],
];

/** The whole of an address family without its name. */
function pieces({ random }: Plot): readonly Peer[] {
  const sets = [
    ['0.0.0.0/1', '128.0.0.0/1'],
    ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2'],
    ['::/1', '8000::/1'],
    ['2000::/4', '3000::/4'],
    Array.from({ length: 8 }, (_, at) => `${at * 32}.0.0.0/3`),
  ];
  return random.pick(sets).map((each) => cidr(each));
}

function openAtOnce(plot: Plot, permissions: readonly Permission[], expect: string) {
  const { random, draw, mark } = plot;
  const target = draw('app', 'worker', 'api', 'bastion');
  const by = somebody(plot, target.site);
  const at = atWork(random);
  const step: Step = {
    at,
    act: (scene) => {
      const group = scene.cloud.group(target.site, target.name);
      mark(scene, authorize(scene, by, group, 'Ingress', permissions).eventId);
    },
  };
  return { steps: [step, ...closing(plot, target, permissions, at)], target, expect };
}

/** The platform team finds half of them, some hours later. */
function closing(
  { shop, random }: Plot,
  { site, name }: Target,
  permissions: readonly Permission[],
  opened: Moment,
): readonly Step[] {
  if (random.chance(0.5)) return [];
  const values = permissions
    .flatMap(({ peers }) => peers.map(({ value }) => value))
    .filter((each) => each !== shop.office);
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(site, name);
    const rules = group.rules.filter(
      ({ direction, peer, from }) =>
        direction === 'Ingress' && values.includes(peer.value) && permissions.some((each) => each.from === from),
    );
    if (rules.length > 0) revokeById(scene, inConsole(shop.people[0]!, site.account), group, rules);
  };
  return [{ at: later(random, opened, 60, 1200), act }];
}

function splitOverCalls(plot: Plot) {
  const { random, draw, mark } = plot;
  const target = draw('app', 'worker', 'bastion', 'api');
  const port = random.pick(adminPorts);
  const by = somebody(plot, target.site);
  const start = atWork(random);
  const parts = pieces(plot);
  const steps = parts.map((peer, index): Step => {
    const part = index === parts.length - 1 ? 'decisive' : 'leading';
    return {
      at: start + index * random.between(20, 600) * 1000,
      act: (scene) => {
        const group = scene.cloud.group(target.site, target.name);
        mark(scene, authorize(scene, by, group, 'Ingress', [tcp(port, peer)]).eventId, part);
      },
    };
  });
  return { steps, target, expect: `critical gained ingress tcp/${port} internet` };
}

function slowHalves(plot: Plot) {
  const { shop, random, draw, mark } = plot;
  const target = draw('app', 'worker', 'bastion');
  const port = random.pick(adminPorts);
  const [first, second] = random.shuffle(shop.people.slice(1));
  const start = atWork(random);
  const half = (at: Moment, by: Caller, range: string, part: 'leading' | 'decisive'): Step => ({
    at,
    act: (scene) => {
      const group = scene.cloud.group(target.site, target.name);
      mark(scene, authorize(scene, by, group, 'Ingress', [tcp(port, cidr(range, 'vendor'))]).eventId, part);
    },
  });
  const { account } = target.site;
  const steps = [
    half(start, inConsole(first!, account), '0.0.0.0/1', 'leading'),
    half(later(random, start, 60, 600), inConsole(second!, account), '128.0.0.0/1', 'decisive'),
  ];
  return { steps, target, expect: `critical gained ingress tcp/${port} 128.0.0.0/1` };
}

function forgottenDebug(plot: Plot) {
  const { random, draw, mark } = plot;
  const target = draw('app', 'worker');
  const port = random.pick([22, 3389]);
  const by = somebody(plot, target.site);
  const act: Step['act'] = (scene) => {
    const group = scene.cloud.group(target.site, target.name);
    mark(scene, authorize(scene, by, group, 'Ingress', [tcp(port, cidr('0.0.0.0/0'))], { form: 'flat' }).eventId);
  };
  return { steps: [{ at: anyTime(random), act }], target, expect: `critical gained ingress tcp/${port} 0.0.0.0/0` };
}

function briefOpening(plot: Plot) {
  const { random, draw, mark } = plot;
  const target = draw('app', 'worker', 'bastion');
  const port = random.pick([22, 3389, 5985]);
  const by = somebody(plot, target.site);
  const at = anyTime(random);
  const steps: Step[] = [
    {
      at,
      act: (scene) => {
        const group = scene.cloud.group(target.site, target.name);
        mark(scene, authorize(scene, by, group, 'Ingress', [tcp(port, cidr('0.0.0.0/0', 'vendor'))]).eventId);
      },
    },
    {
      at: later(random, at, 5, 30),
      act: (scene) => {
        const group = scene.cloud.group(target.site, target.name);
        const rules = group.rules.filter(({ peer }) => peer.description === 'vendor');
        revokeById(scene, by, group, rules);
      },
    },
  ];
  return { steps, target, expect: `critical gained ingress tcp/${port} 0.0.0.0/0` };
}
