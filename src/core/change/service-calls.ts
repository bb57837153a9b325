/** Where the calls of one service keep the groups they put on something. Paths go through lists; the first name found is used. */
export interface ServiceCalls {
  readonly service: string;
  readonly calls: readonly string[];
  readonly what: string;
  /** Before the name in the subject's id, e.g. `rds` in `rds:orders`; empty when the id speaks for itself. */
  readonly prefix: string;
  readonly name: readonly string[];
  readonly request: readonly string[];
  readonly response: readonly string[];
  /** Prefix of classic groups (before VPC) that the same calls may name. */
  readonly classic?: string;
  /** The groups take effect at a later launch. */
  readonly latent?: boolean;
  /** The shape is not documented: take every group id in the record. */
  readonly generic?: boolean;
}

/** API references of each service; camelCase of the member names, as CloudTrail writes them. */
export const serviceCalls: readonly ServiceCalls[] = [
  {
    service: 'elasticloadbalancing',
    calls: ['CreateLoadBalancer', 'SetSecurityGroups', 'ApplySecurityGroupsToLoadBalancer'],
    what: 'a load balancer',
    prefix: 'elb',
    name: ['name', 'loadBalancerName', 'loadBalancerArn', 'loadBalancers.loadBalancerName'],
    request: ['securityGroups'],
    response: ['loadBalancers.securityGroups'],
  },
  {
    service: 'rds',
    calls: [
      'CreateDBInstance',
      'ModifyDBInstance',
      'CreateDBInstanceReadReplica',
      'RestoreDBInstanceFromDBSnapshot',
      'RestoreDBInstanceFromS3',
      'RestoreDBInstanceToPointInTime',
    ],
    what: 'a database',
    prefix: 'rds',
    name: ['dBInstanceIdentifier', 'targetDBInstanceIdentifier'],
    request: ['vpcSecurityGroupIds', 'dBSecurityGroups'],
    response: ['vpcSecurityGroups', 'dBSecurityGroups'],
    classic: 'rds-group',
  },
  {
    service: 'rds',
    calls: [
      'CreateDBCluster',
      'ModifyDBCluster',
      'RestoreDBClusterFromSnapshot',
      'RestoreDBClusterFromS3',
      'RestoreDBClusterToPointInTime',
    ],
    what: 'a database cluster',
    prefix: 'rds-cluster',
    name: ['dBClusterIdentifier'],
    request: ['vpcSecurityGroupIds'],
    response: ['vpcSecurityGroups'],
  },
  {
    service: 'elasticache',
    calls: ['CreateCacheCluster', 'ModifyCacheCluster'],
    what: 'a cache',
    prefix: 'elasticache',
    name: ['cacheClusterId'],
    request: ['securityGroupIds', 'cacheSecurityGroupNames'],
    response: ['securityGroups', 'cacheSecurityGroups'],
    classic: 'cache-group',
  },
  {
    service: 'elasticache',
    calls: ['CreateReplicationGroup', 'ModifyReplicationGroup'],
    what: 'a cache',
    prefix: 'elasticache',
    name: ['replicationGroupId'],
    request: ['securityGroupIds', 'cacheSecurityGroupNames'],
    response: [],
    classic: 'cache-group',
  },
  {
    service: 'redshift',
    calls: ['CreateCluster', 'ModifyCluster', 'RestoreFromClusterSnapshot'],
    what: 'a data warehouse',
    prefix: 'redshift',
    name: ['clusterIdentifier'],
    request: ['vpcSecurityGroupIds', 'clusterSecurityGroups'],
    response: ['vpcSecurityGroups', 'clusterSecurityGroups'],
    classic: 'redshift-group',
  },
  {
    service: 'lambda',
    calls: [
      'CreateFunction20150331',
      'CreateFunction20141111',
      'UpdateFunctionConfiguration20150331v2',
      'UpdateFunctionConfiguration20150331',
      'UpdateFunctionConfiguration20141111',
    ],
    what: 'a function',
    prefix: 'lambda',
    name: ['functionName'],
    request: ['vpcConfig.securityGroupIds'],
    response: ['vpcConfig.securityGroupIds'],
  },
  {
    service: 'ecs',
    calls: ['CreateService', 'UpdateService', 'RunTask', 'StartTask', 'CreateTaskSet'],
    what: 'a container service',
    prefix: 'ecs',
    name: ['serviceName', 'service', 'taskDefinition'],
    request: ['networkConfiguration.awsvpcConfiguration.securityGroups'],
    response: [],
  },
  {
    service: 'eks',
    calls: ['CreateCluster', 'UpdateClusterConfig'],
    what: 'a Kubernetes cluster',
    prefix: 'eks',
    name: ['name', 'cluster.name'],
    request: ['resourcesVpcConfig.securityGroupIds'],
    response: ['cluster.resourcesVpcConfig.securityGroupIds'],
  },
  {
    service: 'elasticfilesystem',
    calls: ['CreateMountTarget', 'ModifyMountTargetSecurityGroups'],
    what: 'a mount target',
    prefix: '',
    name: ['mountTargetId'],
    request: ['securityGroups'],
    response: [],
  },
  {
    service: 'autoscaling',
    calls: ['CreateLaunchConfiguration'],
    what: 'later launches',
    prefix: 'launch-configuration',
    latent: true,
    name: ['launchConfigurationName'],
    request: ['securityGroups', 'classicLinkVPCSecurityGroups'],
    response: [],
  },
  ...generic(
    'es',
    ['CreateElasticsearchDomain', 'UpdateElasticsearchDomainConfig', 'CreateDomain', 'UpdateDomainConfig'],
    ['domainName'],
  ),
  ...generic('kafka', ['CreateCluster', 'CreateClusterV2', 'UpdateConnectivity'], ['clusterName', 'clusterArn']),
  ...generic('mq', ['CreateBroker', 'UpdateBroker'], ['brokerName', 'brokerId']),
  ...generic(
    'dms',
    ['CreateReplicationInstance', 'ModifyReplicationInstance'],
    ['replicationInstanceIdentifier', 'replicationInstanceArn'],
  ),
  ...generic('memorydb', ['CreateCluster', 'UpdateCluster'], ['clusterName']),
  ...generic('dax', ['CreateCluster', 'UpdateCluster'], ['clusterName']),
  ...generic('elasticmapreduce', ['RunJobFlow'], ['name', 'jobFlowId']),
  ...generic(
    'glue',
    ['CreateConnection', 'UpdateConnection', 'CreateDevEndpoint'],
    ['connectionInput.name', 'name', 'endpointName'],
  ),
  ...generic(
    'sagemaker',
    [
      'CreateNotebookInstance',
      'CreateDomain',
      'UpdateDomain',
      'CreateModel',
      'CreateTrainingJob',
      'CreateProcessingJob',
    ],
    ['notebookInstanceName', 'domainName', 'domainId', 'modelName', 'trainingJobName', 'processingJobName'],
  ),
  ...generic('codebuild', ['CreateProject', 'UpdateProject', 'CreateFleet', 'UpdateFleet'], ['name', 'arn']),
  ...generic(
    'batch',
    ['CreateComputeEnvironment', 'UpdateComputeEnvironment'],
    ['computeEnvironmentName', 'computeEnvironment'],
  ),
  ...generic(
    'workspaces',
    ['RegisterWorkspaceDirectory', 'ModifyWorkspaceCreationProperties'],
    ['directoryId', 'resourceId'],
  ),
  ...generic('ds', ['CreateMicrosoftAD', 'CreateDirectory', 'ConnectDirectory'], ['name']),
  ...generic(
    'fsx',
    ['CreateFileSystem', 'CreateFileSystemFromBackup', 'CreateFileCache'],
    ['fileSystem.fileSystemId', 'fileCache.fileCacheId'],
  ),
  ...generic('transfer', ['CreateServer', 'UpdateServer'], ['serverId']),
  ...generic('apigateway', ['CreateVpcLink', 'UpdateVpcLink'], ['name', 'vpcLinkId']),
  ...generic('apprunner', ['CreateVpcConnector'], ['vpcConnectorName']),
  ...generic('airflow', ['CreateEnvironment', 'UpdateEnvironment'], ['name']),
  ...generic('cloudhsm', ['CreateCluster'], ['cluster.clusterId', 'clusterId']),
  ...generic('elasticbeanstalk', ['CreateEnvironment', 'UpdateEnvironment'], ['environmentName']),
];

function generic(service: string, calls: readonly string[], name: readonly string[]): readonly ServiceCalls[] {
  return [{ service, calls, what: 'what it runs', prefix: service, name, request: [], response: [], generic: true }];
}
