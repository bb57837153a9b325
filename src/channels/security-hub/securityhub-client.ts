import { BatchImportFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';

/** All that is asked of Security Hub. Loaded with the first message. */
export { BatchImportFindingsCommand, SecurityHubClient };
