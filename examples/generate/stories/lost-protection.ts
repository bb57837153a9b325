import { cidr, tcp } from '../ec2/permission.ts';
import { authorize, revoke } from '../ec2/rule-calls.ts';
import { deleteTags } from '../ec2/tag-calls.ts';
import { places } from '../founding.ts';
import { inConsole, people, pipeline } from '../people.ts';
import { type Step, step } from '../scene.ts';

const site = places.prod;

/** Protection lost: a pipeline run from an old branch takes a rule away, and a tag goes before an opening. */
export function lostProtectionSteps(): readonly Step[] {
  return [
    step('thu 02:10:14', (scene) => {
      const group = scene.cloud.group(site, 'prod-api');
      const by = pipeline(site.account, 4125);
      const inside = tcp(443, cidr('10.20.0.0/16', 'everything in the VPC'));
      scene.label('overwritten-rule', revoke(scene, by, group, 'Ingress', [inside]).eventId);
      const former = tcp(443, cidr('10.99.0.0/16', 'VPC before the move'));
      scene.label('overwritten-rule', authorize(scene, by, group, 'Ingress', [former]).eventId);
    }),
    step('thu 16:38:02', (scene) => {
      const group = scene.cloud.group(site, 'prod-batch');
      const by = inConsole(people.carol, site.account);
      scene.label('scope-escape', deleteTags(scene, by, site, [group.id], ['env']));
    }),
    step('thu 16:40:29', (scene) => {
      const group = scene.cloud.group(site, 'prod-batch');
      const by = inConsole(people.carol, site.account);
      const open = [tcp(3389, cidr('0.0.0.0/0', 'vendor session'))];
      scene.label('scope-escape', authorize(scene, by, group, 'Ingress', open).eventId);
    }),
  ];
}
