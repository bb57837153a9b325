/** Who needs something: the credentials that the product runs with, or one of the roles that it assumes. */
export type Holder = 'runner' | 'reader' | 'revoke' | 'restore';

/** What it is needed for; whoever does not use a feature need not grant it. */
export type Feature =
  | 'roles'
  | 'read'
  | 'lookup-events'
  | 'sqs'
  | 's3'
  | 'kms'
  | 'revoke'
  | 'restore-rules'
  | 'restore-lists'
  | 'restore-interfaces'
  | 'restore-tags'
  | 'heartbeat'
  | 'drill'
  | 'doctor'
  | 'channel-sns'
  | 'channel-ses'
  | 'channel-security-hub'
  | 'secrets-ssm'
  | 'secrets-manager';

/** What a call is allowed on; each place has its ARN in `policyDocument`. */
export type Place =
  | 'anything'
  | 'groups'
  | 'rules'
  | 'lists'
  | 'interfaces'
  | 'queue'
  | 'bucket'
  | 'objects'
  | 'key'
  | 'roles'
  | 'topics'
  | 'identities'
  | 'findings'
  | 'parameters'
  | 'secrets';

/** What must hold besides. */
export type Proviso =
  /** In our regions. */
  | 'region'
  /** On what carries a tag that allows us, where one is named. */
  | 'tagged'
  /** Under our prefix of the bucket. */
  | 'prefix'
  /** Through S3 or SQS, never by itself. */
  | 'service'
  /** Metrics of our own name. */
  | 'namespace'
  /** Only while the call that needs it makes a rule. */
  | 'on-authorize';

/** Something that a feature needs. */
export interface Need {
  readonly feature: Feature;
  readonly holder: Holder;
  readonly actions: readonly string[];
  readonly on: readonly Place[];
  readonly provided: readonly Proviso[];
  /** Where AWS says what the actions are allowed on. */
  readonly source: string;
}
