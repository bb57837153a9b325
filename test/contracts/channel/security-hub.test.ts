import { securityHubBench } from '../../channels/security-hub/security-hub-bench.ts';
import { testChannelContract } from './channel-contract.ts';

testChannelContract('Security Hub', securityHubBench);
