import type { Caller } from '../caller.ts';
import { cidr, tcp } from '../ec2/permission.ts';
import { authorize, revokeById } from '../ec2/rule-calls.ts';
import { office, places } from '../founding.ts';
import { atCommandLine, inConsole, people } from '../people.ts';
import { type Step, step } from '../scene.ts';

/** Openings to everybody that do not say 0.0.0.0/0. */
export function wideAddressSteps(): readonly Step[] {
  return [...halves(), halvesClosed(), dualStack(), globalUnicast()];
}

/** Two halves of IPv4, by two people, an hour apart: only the second makes it everybody. */
function halves(): readonly Step[] {
  const site = places.prod;
  const open = (time: string, by: Caller, range: string): Step =>
    step(time, (scene) => {
      const group = scene.cloud.group(site, 'prod-bastion');
      scene.label('two-halves', authorize(scene, by, group, 'Ingress', [tcp(22, cidr(range, 'vendor'))]).eventId);
    });
  return [
    open('wed 14:05:51', inConsole(people.alice, site.account), '0.0.0.0/1'),
    open('wed 15:07:16', inConsole(people.bob, site.account), '128.0.0.0/1'),
  ];
}

/** The platform team finds the halves in the morning. */
function halvesClosed(): Step {
  const site = places.prod;
  return step('thu 08:04:38', (scene) => {
    const group = scene.cloud.group(site, 'prod-bastion');
    const rules = group.rules.filter(({ peer }) => peer.value.endsWith('/1'));
    revokeById(scene, inConsole(people.erin, site.account), group, rules);
  });
}

/** A harmless IPv4 range and all of IPv6, in one item. */
function dualStack(): Step {
  const site = places.prodUs;
  return step('mon 15:20:33', (scene) => {
    const group = scene.cloud.group(site, 'prod-windows');
    const by = inConsole(people.carol, site.account);
    const both = tcp([3380, 3395], office, cidr('::/0', 'office'));
    scene.label('dual-stack-desktop', authorize(scene, by, group, 'Ingress', [both]).eventId);
  });
}

/** All of IPv6 that is in use, and a port range that holds ssh. */
function globalUnicast(): Step {
  const site = places.prodUs;
  return step('sat 11:45:57', (scene) => {
    const group = scene.cloud.group(site, 'prod-web');
    const by = atCommandLine(people.bob, site.account, 'ec2.authorize-security-group-ingress');
    scene.label(
      'global-unicast',
      authorize(scene, by, group, 'Ingress', [tcp([20, 30], cidr('2000::/3', 'ipv6 test'))]).eventId,
    );
  });
}
