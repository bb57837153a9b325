import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';

/** All that is asked of SES. Loaded with the first mail. */
export { SESv2Client, SendEmailCommand };
