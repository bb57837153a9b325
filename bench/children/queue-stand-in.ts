import { startQueueStandIn } from '../loop/queue-stand-in.ts';

// `queue-stand-in <records>`: serves until its standard input ends, so that it never outlives the bench.

const standIn = await startQueueStandIn(Number(process.argv[2]));
process.stdout.write(`${standIn.port}\n`);
process.stdin.on('end', () => standIn.stop()).resume();
