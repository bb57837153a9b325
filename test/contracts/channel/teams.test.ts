import { teamsBench } from '../../channels/teams-bench.ts';
import { testChannelContract } from './channel-contract.ts';

testChannelContract('teams', teamsBench);
