import type { ObservedActor } from './observed.ts';

/** Actors by what they probably are: a guess to be looked at, since user agents and session names are chosen by the caller. */
export interface PickedActors {
  readonly pipelines: readonly PickedRole[];
  readonly controllers: readonly PickedRole[];
  /** Roles of AWS services that act by themselves. */
  readonly services: readonly PickedRole[];
  readonly people: readonly PickedRole[];
}

/** A role (over all accounts) or a permission set, with why it was picked. */
export interface PickedRole {
  /** What a policy would name: a role's ARN with `*` for the account, a user's ARN, or a permission set. */
  readonly name: string;
  readonly kind: 'role' | 'user' | 'permission set';
  readonly accounts: number;
  readonly changes: number;
  readonly why: string;
}

const pipelineAgents = /terraform|cloudformation|pulumi|cdk|ansible|crossplane|atlantis|spacelift/i;
const pipelineSessions =
  /^(gha|github|gitlab|ci|jenkins|circleci|buildkite|terraform|tf|deploy|pipeline|run|codebuild|codepipeline|aws-?codebuild|atlantis|spacelift|bitbucket|azuredevops)\b/i;
const controllerWords = /k8s|kube|\beks\b|eks-|karpenter|elbv2|load-?balancer|controller|external-dns/i;
const permissionSet = /:role\/aws-reserved\/sso\.amazonaws\.com\/(?:[^/]+\/)?AWSReservedSSO_(.+)_[0-9a-f]{16}$/;
const serviceRole = /:role\/aws-service-role\//;

/** Sorts actors into pipelines, controllers, services and people. */
export function pickActors(actors: readonly ObservedActor[]): PickedActors {
  const picked: Record<keyof PickedActors, Map<string, PickedRole>> = {
    pipelines: new Map(),
    controllers: new Map(),
    services: new Map(),
    people: new Map(),
  };
  for (const actor of actors.filter(({ principal }) => principal !== null)) {
    const [group, why] = kindOf(actor);
    const { name, kind } = nameOf(actor.principal!);
    const before = picked[group].get(name);
    const [accounts, changes] = [(before?.accounts ?? 0) + 1, (before?.changes ?? 0) + actor.changes];
    picked[group].set(name, { name, kind, accounts, changes, why: before?.why ?? why });
  }
  const sorted = (map: ReadonlyMap<string, PickedRole>) =>
    [...map.values()].sort((a, b) => b.changes - a.changes || (a.name < b.name ? -1 : 1));
  return {
    pipelines: sorted(picked.pipelines),
    controllers: sorted(picked.controllers),
    services: sorted(picked.services),
    people: sorted(picked.people),
  };
}

function kindOf(actor: ObservedActor): readonly [keyof PickedActors, string] {
  const { principal, sessions, agents, via, type } = actor;
  if (type === 'AWSService' || serviceRole.test(principal!)) return ['services', 'an AWS service'];
  const role = principal!.split('/').at(-1)!;
  if (permissionSet.test(principal!)) return ['people', 'Identity Center'];
  const calls = Object.values(via).reduce((sum, each) => sum + each, 0);
  const byTool = (via.terraform ?? 0) + (via.cloudformation ?? 0);
  if (byTool * 2 > calls) return ['pipelines', 'it acts through Terraform or CloudFormation'];
  const agent = agents.find((each) => controllerWords.test(each));
  if (agent !== undefined || controllerWords.test(role)) return ['controllers', `its name or user agent says so`];
  if (agents.some((each) => pipelineAgents.test(each))) return ['pipelines', 'its user agent says so'];
  const session = sessions.find((each) => pipelineSessions.test(each));
  return session === undefined ? ['people', ''] : ['pipelines', 'its sessions are named like those of a pipeline'];
}

function nameOf(principal: string): Pick<PickedRole, 'name' | 'kind'> {
  const set = permissionSet.exec(principal)?.[1];
  if (set !== undefined) return { name: set, kind: 'permission set' };
  const name = principal.replace(/^(arn:[^:]+:iam::)\d{12}:/, '$1*:');
  return {
    name: principal.includes(':role/') ? name : principal,
    kind: principal.includes(':role/') ? 'role' : 'user',
  };
}
