import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** All that is asked of Secrets Manager. Loaded with the first secret that is kept there. */
export { GetSecretValueCommand, SecretsManagerClient };
