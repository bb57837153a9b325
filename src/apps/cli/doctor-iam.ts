import type { Feature } from '../../aws/iam/need.ts';
import type { ChannelSettings } from '../../contracts/channel-settings.ts';
import { nearestWords } from '../../core/policy/shape/nearest-word.ts';
import type { ServerSettings } from '../../settings/server-settings.ts';
import { features, featuresOf, iamDocuments, scopeOf } from '../doctor/iam-documents.ts';
import { Complaint } from './complaint.ts';
import { jsonText } from './format/write-rows.ts';
import { readPolicies } from './open-policy.ts';
import type { Options } from './options.ts';
import type { Terminal } from './screen.ts';

/**
 * `doctor --iam`: the least-privilege policies of features, or of what the settings, and the channels of their policy (or
 * of `--policy`), make use of. Asks nobody.
 */
export async function printIam(
  { iam, json, policy: named }: Pick<Options, 'iam' | 'json' | 'policy'>,
  settings: ServerSettings | null,
  regions: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const channels = await channelsOf(settings, named, terminal);
  const asked = typeof iam === 'string' ? iam.split(',').map((word) => featureOf(word.trim())) : null;
  const wanted = asked ?? featuresOf(settings, channels);
  const externalId = settings?.accounts.find((each) => each.externalId !== null)?.externalId ?? null;
  const documents = iamDocuments(wanted, scopeOf(settings, regions, channels), externalId);
  if (json === true) {
    const of = Object.fromEntries(documents.map(({ holder, policy, trust }) => [holder, { policy, trust }]));
    await terminal.out(`${jsonText({ $schema: 'portcullis:iam:1', features: wanted, holders: of })}\n`);
    return 0;
  }
  await terminal.out(`# ${wanted.map((each) => `${each}: ${features[each]}`).join('\n# ')}\n`);
  for (const { holder, say, policy, trust } of documents) {
    await terminal.out(`\n# ${holder}: ${say}\n${JSON.stringify(policy, null, 2)}\n`);
    if (trust !== null)
      await terminal.out(`\n# who may assume it (put in who we are)\n${JSON.stringify(trust, null, 2)}\n`);
  }
  return 0;
}

async function channelsOf(
  settings: ServerSettings | null,
  named: Options['policy'],
  terminal: Terminal,
): Promise<readonly ChannelSettings[]> {
  const files = Array.isArray(named) ? (named as readonly string[]) : named === false ? [] : (settings?.policy ?? []);
  return files.length === 0 ? [] : ((await readPolicies(files, terminal)).channels ?? []);
}

function featureOf(word: string): Feature {
  if (Object.hasOwn(features, word)) return word as Feature;
  const all = Object.keys(features);
  const [near] = nearestWords(word, all);
  throw new Complaint(
    `expected ${all.join(', ')} at \`--iam\`, got \`${word}\`${near === undefined ? '' : `, did you mean \`${near}\``}`,
  );
}
