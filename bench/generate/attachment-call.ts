import type { CallKind, CallText } from './call-text.ts';
import type { Seeded } from './seeded.ts';
import type { Stage } from './stage.ts';

/** The calls of the attachment tier that the archive holds, with how often each comes among them. */
export const attachmentKinds: readonly (readonly [weight: number, kind: CallKind])[] = [
  [34, runInstances],
  [24, createInterface],
  [
    6,
    (stage, chance) =>
      modified(
        'ModifyNetworkInterfaceAttribute',
        `"networkInterfaceId":"${chance.pick(stage.interfaces)}"`,
        stage,
        chance,
      ),
  ],
  [
    4,
    (stage, chance) =>
      modified('ModifyInstanceAttribute', `"instanceId":"${chance.pick(stage.instances)}"`, stage, chance),
  ],
  [16, runTask],
  [8, updateFunction],
  [3, modifyDatabase],
  [3, setGroups],
  [1, (stage, chance) => associate('AssociateSecurityGroupVpc', stage, chance)],
  [1, (stage, chance) => associate('DisassociateSecurityGroupVpc', stage, chance)],
];

function groupSet({ groups, names }: Stage, chance: Seeded): string {
  const items = Array.from(
    { length: 1 + chance.upTo(3) },
    () => `{"groupId":"${chance.pick(groups)}","groupName":"${chance.pick(names)}"}`,
  );
  return `{"items":[${items.join(',')}]}`;
}

function interfaceOf(stage: Stage, chance: Seeded, index: number): string {
  const address = `10.${chance.upTo(64)}.${chance.upTo(256)}.${chance.upTo(256)}`;
  return `{"networkInterfaceId":"eni-0${chance.hex(16)}","subnetId":"${chance.pick(stage.subnets)}","vpcId":"${chance.pick(stage.vpcs)}","ownerId":"${stage.account}","status":"in-use","macAddress":"06:${chance.hex(2)}:${chance.hex(2)}:${chance.hex(2)}:${chance.hex(2)}:${chance.hex(2)}","privateIpAddress":"${address}","sourceDestCheck":true,"interfaceType":"interface","groupSet":${groupSet(stage, chance)},"attachment":{"attachmentId":"eni-attach-0${chance.hex(16)}","deviceIndex":${index},"networkCardIndex":0,"status":"attaching","attachTime":1767605000000,"deleteOnTermination":true},"privateIpAddressesSet":{"item":[{"privateIpAddress":"${address}","primary":true}]},"ipv6AddressesSet":{},"tagSet":{}}`;
}

function runInstances(stage: Stage, chance: Seeded): CallText {
  const count = 1 + chance.upTo(4);
  const image = `ami-0${chance.hex(16)}`;
  const instances = Array.from({ length: count }, (_, index) => {
    return `{"instanceId":"i-0${chance.hex(16)}","imageId":"${image}","instanceState":{"code":0,"name":"pending"},"amiLaunchIndex":${index},"productCodes":{},"instanceType":"m6i.large","launchTime":1767605000000,"placement":{"availabilityZone":"${stage.region}a","tenancy":"default"},"monitoring":{"state":"disabled"},"subnetId":"${chance.pick(stage.subnets)}","vpcId":"${chance.pick(stage.vpcs)}","stateReason":{"code":"pending","message":"pending"},"architecture":"x86_64","rootDeviceType":"ebs","rootDeviceName":"/dev/xvda","blockDeviceMapping":{},"virtualizationType":"hvm","hypervisor":"xen","tagSet":{"items":[{"key":"Name","value":"${chance.pick(stage.names)}"}]},"groupSet":${groupSet(stage, chance)},"sourceDestCheck":true,"networkInterfaceSet":{"items":[${interfaceOf(stage, chance, 0)}]},"ebsOptimized":true,"enaSupport":true}`;
  });
  return {
    service: 'ec2',
    call: 'RunInstances',
    readOnly: false,
    request: `{"instancesSet":{"items":[{"imageId":"${image}","minCount":${count},"maxCount":${count}}]},"groupSet":${groupSet(stage, chance)},"instanceType":"m6i.large","blockDeviceMapping":{},"monitoring":{"enabled":false},"disableApiTermination":false,"clientToken":"${chance.uuid()}","ebsOptimized":true}`,
    response: `{"requestId":"${chance.uuid()}","reservationId":"r-0${chance.hex(16)}","ownerId":"${stage.account}","groupSet":{},"instancesSet":{"items":[${instances.join(',')}]}}`,
  };
}

function createInterface(stage: Stage, chance: Seeded): CallText {
  return {
    service: 'ec2',
    call: 'CreateNetworkInterface',
    readOnly: false,
    request: `{"subnetId":"${chance.pick(stage.subnets)}","description":"AWS Lambda VPC ENI-${chance.pick(stage.names)}","groupSet":${groupSet(stage, chance)},"privateIpAddressesSet":{},"clientToken":"${chance.uuid()}"}`,
    response: `{"requestId":"${chance.uuid()}","networkInterface":${interfaceOf(stage, chance, 1)}}`,
  };
}

function modified(call: string, on: string, stage: Stage, chance: Seeded): CallText {
  const request = `{${on},"groupSet":${groupSet(stage, chance)}}`;
  return {
    service: 'ec2',
    call,
    readOnly: false,
    request,
    response: `{"requestId":"${chance.uuid()}","_return":true}`,
  };
}

function runTask(stage: Stage, chance: Seeded): CallText {
  const network = `{"awsvpcConfiguration":{"subnets":["${chance.pick(stage.subnets)}"],"securityGroups":["${chance.pick(stage.groups)}"],"assignPublicIp":"DISABLED"}}`;
  const task = `arn:aws:ecs:${stage.region}:${stage.account}:task/main/${chance.hex(32)}`;
  return {
    service: 'ecs',
    call: 'RunTask',
    readOnly: false,
    request: `{"cluster":"main","taskDefinition":"${chance.pick(stage.names)}:${chance.upTo(300)}","count":1,"launchType":"FARGATE","networkConfiguration":${network}}`,
    response: `{"tasks":[{"taskArn":"${task}","clusterArn":"arn:aws:ecs:${stage.region}:${stage.account}:cluster/main","lastStatus":"PROVISIONING","desiredStatus":"RUNNING","cpu":"256","memory":"512","launchType":"FARGATE","platformVersion":"1.4.0"}],"failures":[]}`,
  };
}

function updateFunction(stage: Stage, chance: Seeded): CallText {
  const place = `{"subnetIds":["${chance.pick(stage.subnets)}"],"securityGroupIds":["${chance.pick(stage.groups)}"]}`;
  const name = chance.pick(stage.names);
  return {
    service: 'lambda',
    call: 'UpdateFunctionConfiguration20150331v2',
    readOnly: false,
    request: `{"functionName":"${name}","vpcConfig":${place},"timeout":${chance.upTo(900)}}`,
    response: `{"functionName":"${name}","functionArn":"arn:aws:lambda:${stage.region}:${stage.account}:function:${name}","runtime":"nodejs22.x","vpcConfig":${place},"lastModified":"2026-01-05T09:00:00.000+0000","revisionId":"${chance.uuid()}"}`,
  };
}

function modifyDatabase(stage: Stage, chance: Seeded): CallText {
  const name = chance.pick(stage.names);
  const group = chance.pick(stage.groups);
  return {
    service: 'rds',
    call: 'ModifyDBInstance',
    readOnly: false,
    request: `{"dBInstanceIdentifier":"${name}","vpcSecurityGroupIds":["${group}"],"applyImmediately":true}`,
    response: `{"dBInstanceIdentifier":"${name}","dBInstanceClass":"db.r6g.large","engine":"postgres","dBInstanceStatus":"available","vpcSecurityGroups":[{"vpcSecurityGroupId":"${group}","status":"active"}],"multiAZ":true,"storageEncrypted":true}`,
  };
}

function setGroups(stage: Stage, chance: Seeded): CallText {
  const groups = `["${chance.pick(stage.groups)}","${chance.pick(stage.groups)}"]`;
  const balancer = `arn:aws:elasticloadbalancing:${stage.region}:${stage.account}:loadbalancer/app/${chance.pick(stage.names)}/${chance.hex(16)}`;
  return {
    service: 'elasticloadbalancing',
    call: 'SetSecurityGroups',
    readOnly: false,
    request: `{"loadBalancerArn":"${balancer}","securityGroups":${groups}}`,
    response: `{"securityGroupIds":${groups}}`,
  };
}

function associate(call: string, stage: Stage, chance: Seeded): CallText {
  const request = `{"${call}Request":{"GroupId":"${chance.pick(stage.groups)}","VpcId":"${chance.pick(stage.vpcs)}"}}`;
  const response = `{"${call}Response":{"xmlns":"http://ec2.amazonaws.com/doc/2016-11-15/","requestId":"${chance.uuid()}","state":"associating"}}`;
  return { service: 'ec2', call, readOnly: false, request, response };
}
