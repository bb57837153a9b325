import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

/** All that is asked of Systems Manager. Loaded with the first secret that is kept there. */
export { GetParameterCommand, SSMClient };
