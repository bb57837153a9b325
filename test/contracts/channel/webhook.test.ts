import { webhookBench } from '../../channels/webhook-bench.ts';
import { jiraBench, servicenowBench } from '../../channels/webhook-desk-benches.ts';
import { testChannelContract } from './channel-contract.ts';

testChannelContract('webhook', webhookBench);
testChannelContract('webhook, format jira', jiraBench);
testChannelContract('webhook, format servicenow', servicenowBench);
