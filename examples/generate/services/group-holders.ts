import type { Caller, Fields } from '../caller.ts';
import type { Group } from '../ec2/cloud.ts';
import type { Site } from '../organisation.ts';
import type { Scene } from '../scene.ts';

/** Puts another set of groups on a database (RDS ModifyDBInstance). */
export function modifyDatabase(scene: Scene, by: Caller, site: Site, name: string, groups: readonly Group[]): string {
  carry(scene, `rds:${name}`, groups);
  const ids = groups.map(({ id }) => id);
  const request = {
    dBInstanceIdentifier: name,
    vpcSecurityGroupIds: ids,
    applyImmediately: true,
    allowMajorVersionUpgrade: false,
  };
  const response = {
    dBInstanceIdentifier: name,
    dBInstanceClass: 'db.r6g.large',
    engine: 'postgres',
    dBInstanceStatus: 'available',
    endpoint: { address: `${name}.example.${site.region}.rds.amazonaws.com`, port: 5432 },
    dBSecurityGroups: [],
    vpcSecurityGroups: ids.map((id) => ({ vpcSecurityGroupId: id, status: 'adding' })),
    publiclyAccessible: false,
    dBInstanceArn: `arn:aws:rds:${site.region}:${site.account.id}:db:${name}`,
  };
  return scene.send({ site, by, service: 'rds', name: 'ModifyDBInstance', request, response });
}

/** Puts another set of groups on an application load balancer (ELBv2 SetSecurityGroups). */
export function setBalancerGroups(
  scene: Scene,
  by: Caller,
  site: Site,
  name: string,
  groups: readonly Group[],
): string {
  carry(scene, `alb:${name}`, groups);
  const ids = groups.map(({ id }) => id);
  const where = `arn:aws:elasticloadbalancing:${site.region}:${site.account.id}`;
  const request = { loadBalancerArn: `${where}:loadbalancer/app/${name}/50dc6c495c0c9188`, securityGroups: ids };
  const response = { securityGroupIds: ids };
  const call: Fields = { apiVersion: '2015-12-01' };
  return scene.send({
    site,
    by,
    service: 'elasticloadbalancing',
    name: 'SetSecurityGroups',
    request,
    response,
    ...call,
  });
}

/** Puts another set of groups on a function (Lambda; the event name carries the API's date). */
export function updateFunction(scene: Scene, by: Caller, site: Site, name: string, groups: readonly Group[]): string {
  carry(scene, `lambda:${name}`, groups);
  const vpcConfig = { subnetIds: site.subnets, securityGroupIds: groups.map(({ id }) => id) };
  const request = { functionName: name, vpcConfig };
  const response = {
    functionName: name,
    functionArn: `arn:aws:lambda:${site.region}:${site.account.id}:function:${name}`,
    runtime: 'nodejs24.x',
    role: `arn:aws:iam::${site.account.id}:role/lambda-${name}`,
    handler: 'index.handler',
    vpcConfig: { ...vpcConfig, vpcId: site.vpc },
    state: 'Active',
    lastUpdateStatus: 'InProgress',
  };
  return scene.send({ site, by, service: 'lambda', name: 'UpdateFunctionConfiguration20150331v2', request, response });
}

function carry({ cloud }: Scene, of: string, groups: readonly Group[]): void {
  for (const one of cloud.interfacesOf(of)) one.groups = groups;
}
