import process from 'node:process';
import { type CollectionTag, Pair, parseDocument, Scalar, type ScalarTag, type Tags, YAMLMap } from 'yaml';
import type { Json } from '../core/leaf/canonical.ts';
import { readText } from './read-text.ts';

/** A file of JSON or YAML as plain values, or why it could not be read, as after the file's name. */
export type DeclaredFile = { readonly json: Json } | { readonly wrong: string };

/** Plans of large organisations have some ten megabytes. */
const mostBytes = 400_000_000;

const noText =
  'expected JSON or YAML, it is no UTF-8 text (of a Terraform plan: what `terraform show -json <plan>` prints)';

/**
 * Reads a file that declares or lists groups (`-` = standard input): JSON, or YAML with the short functions of
 * CloudFormation (`!Ref`, `!GetAtt`, `!Sub`, …) spelled out as in JSON.
 * Source: AWS CloudFormation template reference, "Intrinsic function reference" (short form of each).
 */
export async function readDeclaredFile(path: string): Promise<DeclaredFile> {
  const read = path === '-' ? await readStandardInput() : readText(path, mostBytes);
  if ('wrong' in read) return { wrong: read.wrong.includes('is not UTF-8') ? noText : read.wrong };
  const text = read.text.replace(/^\uFEFF/, '');
  if (text.trim() === '') return { wrong: 'it is empty' };
  if (text.includes('\0')) return { wrong: noText };
  return /^\s*[[{]/.test(text) ? readJson(text) : readTemplateYaml(text);
}

async function readStandardInput(): Promise<{ readonly text: string } | { readonly wrong: string }> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
    return { text: Buffer.concat(chunks).toString('utf8') };
  } catch (error) {
    return { wrong: `it cannot be read: ${(error as Error).message}` };
  }
}

function readJson(text: string): DeclaredFile {
  try {
    return { json: JSON.parse(text) as Json };
  } catch (error) {
    // Short functions in braces: a template in YAML's flow style.
    const yaml = readTemplateYaml(text);
    return 'json' in yaml ? yaml : { wrong: `expected JSON: ${(error as Error).message.slice(0, 200)}` };
  }
}

/** Reads YAML as CloudFormation does (YAML 1.1, without dates, so that a version stays a text). */
export function readTemplateYaml(text: string): DeclaredFile {
  try {
    const document = parseDocument(text, {
      ...{ version: '1.1', schema: 'yaml-1.1', customTags, merge: true, prettyErrors: false, logLevel: 'error' },
    });
    const [first] = document.errors;
    if (first !== undefined)
      return { wrong: `expected JSON or YAML: ${first.message.slice(0, 200)}, at ${placeOf(text, first.pos[0])}` };
    return { json: plainValues(document.toJS({ maxAliasCount: 1000 })) };
  } catch (error) {
    return { wrong: `expected JSON or YAML: ${(error as Error).message.slice(0, 200)}` };
  }
}

/** What is no JSON (`.nan`, binary, sets) becomes what JSON makes of it. */
function plainValues(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null)) as Json;
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `${before.length}:${before.at(-1)!.length + 1}`;
}

const functions = [
  ...['Base64', 'Cidr', 'FindInMap', 'GetAZs', 'If', 'ImportValue', 'Join', 'Select', 'Split', 'Sub', 'Transform'],
  ...['And', 'Equals', 'Not', 'Or', 'GetAtt', 'Length', 'ToJsonString', 'ForEach', 'Contains', 'EachMemberIn'],
];
const spelled: readonly (readonly [string, string])[] = [
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...functions.map((name) => [`!${name}`, `Fn::${name}`] as const),
];

function customTags(tags: Tags): Tags {
  return [
    ...tags.filter((tag) => typeof tag === 'string' || !tag.tag.endsWith(':timestamp')),
    ...spelled.flatMap(tagsOf),
  ];
}

function tagsOf([tag, name]: readonly [string, string]): Tags {
  const scalar: ScalarTag = { tag, resolve: (value) => ({ [name]: value }) };
  const collection = (kind: 'map' | 'seq'): CollectionTag => ({
    tag,
    collection: kind,
    resolve: (held) => {
      const call = new YAMLMap();
      call.items.push(new Pair(new Scalar(name), held));
      return call;
    },
  });
  return [scalar, collection('map'), collection('seq')];
}
