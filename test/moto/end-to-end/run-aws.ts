import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs the real `aws` command line as a person; its keys stand in its environment, as a person's do. */
export async function runAws(
  program: string,
  endpoint: string,
  { key, secret, region }: { readonly key: string; readonly secret: string; readonly region: string },
  args: readonly string[],
): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    ...{ AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret, AWS_DEFAULT_REGION: region },
    ...{ AWS_EC2_METADATA_DISABLED: 'true', AWS_MAX_ATTEMPTS: '1' },
  };
  const { stdout } = await run(program, [...args, '--endpoint-url', endpoint, '--output', 'json'], { env });
  return stdout;
}
