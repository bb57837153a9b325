import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/** Every call to STS that the product makes, and the client for them. Loaded with the first call. */
export { AssumeRoleCommand, GetCallerIdentityCommand, STSClient };
