import { sesBench } from '../../channels/email/ses-bench.ts';
import { smtpBench } from '../../channels/email/smtp-bench.ts';
import { testChannelContract } from './channel-contract.ts';

testChannelContract('mail by SMTP', smtpBench);
testChannelContract('mail by SES', sesBench);
