import { snsBench, snsSettings } from '../../channels/sns/sns-bench.ts';
import { testChannelContract } from './channel-contract.ts';

testChannelContract('SNS', snsBench(snsSettings));
testChannelContract('SNS, FIFO', snsBench({ ...snsSettings, topic: `${snsSettings.topic}.fifo` }));
testChannelContract('SNS for Amazon Q', snsBench({ ...snsSettings, format: 'amazon-q', role: 'PortcullisNotify' }));
