import { assumedRole, type Caller, iamUser, linkedService, rootUser, throughStack } from './caller.ts';
import { type Account, accounts } from './organisation.ts';
import { Random } from './seeded.ts';

const browser =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36';
const provider = 'terraform-provider-aws/6.33.0';
const terraformAgent = `APN/1.0 HashiCorp/1.0 Terraform/1.14.5 (+https://www.terraform.io) ${provider} aws-sdk-go-v2/1.41.1 ua/2.1 os/linux lang/go#1.25.6 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.285.0 m/n`;
const controllerAgent =
  'elbv2.k8s.aws/v2.17.0 aws-sdk-go-v2/1.41.0 ua/2.1 os/linux lang/go#1.25.5 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.279.0 m/E,n';

/** A command line of AWS, which names its command in the user agent. */
export function cliAgent(command: string): string {
  return `aws-cli/2.33.8 md/awscrt#0.29.2 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.11 md/pyimpl#CPython m/b,E,Z cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#${command}`;
}

/** Somebody who signed in through IAM Identity Center. */
export interface Person {
  readonly name: string;
  readonly permissionSet: string;
  readonly sourceIp: string;
}

export const people = {
  alice: { name: 'alice@example.com', permissionSet: 'Developer', sourceIp: '203.0.113.17' },
  bob: { name: 'bob@example.com', permissionSet: 'Developer', sourceIp: '203.0.113.24' },
  carol: { name: 'carol@example.com', permissionSet: 'PowerUser', sourceIp: '203.0.113.31' },
  dave: { name: 'dave@example.com', permissionSet: 'Developer', sourceIp: '203.0.113.44' },
  erin: { name: 'erin@example.com', permissionSet: 'Platform', sourceIp: '203.0.113.58' },
} as const satisfies Record<string, Person>;

/** A person in the console. */
export function inConsole(person: Person, account: Account): Caller {
  return signedIn(person, account, browser, true);
}

/** A person at the command line; `command` is the CLI's name of it, e.g. `ec2.create-tags`. */
export function atCommandLine(person: Person, account: Account, command: string): Caller {
  return signedIn(person, account, cliAgent(command), false);
}

/** A person's script, which calls an SDK with the short parameters. */
export function inScript(person: Person, account: Account): Caller {
  return signedIn(
    person,
    account,
    'Boto3/1.42.31 md/Botocore#1.42.31 ua/2.1 os/macos#25.2.0 md/arch#arm64 lang/python#3.13.11',
    false,
  );
}

/** The pipeline: Terraform in a job of the forge, with a role per account. */
export function pipeline(account: Account, run: number): Caller {
  return assumedRole(account, {
    role: 'tf-deploy',
    session: `gha-${run}`,
    sourceIp: '192.0.2.240',
    userAgent: terraformAgent,
    federation: 'token.actions.githubusercontent.com',
  });
}

/** The controller that keeps load-balancer groups in step with a Kubernetes cluster. */
export function balancerController(account: Account, cluster: string): Caller {
  return assumedRole(account, {
    role: 'eks-lb-controller',
    session: `${1772400000 + new Random(cluster).below(30000)}000000000`,
    sourceIp: '192.0.2.10',
    userAgent: controllerAgent,
    federation: `oidc.eks.eu-west-1.amazonaws.com/id/${cluster}`,
  });
}

/** Erin's stacks. */
export function stack(account: Account): Caller {
  return throughStack(inConsole(people.erin, account));
}

export function autoScaling(account: Account): Caller {
  return linkedService(account, 'autoscaling', 'AWSServiceRoleForAutoScaling', 'AutoScaling');
}

/** The reporting user whose long-lived key leaked; the id of the key is that of the AWS documentation. */
export function leakedKey(command: string): Caller {
  const accessKey = 'AKIAIOSFODNN7EXAMPLE';
  return iamUser(accounts.prod, 'ci-reports', { accessKey, sourceIp: '198.51.100.77', userAgent: cliAgent(command) });
}

/** The same user doing its daily work from the build network. */
export function reporting(): Caller {
  const accessKey = 'AKIAIOSFODNN7EXAMPLE';
  return iamUser(accounts.prod, 'ci-reports', { accessKey, sourceIp: '192.0.2.241', userAgent: 'Boto3/1.42.31' });
}

export function rootOf(account: Account): Caller {
  return rootUser(account, { sourceIp: '203.0.113.58', userAgent: browser });
}

function signedIn(
  { name, permissionSet, sourceIp }: Person,
  account: Account,
  userAgent: string,
  console: boolean,
): Caller {
  const random = new Random(`${permissionSet} ${account.id}`);
  return assumedRole(account, {
    role: `AWSReservedSSO_${permissionSet}_${random.hex(16)}`,
    session: name,
    path: '/aws-reserved/sso.amazonaws.com/eu-west-1/',
    sourceIp,
    userAgent,
    console,
    mfa: false,
    onBehalfOf: new Random(name).uuid(),
  });
}
