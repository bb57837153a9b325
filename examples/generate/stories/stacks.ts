import { createGroup, deleteGroup } from '../ec2/group-calls.ts';
import { cidr, tcp } from '../ec2/permission.ts';
import { authorize, revoke } from '../ec2/rule-calls.ts';
import { createTags } from '../ec2/tag-calls.ts';
import { places } from '../founding.ts';
import { stack } from '../people.ts';
import { type Step, step } from '../scene.ts';

/** CloudFormation: generated names, and a replaced rule that is added before the old one goes. */
export function stackSteps(): readonly Step[] {
  const site = places.prodEu;
  const name = 'reports-stack-ServiceGroup-1EXAMPLE7Q2ZK';
  const by = stack(site.account);
  const old = tcp(8080, cidr('10.21.0.0/16', 'inside'));
  const fresh = tcp(8080, cidr('10.21.0.0/17', 'inside'));
  const tags = { 'aws:cloudformation:stack-name': 'reports-stack', env: 'prod', owner: 'finance' };
  return [
    step('mon 15:06:18', (scene) => void createGroup(scene, by, site, { name, description: 'Reports service', tags })),
    step('mon 15:06:24', (scene) => void authorize(scene, by, scene.cloud.group(site, name), 'Ingress', [old])),
    step('wed 14:12:09', (scene) => void authorize(scene, by, scene.cloud.group(site, name), 'Ingress', [fresh])),
    step('wed 14:12:31', (scene) => void revoke(scene, by, scene.cloud.group(site, name), 'Ingress', [old])),
    step(
      'wed 14:12:40',
      (scene) => void createTags(scene, by, site, [scene.cloud.group(site, name).id], { release: '2026.10' }),
    ),
    step('thu 08:40:52', (scene) => {
      const group = createGroup(scene, by, site, {
        name: 'reports-stack-MigrationGroup-1EXAMPLE9LP4T',
        description: 'Migration job',
        tags,
      });
      authorize(scene, by, group, 'Ingress', [tcp(5432, cidr('10.21.4.0/24'))]);
    }),
    step('thu 09:12:20', (scene) => {
      const group = scene.cloud.group(site, 'reports-stack-MigrationGroup-1EXAMPLE9LP4T');
      revoke(scene, by, group, 'Ingress', [tcp(5432, cidr('10.21.4.0/24'))]);
      deleteGroup(scene, by, group);
    }),
  ];
}
