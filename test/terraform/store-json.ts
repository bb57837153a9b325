import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeJson } from './make-json.ts';

/** Makes the stored JSON anew: `npm test` compares it with what Terraform makes where it is installed. */
const made = await makeJson();
if (made === null) throw new Error('expected the terraform binary and the AWS provider, found not both');
for (const [name, json] of Object.entries(made)) {
  writeFileSync(join(import.meta.dirname, 'stored', `${name}.json`), `${JSON.stringify(json)}\n`);
}
