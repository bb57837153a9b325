import { list, opened, text } from '../group/read/field.ts';
import { isObject, type Json } from '../leaf/canonical.ts';
import type { TrailRecord } from '../trail/record.ts';
import { attach, findGroups } from './attach-ec2.ts';
import { type CallReading, requestOf, responseOf, type WatchedCall } from './call.ts';
import type { GroupName, Subject } from './change.ts';
import { type ServiceCalls, serviceCalls } from './service-calls.ts';

/** Calls of other services that put groups on what they run; where each keeps them is in the table of service-calls.ts. */
export const serviceAttachCalls: readonly WatchedCall[] = serviceCalls.flatMap((row) =>
  row.calls.map((call) => ({
    service: row.service,
    call,
    tier: 'attachment' as const,
    effect: `puts groups on ${row.what}`,
    read: (record: TrailRecord): CallReading => read(record, row),
  })),
);

function read(record: TrailRecord, row: ServiceCalls): CallReading {
  const request = requestOf(record);
  const response = responseOf(record);
  const creates = /^(Create|Restore|Run|Register|Start)/.test(record.call);
  const asked = named(row.request, request, row.classic);
  const answered = creates ? named(row.response, response, row.classic) : [];
  const known = answered.length > 0 ? answered : asked;
  const groups = row.generic && known.length === 0 ? findGroups([record.request, record.response]) : known;
  if (groups.length === 0) return { changes: [] };
  const name = firstText(row.name, request) ?? firstText(row.name, response);
  const id = name === null ? null : row.prefix === '' ? name : `${row.prefix}:${shortName(name)}`;
  const on: Subject = {
    kind: 'interface',
    id,
    name: null,
    vpc: firstText(vpcPaths, response) ?? firstText(vpcPaths, request),
  };
  const faces = facesInternet(record, request, response);
  const more = faces === null ? {} : { facesInternet: faces };
  return { changes: attach(record, on, groups, { complete: !row.generic, latent: row.latent ?? false, ...more }) };
}

/**
 * A load balancer faces the Internet unless it is made `internal` (Elastic Load Balancing API references, `Scheme`); a
 * database where it is `PubliclyAccessible` (Amazon RDS API reference), asked for or already so. `null` = the record does not tell.
 */
function facesInternet({ service, call }: TrailRecord, request: Json, response: Json): boolean | null {
  if (service === 'elasticloadbalancing' && call === 'CreateLoadBalancer') {
    const scheme = firstText(['loadBalancers.scheme'], response) ?? firstText(['scheme'], request);
    return scheme !== 'internal';
  }
  if (service !== 'rds') return null;
  const told = [response, request].flatMap((each) => walk(each, ['publiclyAccessible']));
  if (told.includes(true)) return true;
  return told.includes(false) ? false : null;
}

/** Where services tell the VPC of what they made. */
const vpcPaths = ['vpcId', 'dBSubnetGroup.vpcId', 'loadBalancers.vpcId', 'vpcConfig.vpcId'];

function named(paths: readonly string[], root: Json, classic: string | undefined): readonly GroupName[] {
  return paths
    .flatMap((path) => walk(root, path.split('.')))
    .flatMap((each): readonly GroupName[] => {
      const id = typeof each === 'string' ? each : (text(each, 'vpcSecurityGroupId') ?? text(each, 'securityGroupId'));
      if (id !== null)
        return classic !== undefined && !id.startsWith('sg-')
          ? [{ id: `${classic}:${id}`, name: id }]
          : [{ id, name: null }];
      const old =
        text(each, 'dBSecurityGroupName') ??
        text(each, 'cacheSecurityGroupName') ??
        text(each, 'clusterSecurityGroupName');
      return old === null ? [] : [{ id: `${classic}:${old}`, name: old }];
    });
}

function walk(value: Json | undefined, path: readonly string[]): readonly Json[] {
  const found = opened(value);
  if (path.length === 0) return list(found);
  if (Array.isArray(found)) return found.flatMap((each) => walk(each as Json, path));
  return isObject(found) ? walk(found[path[0]!], path.slice(1)) : [];
}

function firstText(paths: readonly string[], root: Json): string | null {
  return (
    (paths.flatMap((path) => walk(root, path.split('.'))).find((each) => typeof each === 'string') as string) ?? null
  );
}

/**
 * A load balancer is named by ARN in some calls (`…:loadbalancer/app/<name>/<id>`) and by name in others, a function by
 * name, ARN or part of one, with or without a version (`…:function:<name>:<version>`).
 */
function shortName(name: string): string {
  const fn = /(?:^|:)function:([^:]+)/.exec(name);
  if (fn !== null) return fn[1]!;
  if (!name.startsWith('arn:')) return name;
  const parts = name.split('/');
  return /:loadbalancer\/(app|net|gwy)\//.test(name) ? parts[2]! : (parts.at(-1) ?? name).split(':').at(-1)!;
}
