import { attached, carrier, ids, type Table } from '../expected.ts';

const { web, app, db, old, vpc } = ids;

const balancers: Table = {
  'CreateLoadBalancer.application': {
    changes: [attached(carrier('elb:shop', vpc), [web, app], { facesInternet: true })],
  },
  'CreateLoadBalancer.default-group': {
    changes: [attached(carrier('elb:shop', vpc), [db], { facesInternet: true })],
  },
  'CreateLoadBalancer.classic': { changes: [attached(carrier('elb:old-shop'), [old], { facesInternet: true })] },
  SetSecurityGroups: { changes: [attached(carrier('elb:shop'), [app])] },
  ApplySecurityGroupsToLoadBalancer: { changes: [attached(carrier('elb:old-shop'), [old, web])] },
};

const databases: Table = {
  CreateDBInstance: { changes: [attached(carrier('rds:orders', vpc), [db], { facesInternet: false })] },
  'CreateDBInstance.default-group': {
    changes: [attached(carrier('rds:orders', vpc), [web], { facesInternet: false })],
  },
  'CreateDBInstance.classic': {
    changes: [attached(carrier('rds:legacy'), [{ id: 'rds-group:partners', name: 'partners' }])],
  },
  ModifyDBInstance: { changes: [attached(carrier('rds:orders', vpc), [db, web], { facesInternet: false })] },
  'ModifyDBInstance.size': { changes: [] },
  CreateDBInstanceReadReplica: { changes: [attached(carrier('rds:orders-2', vpc), [db], { facesInternet: false })] },
  RestoreDBInstanceFromDBSnapshot: {
    changes: [attached(carrier('rds:orders-copy', vpc), [web], { facesInternet: true })],
  },
  RestoreDBInstanceFromS3: { changes: [attached(carrier('rds:orders-copy', vpc), [web], { facesInternet: false })] },
  RestoreDBInstanceToPointInTime: {
    changes: [attached(carrier('rds:orders-copy', vpc), [web], { facesInternet: false })],
  },
  CreateDBCluster: { changes: [attached(carrier('rds-cluster:ledger'), [db])] },
  ModifyDBCluster: { changes: [attached(carrier('rds-cluster:ledger'), [db])] },
  RestoreDBClusterFromSnapshot: { changes: [attached(carrier('rds-cluster:ledger'), [db])] },
  RestoreDBClusterFromS3: { changes: [attached(carrier('rds-cluster:ledger'), [db])] },
  RestoreDBClusterToPointInTime: { changes: [attached(carrier('rds-cluster:ledger'), [db])] },
};

const caches: Table = {
  CreateCacheCluster: { changes: [attached(carrier('elasticache:sessions'), [app])] },
  'CreateCacheCluster.classic': {
    changes: [attached(carrier('elasticache:sessions'), [{ id: 'cache-group:caches', name: 'caches' }])],
  },
  ModifyCacheCluster: { changes: [attached(carrier('elasticache:sessions'), [web])] },
  CreateReplicationGroup: { changes: [attached(carrier('elasticache:carts'), [app])] },
  ModifyReplicationGroup: { changes: [attached(carrier('elasticache:carts'), [web])] },
  'CreateCluster.redshift': { changes: [attached(carrier('redshift:reports', vpc), [db])] },
  ModifyCluster: { changes: [attached(carrier('redshift:reports', vpc), [web])] },
  RestoreFromClusterSnapshot: { changes: [attached(carrier('redshift:reports', vpc), [web])] },
};

const workloads: Table = {
  CreateFunction20150331: { changes: [attached(carrier('lambda:resize', vpc), [app])] },
  CreateFunction20141111: { changes: [attached(carrier('lambda:resize', vpc), [app])] },
  UpdateFunctionConfiguration20150331v2: { changes: [attached(carrier('lambda:resize', vpc), [app])] },
  'UpdateFunctionConfiguration20150331v2.memory': { changes: [] },
  UpdateFunctionConfiguration20150331: { changes: [attached(carrier('lambda:resize', vpc), [app])] },
  UpdateFunctionConfiguration20141111: { changes: [attached(carrier('lambda:resize', vpc), [app])] },
  CreateService: { changes: [attached(carrier('ecs:cart'), [app])] },
  'CreateService.denied': { result: 'failed', changes: [] },
  UpdateService: { changes: [attached(carrier('ecs:cart'), [web])] },
  RunTask: { changes: [attached(carrier('ecs:job:1'), [app, web])] },
  StartTask: { changes: [attached(carrier('ecs:job:1'), [app])] },
  CreateTaskSet: { changes: [attached(carrier('ecs:cart'), [app])] },
  'CreateCluster.eks': { changes: [attached(carrier('eks:shop'), [app])] },
  UpdateClusterConfig: { changes: [attached(carrier('eks:shop'), [web])] },
  CreateMountTarget: { changes: [attached(carrier('fsmt-0a1b2c3d4e5f60001', vpc), [app])] },
  ModifyMountTargetSecurityGroups: { changes: [attached(carrier('fsmt-0a1b2c3d4e5f60001'), [web])] },
  CreateLaunchConfiguration: {
    changes: [attached(carrier('launch-configuration:web-1'), [old, web], { latent: true })],
  },
  'CreateDomain.es': { changes: [attached(carrier('es:search'), [web], { complete: false })] },
  RunJobFlow: { changes: [attached(carrier('elasticmapreduce:nightly'), [web, app], { complete: false })] },
};

/** What the records of other services' calls that put groups on things must tell. */
export const serviceRecords: Table = { ...balancers, ...databases, ...caches, ...workloads };
