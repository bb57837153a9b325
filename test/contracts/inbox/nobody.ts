import type { AwsCredentials } from '../../../src/sources/aws/access.ts';
import { ownIdentity } from '../../moto/start-moto.ts';

/** Keys of nobody, which stand-ins of AWS take. */
export async function nobody(): Promise<AwsCredentials> {
  return { accessKeyId: ownIdentity.AWS_ACCESS_KEY_ID, secretAccessKey: ownIdentity.AWS_SECRET_ACCESS_KEY };
}
