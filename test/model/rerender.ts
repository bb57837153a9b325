import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ec2Model } from '../../src/aws/model/model.ts';
import { isObject, type Json, type JsonObject } from '../../src/core/leaf/canonical.ts';
import { readInstant } from '../../src/core/leaf/instant.ts';
import { anewIn, differences, toldBy } from './compare.ts';
import { eraOf } from './era-of.ts';
import { isModelled, readCall } from './read-call.ts';
import { stage } from './stage.ts';

/** What the model makes of a recorded call: where its own record differs, or `null` when the request is lost. */
export function rerender(raw: JsonObject): readonly string[] | null {
  const record = unmask(raw);
  const call = readCall(record);
  if (call === null) return null;
  const model = new Ec2Model({ ...stage(call, record), era: eraOf(String(record.eventTime)) });
  const identity = isObject(record.userIdentity) ? record.userIdentity : {};
  const caller = { identity, userAgent: String(record.userAgent), from: String(record.sourceIPAddress) };
  const made = model.ask(call.action, call.request as never, caller, readInstant(String(record.eventTime))!).record;
  return differences(told(record), told(made), '', anewIn(call.action));
}

function told(record: JsonObject): JsonObject {
  const said = /^.*?(?=( Encoded authorization|$))/s.exec(String(record.errorMessage ?? ''))![0];
  // Accounts were masked by those who published the records, in one place of a record and not in another.
  return { ...toldBy(record), errorMessage: said.replace(/\d{12}/g, '<account>') };
}

/** Ids that were masked by hand are no ids, and EC2 would refuse them. */
function unmask(record: JsonObject): JsonObject {
  const text = JSON.stringify(record)
    .replace(/"groupId":"(?!sg-(?:[0-9a-f]{8}|[0-9a-f]{17})")[^"]*"/g, '"groupId":"sg-00000000"')
    .replace(/"vpcId":"(?!vpc-[0-9a-f]+")[^"]*"/g, '"vpcId":"vpc-00000000"');
  return JSON.parse(text) as JsonObject;
}

const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

/** Real records of modelled calls, by file and line; none where the corpus is not beside the checkout. */
export function realRecords(): readonly (readonly [name: string, record: JsonObject])[] {
  if (!existsSync(`${corpus}sg-core.jsonl`)) return [];
  return ['sg-core', 'sg-attachments'].flatMap((file) =>
    readFileSync(`${corpus}${file}.jsonl`, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line, at) => [`${file} ${at + 1}`, inner((JSON.parse(line) as { record: JsonObject }).record)] as const)
      .filter(([, record]) => isModelled(record)),
  );
}

/** Real requests to look at EC2, each of its shape once: the name of the call, and a record of it. */
export function realReads(): readonly JsonObject[] {
  const folders = ['invictus-ir_aws_dataset', 'Permiso-io-tools_CloudConsoleCartographer'].map(
    (each) => `${corpus}${each}`,
  );
  const shapes = new Map<string, JsonObject>();
  for (const folder of folders.filter((each) => existsSync(each)))
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
      const text = readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8');
      if (!/"Describe(SecurityGroup|NetworkInterfaces|ManagedPrefix|Vpcs)/.test(text)) continue;
      const json = JSON.parse(text) as Json;
      const records = (
        Array.isArray(json) ? json : isObject(json) ? (json.Records ?? []) : []
      ) as readonly JsonObject[];
      for (const record of records) if (isRead(record)) shapes.set(JSON.stringify(record.requestParameters), record);
    }
  return [...shapes.values()];
}

function isRead(record: JsonObject): boolean {
  return isModelled(record) && /^(Describe|Get)/.test(String(record.eventName));
}

function inner(record: JsonObject): JsonObject {
  return isObject(record.detail) ? record.detail : record;
}
