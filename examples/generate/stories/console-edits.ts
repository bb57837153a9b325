import { runInstance } from '../ec2/attachment-calls.ts';
import { createGroup, deleteGroup } from '../ec2/group-calls.ts';
import { describeRules, modifyRules } from '../ec2/modify-calls.ts';
import { cidr, type Permission, peerGroup, ping, tcp, udp } from '../ec2/permission.ts';
import { authorize, revokeById } from '../ec2/rule-calls.ts';
import { createTags, deleteTags } from '../ec2/tag-calls.ts';
import { office, places } from '../founding.ts';
import type { Site } from '../organisation.ts';
import { atCommandLine, inConsole, type Person, people } from '../people.ts';
import { type Step, step } from '../scene.ts';

/** Everyday edits by people; the one that goes too far is the first. */
export function consoleSteps(): readonly Step[] {
  return [widenedShell(), ...editedForms(), ...launchWizard(), ...smallThings(), ...added()];
}

/** Alice cannot reach a server from home and replaces the office by everybody. */
function widenedShell(): Step {
  return step('tue 09:14:07', (scene) => {
    const group = scene.cloud.group(places.prod, 'prod-web');
    const rule = group.rules.find(({ from }) => from === 22)!;
    const by = inConsole(people.alice, places.prod.account);
    scene.label('widened-shell', modifyRules(scene, by, group, [{ rule, to: tcp(22, cidr('0.0.0.0/0', 'office')) }]));
  });
}

/** The console's form saves everything at once: changed rows by Modify, removed rows by Revoke, new rows by Authorize. */
function editedForms(): readonly Step[] {
  return [
    step('mon 11:27:15', (scene) => {
      const group = scene.cloud.group(places.stage, 'stage-app');
      const by = inConsole(people.dave, places.stage.account);
      const [first] = group.rules.filter((rule) => rule.direction === 'Ingress');
      authorize(scene, by, group, 'Ingress', [tcp(5005, cidr('10.40.12.0/24', 'debugger'))]);
      modifyRules(scene, by, group, [{ rule: first!, to: tcp(8080, cidr('10.40.0.0/16', 'inside')) }]);
    }),
    step('thu 13:44:02', (scene) => {
      const group = scene.cloud.group(places.tools, 'tools-runner');
      const by = inConsole(people.erin, places.tools.account);
      const [shell, metrics] = group.rules.filter((rule) => rule.direction === 'Ingress');
      modifyRules(scene, by, group, [{ rule: metrics!, to: tcp(9100, cidr('10.60.8.0/22', 'metrics')) }]);
      revokeById(scene, by, group, [shell!]);
      authorize(scene, by, group, 'Ingress', [tcp(22, cidr('203.0.113.0/26', 'platform team'))]);
    }),
    step('fri 14:09:37', (scene) => {
      const group = scene.cloud.group(places.stage, 'stage-db');
      const by = inConsole(people.dave, places.stage.account);
      const app = scene.cloud.group(places.stage, 'stage-app');
      const rules = group.rules.filter((rule) => rule.direction === 'Ingress');
      revokeById(scene, by, group, rules);
      authorize(scene, by, group, 'Ingress', [
        tcp(5432, peerGroup(app, 'application')),
        tcp(5432, cidr('10.40.8.0/24', 'reporting')),
      ]);
    }),
  ];
}

/** A console launch: a group, a rule and an instance within seconds; gone two days later. */
function launchWizard(): readonly Step[] {
  const site = places.stage;
  return [
    step('wed 13:30:21', (scene) => {
      const by = inConsole(people.dave, site.account);
      const description = 'launch-wizard-7 created 2026-03-04T13:29:40.123Z';
      const group = createGroup(scene, by, site, { name: 'launch-wizard-7', description });
      authorize(scene, by, group, 'Ingress', [tcp(22, cidr('203.0.113.44/32'))]);
      runInstance(scene, by, site, {
        image: 'ami-0abcdef1234567890',
        type: 't3.micro',
        groups: [group],
        tags: { Name: 'dave-test' },
        isPublic: true,
      });
    }),
    step('fri 16:55:48', (scene) => {
      const group = scene.cloud.group(site, 'launch-wizard-7');
      deleteGroup(scene, inConsole(people.dave, site.account), group);
    }),
  ];
}

function smallThings(): readonly Step[] {
  const { prod, prodUs, stage, tools, toolsUs } = places;
  return [
    step('tue 14:03:50', (scene) => {
      const group = scene.cloud.group(prod, 'prod-api');
      const [rule] = group.rules.filter(({ from }) => from === 443);
      describeRules(scene, inConsole(people.bob, prod.account), group, [[rule!, 'everything in the VPC (NET-311)']]);
    }),
    step('wed 09:47:33', (scene) => {
      const group = scene.cloud.group(prodUs, 'prod-windows');
      const [rule] = group.rules.filter(({ from }) => from === 3389);
      describeRules(scene, inConsole(people.carol, prodUs.account), group, [[rule!, 'office, reviewed 2026-03']]);
    }),
    step('tue 16:20:11', (scene) => {
      const group = scene.cloud.group(stage, 'stage-web');
      createTags(scene, inConsole(people.dave, stage.account), stage, [group.id], { note: 'load test on Thursday' });
    }),
    step('fri 12:41:26', (scene) => {
      const group = scene.cloud.group(stage, 'stage-web');
      deleteTags(scene, inConsole(people.dave, stage.account), stage, [group.id], ['note']);
    }),
    step('wed 11:11:11', (scene) => {
      const [rule] = scene.cloud.group(tools, 'tools-runner').rules.filter(({ direction }) => direction === 'Ingress');
      createTags(scene, atCommandLine(people.erin, tools.account, 'ec2.create-tags'), tools, [rule!.id], {
        ticket: 'NET-318',
      });
    }),
    step('thu 12:26:58', (scene) => {
      const group = scene.cloud.group(toolsUs, 'tools-mirror');
      createTags(scene, inConsole(people.erin, toolsUs.account), toolsUs, [group.id], {
        owner: 'platform',
        data: 'none',
      });
    }),
    step('sat 10:37:05', (scene) => {
      const group = scene.cloud.group(prodUs, 'prod-web');
      authorize(scene, inConsole(people.bob, prodUs.account), group, 'Ingress', [tcp(443, cidr('0.0.0.0/0'))]);
    }),
  ];
}

/** Harmless additions inside policy, by people with the console or the command line. */
function added(): readonly Step[] {
  const { prod, prodUs, stage, stageUs, tools } = places;
  const add = (time: string, person: Person, site: Site, name: string, ...permissions: readonly Permission[]): Step =>
    step(time, (scene) => {
      const command = 'ec2.authorize-security-group-ingress';
      const by = scene.random.chance(0.4)
        ? atCommandLine(person, site.account, command)
        : inConsole(person, site.account);
      authorize(scene, by, scene.cloud.group(site, name), 'Ingress', permissions);
    });
  const { alice, bob, carol, dave, erin } = people;
  return [
    add('mon 12:15:36', dave, stage, 'stage-web', tcp(8443, office)),
    add('mon 17:42:10', bob, prod, 'prod-app', tcp(8081, cidr('10.20.0.0/16', 'health'))),
    add('tue 10:28:55', dave, stage, 'stage-db', tcp(5432, cidr('10.20.8.0/24', 'reporting'))),
    add('tue 13:09:18', carol, prodUs, 'prod-windows', tcp(3389, cidr('203.0.113.64/26', 'finance'))),
    add('tue 15:51:47', dave, stageUs, 'stage-loadtest', tcp([8000, 8100], cidr('10.42.0.0/16')), ping(office)),
    add('wed 10:02:29', erin, tools, 'tools-cache', tcp(6379, cidr('10.20.0.0/16', 'prod builds'))),
    add('wed 16:48:03', alice, prod, 'search', tcp(9200, cidr('10.20.8.0/24', 'reporting'))),
    add('thu 14:37:21', dave, stage, 'search', tcp(9200, cidr('10.40.8.0/24', 'reporting'))),
    add('fri 11:05:42', erin, tools, 'tools-cache', udp(514, cidr('10.60.0.0/16', 'syslog'))),
    add('fri 11:05:59', erin, tools, 'tools-cache', udp(514, cidr('10.60.0.0/16', 'syslog'))),
    add('sat 13:14:08', bob, prod, 'prod-app', tcp(8082, cidr('10.20.0.0/16', 'health'))),
  ];
}
