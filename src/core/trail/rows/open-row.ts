import { isObject, type Json, type JsonObject } from '../../leaf/canonical.ts';
import { isTooDeep } from '../too-deep.ts';
import { spellField } from './field-names.ts';
import { readStructText } from './struct-text.ts';

/** Members whose own members CloudTrail names too; of all others (parameters) only AWS services know the spelling. */
const structs = new Set([
  'userIdentity',
  'sessionContext',
  'sessionIssuer',
  'attributes',
  'webIdFederationData',
  'onBehalfOf',
  'inScopeOf',
  'tlsDetails',
  'addendum',
]);
const embedded = new Set([
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'resources',
  ...structs,
]);

/**
 * Rebuilds a CloudTrail record from a row of a table that was made of records: Athena and Glue (lower-case columns, JSON text
 * in `requestparameters`, struct text in `useridentity`) and CloudTrail Lake (maps of JSON texts). Empty cells are absent.
 */
export function openRow(row: JsonObject): JsonObject {
  const members: [string, Json][] = [];
  for (const [column, value] of Object.entries(row)) {
    const name = spellField(column);
    // A column that is spelled right already counts before one that only reads alike.
    if (value === undefined || isEmpty(value) || (name !== column && Object.hasOwn(row, name))) continue;
    members.push([name, embedded.has(name) ? openMember(name, value) : value]);
  }
  return Object.fromEntries(members);
}

function isEmpty(value: Json): boolean {
  return value === '' || value === null || value === 'null';
}

function openMember(name: string, value: Json): Json {
  const opened = typeof value === 'string' ? openText(value) : value;
  if (structs.has(name)) return respell(opened);
  return openTexts(opened);
}

/** JSON text, else struct text, else the text itself: content that was cut or hidden stays visible as what it is. */
function openText(text: string): Json {
  const start = text.trimStart()[0];
  if (start !== '{' && start !== '[') return text;
  try {
    const json = JSON.parse(text) as Json;
    return isTooDeep(json) ? text : json;
  } catch {
    return readStructText(text) ?? text;
  }
}

function respell(value: Json): Json {
  if (Array.isArray(value)) return value.map(respell);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const name = spellField(key);
      return member === undefined || member === null
        ? []
        : [[name, structs.has(name) || isObject(member) ? respell(member) : member]];
    }),
  );
}

/** CloudTrail Lake keeps parameters as a map of texts; texts that hold JSON are opened, except documents that are text in CloudTrail too. */
function openTexts(value: Json): Json {
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  if (!entries.every(([, member]) => typeof member === 'string')) return value;
  return Object.fromEntries(
    entries.map(([key, member]) => [
      key,
      /policy|document|pattern|userdata/i.test(key) ? member! : openText(member as string),
    ]),
  );
}
