/** Who may become one of our roles. */
export interface Trust {
  /** ARN of the user or role that the product runs as. */
  readonly runner: string;
  readonly externalId?: string | undefined;
  readonly sourceIdentity?: string | undefined;
}

/** A policy that says who may assume a role. */
export interface TrustDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Effect: 'Allow';
    readonly Principal: { readonly AWS: string };
    readonly Action: readonly string[];
    readonly Condition: { readonly [operator: string]: { readonly [key: string]: string } };
  }[];
}

/**
 * The trust policy of our roles: one runner, in sessions of our names only (`sts:RoleSessionName`), so that a session that
 * claims an action of ours is one (IAM user guide, "Available keys for AWS STS").
 */
export function trustDocument({ runner, externalId, sourceIdentity }: Trust): TrustDocument {
  const exact = {
    ...(externalId === undefined ? {} : { 'sts:ExternalId': externalId }),
    ...(sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': sourceIdentity }),
  };
  const Condition = {
    StringLike: { 'sts:RoleSessionName': 'portcullis-*' },
    ...(Object.keys(exact).length === 0 ? {} : { StringEquals: exact }),
  };
  const Action = ['sts:AssumeRole', ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity'])];
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: runner }, Action, Condition }] };
}
