import { cidr, tcp } from '../ec2/permission.ts';
import { authorize, revokeById } from '../ec2/rule-calls.ts';
import { office, places } from '../founding.ts';
import { inConsole, people, pipeline, rootOf } from '../people.ts';
import { type Step, step } from '../scene.ts';
import { day, moment } from '../week.ts';

/** Records that come late, twice, corrected or in two accounts, and the one use of a root user. */
export function oddRecordSteps(): readonly Step[] {
  return [late(), ...corrected(), inTwoAccounts(), byRoot()];
}

/** CloudTrail delivers this one a day after it happened, and says so. */
function late(): Step {
  const time = 'wed 10:14:44';
  const site = places.stage;
  return step(time, (scene) => {
    const group = scene.cloud.group(site, 'stage-web');
    const slot = moment('wed 10:20') + day;
    const choice = { slot, extra: { addendum: { reason: 'DELIVERY_DELAY' } } };
    authorize(scene, inConsole(people.dave, site.account), group, 'Ingress', [tcp(9000, office)], choice);
  });
}

/** CloudTrail corrects a record: a new event id that points back. */
function corrected(): readonly Step[] {
  const site = places.toolsUs;
  const ids: string[] = [];
  return [
    step('fri 08:31:05', (scene) => {
      const group = scene.cloud.group(site, 'tools-mirror');
      const by = { ...pipeline(site.account, 4137), direct: false };
      ids.push(authorize(scene, by, group, 'Ingress', [tcp(9100, cidr('10.60.0.0/16', 'metrics'))]).eventId);
    }),
    step('fri 08:31:05', (scene) => {
      const [original = ''] = ids;
      const addendum = { reason: 'UPDATED_DATA', updatedFields: 'tlsDetails', originalEventID: original };
      const host = { clientProvidedHostHeader: 'ec2.us-east-1.amazonaws.com' };
      const tlsDetails = { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', ...host };
      scene.resend(original, site, { addendum, tlsDetails }, moment('fri 11:00'));
    }),
  ];
}

/** A group of the tools account in a shared VPC: both accounts get a record, under one shared id. */
function inTwoAccounts(): Step {
  const { tools, prod } = places;
  return step('thu 11:26:40', (scene) => {
    const group = scene.cloud.group(tools, 'tools-runner');
    const sharedEventId = scene.random.uuid();
    const by = inConsole(people.erin, tools.account);
    const permission = tcp(8443, cidr('10.20.0.0/16', 'shop-prod'));
    const { eventId } = authorize(scene, by, group, 'Ingress', [permission], { extra: { sharedEventId } });
    scene.resend(eventId, prod, { recipientAccountId: prod.account.id });
  });
}

function byRoot(): Step {
  const site = places.toolsUs;
  const root = rootOf(site.account);
  const additional = { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: 'Yes' };
  const login = {
    service: 'signin',
    name: 'ConsoleLogin',
    request: null,
    response: { ConsoleLogin: 'Success' },
    additional,
  };
  return step('sun 09:57:13', (scene) => {
    scene.send({ ...login, site, by: { ...root, console: false }, eventType: 'AwsConsoleSignIn' });
    const group = scene.cloud.group(site, 'tools-mirror');
    revokeById(
      scene,
      root,
      group,
      group.rules.filter(({ from }) => from === 9100),
    );
  });
}
