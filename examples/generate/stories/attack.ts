import { runInstance } from '../ec2/attachment-calls.ts';
import { denied, dryRun } from '../ec2/failures.ts';
import { failToCreateGroup } from '../ec2/group-calls.ts';
import { allTraffic, cidr, tcp } from '../ec2/permission.ts';
import { authorize } from '../ec2/rule-calls.ts';
import { groupArn } from '../ec2/rule-text.ts';
import { places } from '../founding.ts';
import { leakedKey } from '../people.ts';
import { type Step, step } from '../scene.ts';

const ingress = leakedKey('ec2.authorize-security-group-ingress');
const egress = leakedKey('ec2.authorize-security-group-egress');
const attacker = cidr('198.51.100.77/32');

/**
 * A leaked key: it tries what it may do, takes a narrow way into a database, opens the way out, and settles in a region
 * where nobody looks.
 */
export function attackSteps(): readonly Step[] {
  return [...probing(), ...intrusion(), ...foothold()];
}

function probing(): readonly Step[] {
  const { prod, prodUs } = places;
  const deny = (time: string, name: string): Step =>
    step(time, (scene) => {
      const group = scene.cloud.group(prod, name);
      const fail = denied(ingress, 'AuthorizeSecurityGroupIngress', groupArn(group));
      authorize(scene, ingress, group, 'Ingress', [tcp(22, attacker)], { fail });
    });
  return [
    deny('tue 23:31:04', 'prod-web'),
    deny('tue 23:31:19', 'prod-bastion'),
    deny('tue 23:31:37', 'prod-app'),
    deny('tue 23:32:02', 'prod-api'),
    step('tue 23:33:40', (scene) => {
      const fail = denied(
        ingress,
        'CreateSecurityGroup',
        `arn:aws:ec2:us-east-1:${prodUs.account.id}:security-group/*`,
      );
      failToCreateGroup(
        scene,
        leakedKey('ec2.create-security-group'),
        prodUs,
        { name: 'backup', description: 'backup' },
        fail,
      );
    }),
    step('tue 23:47:12', (scene) => {
      authorize(scene, ingress, scene.cloud.group(prod, 'prod-db'), 'Ingress', [tcp(5432, attacker)], { fail: dryRun });
    }),
    step('tue 23:47:50', (scene) => {
      authorize(scene, egress, scene.cloud.group(prod, 'prod-db'), 'Egress', [allTraffic(cidr('0.0.0.0/0'))], {
        fail: dryRun,
      });
    }),
  ];
}

function intrusion(): readonly Step[] {
  const group = { site: places.prod, name: 'prod-db' };
  return [
    step('tue 23:51:26', (scene) => {
      const database = scene.cloud.group(group.site, group.name);
      const { eventId } = authorize(scene, ingress, database, 'Ingress', [tcp(5432, attacker)]);
      scene.label('leaked-key-postgres', eventId);
    }),
    step('tue 23:58:03', (scene) => {
      const database = scene.cloud.group(group.site, group.name);
      const { eventId } = authorize(scene, egress, database, 'Egress', [allTraffic(cidr('0.0.0.0/0'))]);
      scene.label('leaked-key-egress', eventId);
    }),
  ];
}

function foothold(): readonly Step[] {
  const site = places.prodIdle;
  return [
    step('wed 00:20:48', (scene) => {
      const group = scene.cloud.group(site, 'default');
      const open = [tcp(22, cidr('0.0.0.0/0')), tcp([3333, 3343], cidr('0.0.0.0/0'))];
      scene.label('idle-region-foothold', authorize(scene, ingress, group, 'Ingress', open).eventId);
    }),
    step('wed 00:22:15', (scene) => {
      const groups = [scene.cloud.group(site, 'default')];
      runInstance(scene, leakedKey('ec2.run-instances'), site, {
        image: 'ami-0fedcba9876543210',
        type: 'c7i.24xlarge',
        groups,
        isPublic: true,
      });
    }),
  ];
}
