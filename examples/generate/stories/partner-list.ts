import { createList, modifyList } from '../ec2/list-calls.ts';
import { peerList, tcp } from '../ec2/permission.ts';
import { authorize } from '../ec2/rule-calls.ts';
import { places } from '../founding.ts';
import { atCommandLine, inConsole, people, pipeline } from '../people.ts';
import { type Step, step } from '../scene.ts';

/** A prefix list of partners: made, named by two groups, edited twice in good order, then opened to everybody. */
export function partnerListSteps(): readonly Step[] {
  const site = places.prod;
  const by = pipeline(site.account, 4110);
  const name = 'partners';
  return [
    step('tue 08:15:40', (scene) => {
      createList(scene, by, site, name, 20, { '203.0.113.0/26': 'logistics', '198.51.100.128/27': 'payments' });
    }),
    step('tue 08:15:58', (scene) => {
      const list = scene.cloud.list(site, name);
      authorize(scene, by, scene.cloud.group(site, 'prod-bastion'), 'Ingress', [tcp(22, peerList(list, 'partners'))]);
      authorize(scene, by, scene.cloud.group(site, 'prod-api'), 'Ingress', [tcp(8443, peerList(list, 'partners'))]);
    }),
    step('wed 12:33:14', (scene) => {
      const caller = atCommandLine(people.erin, site.account, 'ec2.modify-managed-prefix-list');
      modifyList(scene, caller, scene.cloud.list(site, name), { '198.51.100.160/27': 'payments, second site' });
    }),
    step('thu 10:51:29', (scene) => {
      const list = scene.cloud.list(site, name);
      modifyList(scene, pipeline(site.account, 4129), list, { '198.51.100.192/28': 'returns' }, ['203.0.113.0/26']);
    }),
    step('fri 13:30:45', (scene) => {
      const caller = inConsole(people.bob, site.account);
      const edited = modifyList(scene, caller, scene.cloud.list(site, name), { '0.0.0.0/0': 'test, remove' });
      scene.label('partner-list-everybody', edited);
    }),
  ];
}
