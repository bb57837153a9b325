import type { Attached } from '../change/change.ts';
import { kindOfSubject } from './attached-kind.ts';
import type { Holder } from './attachments.ts';
import type { AttachedKind } from './facts.ts';

/**
 * What a record tells of the thing that it puts groups on: an interface made by RunInstances is an instance's, one that a
 * service made belongs to that service. Whether the Internet reaches it is told of load balancers and databases only.
 */
export function holderOfRecord({ on, record, facesInternet }: Attached): Holder {
  const id = on.id ?? '';
  const exposed = facesInternet ?? null;
  const ofId = kindOfSubject(id);
  if (ofId !== 'other' || !id.startsWith('eni-')) return { kind: ofId, exposed };
  if (record.call === 'RunInstances') return { kind: 'ec2', exposed };
  const maker = record.actor.invokedBy ?? (record.actor.type === 'AWSService' ? record.actor.principal : null);
  return { kind: makers.get(maker?.replace('.amazonaws.com', '') ?? '') ?? 'other', exposed };
}

/** Services by their principals (IAM, "AWS services that work with IAM"). */
const makers: ReadonlyMap<string, AttachedKind> = new Map(
  Object.entries({
    ...{
      rds: 'rds',
      elasticache: 'elasticache',
      redshift: 'redshift',
      es: 'opensearch',
      opensearchservice: 'opensearch',
    },
    ...{
      elasticloadbalancing: 'elb',
      lambda: 'lambda',
      ecs: 'ecs',
      eks: 'eks',
      elasticfilesystem: 'efs',
      kafka: 'msk',
    },
    ...{ dms: 'dms', elasticmapreduce: 'emr', ds: 'directory', workspaces: 'workspaces' },
  } as const),
);
