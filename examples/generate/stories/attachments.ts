import { createVpc, runInstance, setInterfaceGroups } from '../ec2/attachment-calls.ts';
import type { Cloud, Interface } from '../ec2/cloud.ts';
import { places } from '../founding.ts';
import type { Site } from '../organisation.ts';
import { autoScaling, inConsole, people, pipeline } from '../people.ts';
import { type Step, step } from '../scene.ts';
import { modifyDatabase, setBalancerGroups, updateFunction } from '../services/group-holders.ts';

/** Groups put on things. One of them is an old wide-open group that nobody had used for years. */
export function attachmentSteps(): readonly Step[] {
  const { prod, stage } = places;
  return [
    ...scaleOut(),
    step('tue 12:10:06', (scene) => {
      const groups = ['prod-web', 'edge-web'].map((name) => scene.cloud.group(prod, name));
      setBalancerGroups(scene, pipeline(prod.account, 4116), prod, 'shop', groups);
    }),
    step('wed 09:08:41', (scene) => {
      updateFunction(scene, pipeline(prod.account, 4118), prod, 'thumbnails', [scene.cloud.group(prod, 'prod-app')]);
    }),
    step('thu 17:19:33', (scene) => {
      const groups = ['stage-db', 'search'].map((name) => scene.cloud.group(stage, name));
      modifyDatabase(scene, inConsole(people.dave, stage.account), stage, 'stage-orders', groups);
    }),
    step('wed 15:40:00', (scene) => {
      createVpc(scene, inConsole(people.erin, places.stageUs.account), places.stageUs, '10.142.0.0/16');
    }),
    step('fri 10:25:19', (scene) => {
      const worker = carrierOf(scene.cloud, prod, 'prod-worker');
      const groups = ['prod-worker', 'old-partner-2019'].map((name) => scene.cloud.group(prod, name));
      const by = inConsole(people.carol, prod.account);
      scene.label('old-group-attached', setInterfaceGroups(scene, by, worker, groups));
    }),
  ];
}

/** Auto Scaling launches from a template: the groups stand in the answer alone. */
function scaleOut(): readonly Step[] {
  const launch = (time: string, site: Site, name: string): Step =>
    step(time, (scene) => {
      const groups = [scene.cloud.group(site, name)];
      const tags = { 'aws:autoscaling:groupName': name };
      const template = 'lt-0abcdef1234567890';
      runInstance(scene, autoScaling(site.account), site, {
        image: 'ami-0abcdef1234567890',
        type: 'm7i.large',
        groups,
        tags,
        template,
      });
    });
  return [
    launch('mon 18:05:12', places.prod, 'prod-app'),
    launch('wed 18:02:44', places.prod, 'prod-app'),
    launch('fri 17:58:30', places.prod, 'prod-app'),
    launch('sat 09:12:57', places.prod, 'eks-nodes-shop'),
    launch('tue 09:30:08', places.stage, 'eks-nodes-stage'),
  ];
}

/** The first interface that has a group. */
function carrierOf(cloud: Cloud, site: Site, name: string): Interface {
  const group = cloud.group(site, name);
  const found = cloud.interfaces.find((one) => one.groups.includes(group));
  if (found === undefined) throw new Error(`expected an interface with \`${name}\`, found none`);
  return found;
}
