import type { Seeded } from './seeded.ts';
import type { Stage } from './stage.ts';

/** A session that calls: the members of a record that stay the same while it lasts, as JSON text. */
export interface Caller {
  readonly identity: string;
  readonly address: string;
  readonly agent: string;
  readonly tls: boolean;
}

const agents = [
  'aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.173.0',
  'aws-cli/2.17.20 md/awscrt#0.20.11 ua/2.0 os/linux#5.10.220 md/arch#x86_64 lang/python#3.11.8 md/pyimpl#CPython',
  'Boto3/1.34.149 md/Botocore#1.34.149 ua/2.0 os/linux#6.1.97 md/arch#x86_64 lang/python#3.12.4 cfg/retry-mode#legacy Botocore/1.34.149',
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.2 (+https://www.terraform.io) terraform-provider-aws/5.60.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.30.3',
  'elbv2.k8s.aws/v2.8.1 aws-sdk-go/1.51.30 (go1.22.4; linux; amd64)',
  'aws-sdk-java/2.26.20 Linux/5.10.220-209.867.amzn2.x86_64 OpenJDK_64-Bit_Server_VM/17.0.11+9-LTS Java/17.0.11 vendor/Amazon.com_Inc.',
  '[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.750 Linux/5.10.220 OpenJDK_64-Bit_Server_VM/25.412-b08]',
];
const roles = [
  'ReadMetrics',
  'DeployPipeline',
  'NodeInstanceRole',
  'LoadBalancerController',
  'AuditReader',
  'BackupRunner',
];
const services = ['autoscaling', 'config', 'lambda', 'ecs-tasks', 'logs', 'rds', 'cloudtrail', 'delivery.logs'];

/** Begins a session in an account, at a moment (ISO text). */
export function startCaller(stage: Stage, since: string, chance: Seeded): Caller {
  const kind = chance.upTo(100);
  const tls = kind >= 15;
  if (kind < 15) {
    const service = `${chance.pick(services)}.amazonaws.com`;
    return { identity: `{"type":"AWSService","invokedBy":"${service}"}`, address: service, agent: service, tls };
  }
  const address = `203.0.113.${chance.upTo(256)}`;
  const agent = chance.pick(agents);
  if (kind < 25) return { identity: userOf(stage, chance), address, agent, tls };
  return { identity: roleOf(stage, since, chance), address, agent, tls };
}

function userOf({ account }: Stage, chance: Seeded): string {
  const name = chance.pick(['ci-runner', 'exporter', 'ana', 'ben', 'carla']);
  return `{"type":"IAMUser","principalId":"AIDA${chance.base32(17)}","arn":"arn:aws:iam::${account}:user/${name}","accountId":"${account}","accessKeyId":"AKIA${chance.base32(16)}","userName":"${name}"}`;
}

function roleOf({ account, names }: Stage, since: string, chance: Seeded): string {
  const role = chance.chance(0.5) ? chance.pick(roles) : `${chance.pick(names)}-role`;
  const principal = `AROA${chance.base32(17)}`;
  const session = chance.chance(0.4) ? `i-0${chance.hex(16)}` : `session-${chance.upTo(2 ** 31)}`;
  return `{"type":"AssumedRole","principalId":"${principal}:${session}","arn":"arn:aws:sts::${account}:assumed-role/${role}/${session}","accountId":"${account}","accessKeyId":"ASIA${chance.base32(16)}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"${principal}","arn":"arn:aws:iam::${account}:role/${role}","accountId":"${account}","userName":"${role}"},"webIdFederationData":{},"attributes":{"creationDate":"${since}","mfaAuthenticated":"false"},"ec2RoleDelivery":"2.0"}}`;
}
