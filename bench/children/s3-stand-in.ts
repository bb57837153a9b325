import { startS3StandIn } from '../s3/s3-stand-in.ts';

// `s3-stand-in <folder> <milliseconds>`: serves until its standard input ends, so that it never outlives the bench.

const standIn = await startS3StandIn(process.argv[2]!);
standIn.wait = Number(process.argv[3]);
process.stdout.write(`${standIn.port}\n`);
process.stdin.on('end', () => standIn.stop()).resume();
