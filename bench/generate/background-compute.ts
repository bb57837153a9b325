import type { CallKind } from './call-text.ts';
import type { Seeded } from './seeded.ts';
import type { Stage } from './stage.ts';

/** Background: machines, networks, functions and their keepers, with how often each comes. */
export const computeKinds: readonly (readonly [weight: number, kind: CallKind])[] = [
  [60, (stage, chance) => describe('DescribeInstances', 'instancesSet', 'instanceId', stage.instances, chance)],
  [35, (stage, chance) => describe('DescribeSecurityGroups', 'securityGroupIdSet', 'groupId', stage.groups, chance)],
  [
    35,
    (stage, chance) =>
      describe('DescribeNetworkInterfaces', 'networkInterfaceIdSet', 'networkInterfaceId', stage.interfaces, chance),
  ],
  [30, (stage, chance) => describe('DescribeSubnets', 'subnetSet', 'subnetId', stage.subnets, chance)],
  [20, (stage, chance) => volumes(stage, chance)],
  [10, (stage, chance) => snapshot(stage, chance)],
  [25, (stage, chance) => targetHealth(stage, chance)],
  [25, (stage, chance) => scalingGroups(stage, chance)],
  [40, (stage, chance) => instanceInformation(stage, chance)],
  [25, (stage, chance) => getFunction(stage, chance)],
  [30, (stage, chance) => image(stage, chance)],
  [20, (stage, chance) => stacks(stage, chance)],
  [20, (stage, chance) => containerInstance(stage, chance)],
];

function describe(call: string, set: string, member: string, ids: readonly string[], chance: Seeded) {
  const first = chance.upTo(ids.length);
  const items = ids.slice(first, first + 4 + chance.upTo(24)).map((id) => `{"${member}":"${id}"}`);
  return {
    service: 'ec2',
    call,
    readOnly: true,
    request: `{"maxResults":1000,"${set}":{"items":[${items.join(',')}]},"filterSet":{}}`,
  };
}

function volumes({ instances }: Stage, chance: Seeded) {
  return {
    service: 'ec2',
    call: 'DescribeVolumes',
    readOnly: true,
    request: `{"maxResults":500,"volumeSet":{},"filterSet":{"items":[{"name":"attachment.instance-id","valueSet":{"items":[{"value":"${chance.pick(instances)}"}]}}]}}`,
  };
}

function snapshot({ account }: Stage, chance: Seeded) {
  const volume = `vol-0${chance.hex(16)}`;
  return {
    service: 'ec2',
    call: 'CreateSnapshot',
    readOnly: false,
    request: `{"volumeId":"${volume}","description":"nightly copy"}`,
    response: `{"requestId":"${chance.uuid()}","snapshotId":"snap-0${chance.hex(16)}","volumeId":"${volume}","status":"pending","startTime":1767605000000,"ownerId":"${account}","volumeSize":"100","description":"nightly copy","encrypted":true,"tagSet":{"items":[{"key":"keep","value":"30d"}]}}`,
  };
}

function targetHealth({ account, region, names }: Stage, chance: Seeded) {
  return {
    service: 'elasticloadbalancing',
    call: 'DescribeTargetHealth',
    readOnly: true,
    request: `{"targetGroupArn":"arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/${chance.pick(names)}/${chance.hex(16)}"}`,
    extra: '"apiVersion":"2015-12-01",',
  };
}

function scalingGroups({ names }: Stage, chance: Seeded) {
  return {
    service: 'autoscaling',
    call: 'DescribeAutoScalingGroups',
    readOnly: true,
    request: `{"autoScalingGroupNames":["${chance.pick(names)}-asg","${chance.pick(names)}-asg"],"maxRecords":100}`,
  };
}

function instanceInformation({ instances }: Stage, chance: Seeded) {
  const address = `10.${chance.upTo(64)}.${chance.upTo(256)}.${chance.upTo(256)}`;
  return {
    service: 'ssm',
    call: 'UpdateInstanceInformation',
    readOnly: false,
    request: `{"instanceId":"${chance.pick(instances)}","agentVersion":"3.3.551.0","agentStatus":"Active","platformType":"Linux","platformName":"Amazon Linux","platformVersion":"2","iPAddress":"${address}","computerName":"ip-${address.replaceAll('.', '-')}.internal","agentName":"amazon-ssm-agent","availabilityZone":"a","availabilityZoneId":"az1","sSMConnectionChannel":"ssmmessages"}`,
  };
}

function getFunction({ account, region, names }: Stage, chance: Seeded) {
  return {
    service: 'lambda',
    call: 'GetFunction20150331v2',
    readOnly: true,
    request: `{"functionName":"arn:aws:lambda:${region}:${account}:function:${chance.pick(names)}"}`,
  };
}

function image({ account, region, names }: Stage, chance: Seeded) {
  const name = chance.pick(names);
  return {
    service: 'ecr',
    call: 'BatchGetImage',
    readOnly: true,
    request: `{"registryId":"${account}","repositoryName":"${name}","imageIds":[{"imageTag":"v${chance.upTo(400)}","imageDigest":"sha256:${chance.hex(64)}"}],"acceptedMediaTypes":["application/vnd.docker.distribution.manifest.v2+json","application/vnd.oci.image.manifest.v1+json"]}`,
    extra: `"resources":[{"accountId":"${account}","ARN":"arn:aws:ecr:${region}:${account}:repository/${name}"}],`,
  };
}

function stacks({ account, region, names }: Stage, chance: Seeded) {
  return {
    service: 'cloudformation',
    call: 'DescribeStacks',
    readOnly: true,
    request: `{"stackName":"arn:aws:cloudformation:${region}:${account}:stack/${chance.pick(names)}/${chance.uuid()}"}`,
  };
}

function containerInstance({ account, region, names }: Stage, chance: Seeded) {
  return {
    service: 'ecs',
    call: 'DiscoverPollEndpoint',
    readOnly: true,
    request: `{"cluster":"${chance.pick(names)}","containerInstance":"arn:aws:ecs:${region}:${account}:container-instance/${chance.hex(32)}"}`,
    response: `{"endpoint":"https://ecs-a-1.${region}.amazonaws.com/","telemetryEndpoint":"https://ecs-t-1.${region}.amazonaws.com/"}`,
  };
}
