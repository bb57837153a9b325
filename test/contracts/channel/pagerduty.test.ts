import { pagerDutyBench } from '../../channels/pagerduty-bench.ts';
import { testChannelContract } from './channel-contract.ts';

testChannelContract('pagerduty', pagerDutyBench);
