import { cidr, tcp } from '../ec2/permission.ts';
import { authorize, revokeById } from '../ec2/rule-calls.ts';
import { places } from '../founding.ts';
import { atCommandLine, inConsole, inScript, people } from '../people.ts';
import { type Step, step } from '../scene.ts';

/** Two temporary openings: one is closed after twenty seconds, the other is forgotten. */
export function debuggingSteps(): readonly Step[] {
  const opened: string[] = [];
  const { stage, prod } = places;
  return [
    step('wed 11:50:10', (scene) => {
      const group = scene.cloud.group(stage, 'stage-app');
      const { rules } = authorize(scene, inConsole(people.dave, stage.account), group, 'Ingress', [
        tcp(5006, cidr('0.0.0.0/0', 'debug')),
      ]);
      opened.push(...rules.map(({ id }) => id));
    }),
    step('wed 11:50:30', (scene) => {
      const group = scene.cloud.group(stage, 'stage-app');
      revokeById(
        scene,
        inConsole(people.dave, stage.account),
        group,
        group.rules.filter(({ id }) => opened.includes(id)),
      );
    }),
    step('thu 18:21:36', (scene) => {
      const by = atCommandLine(people.carol, prod.account, 'ec2.authorize-security-group-ingress');
      authorize(scene, by, scene.cloud.group(prod, 'prod-app'), 'Ingress', [
        tcp(5005, cidr('203.0.113.31/32', 'carol, debugger')),
      ]);
    }),
    step('sun 18:05:22', (scene) => {
      const group = scene.cloud.group(prod, 'prod-app');
      const by = inScript(people.carol, prod.account);
      const { eventId } = authorize(scene, by, group, 'Ingress', [tcp(22, cidr('0.0.0.0/0'))], { form: 'flat' });
      scene.label('forgotten-debug', eventId);
    }),
  ];
}
