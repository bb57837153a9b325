import { isObject, type Json, type JsonObject } from '../../leaf/canonical.ts';
import { readInstant } from '../../leaf/instant.ts';
import { type Severity, severities } from '../../policy/scale.ts';
import type { Backlog, BacklogEntry, Opens } from './backlog.ts';

/** A backlog as read, or why it could not be. */
export type BacklogReading = Backlog | { readonly misread: string };

/** Reads a backlog file: `{"$schema": "portcullis:backlog:1", "taken", "policy", "entries"}`. All of it is understood, or none. */
export function readBacklog(json: Json): BacklogReading {
  if (!isObject(json) || json.$schema !== 'portcullis:backlog:1')
    return { misread: 'expected a backlog: an object with `"$schema": "portcullis:backlog:1"`' };
  const { taken, policy, entries } = json;
  if (typeof taken !== 'string' || readInstant(taken) === null)
    return { misread: 'expected a time such as 2026-01-31T09:14:07Z at `taken` of the backlog' };
  if (typeof policy !== 'string') return { misread: 'expected the digest of a policy at `policy` of the backlog' };
  if (!Array.isArray(entries)) return { misread: 'expected a list at `entries` of the backlog' };
  const read = entries.map((each) => readEntry(each));
  const at = read.indexOf(null);
  if (at >= 0)
    return {
      misread: `expected \`group\`, \`check\`, \`rule\`, \`severity\` and \`due\` in entry ${at + 1} of the backlog: write it with \`adopt\` anew`,
    };
  return { taken, policy, entries: read as readonly BacklogEntry[] };
}

function readEntry(json: Json): BacklogEntry | null {
  if (!isObject(json) || !isObject(json.group)) return null;
  const { group, check, rule, severity, due } = json;
  const asText = (from: JsonObject, key: string): string | null => {
    const value = from[key];
    return typeof value === 'string' ? value : null;
  };
  if (typeof check !== 'string' || typeof due !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(due)) return null;
  if (readInstant(due) === null || !(rule === null || typeof rule === 'string')) return null;
  if (!severities.includes(severity as Severity)) return null;
  const of = {
    id: asText(group, 'id'),
    name: asText(group, 'name'),
    vpc: asText(group, 'vpc'),
    account: asText(group, 'account'),
    region: asText(group, 'region'),
  };
  if (of.id === null && of.name === null) return null;
  return {
    ...{ group: of, check, rule, opens: readOpens(json.opens ?? null), severity: severity as Severity, due },
    ...{ environment: asText(json, 'environment'), owner: asText(json, 'owner') },
    ...{ since: asText(json, 'since'), by: asText(json, 'by') },
  };
}

function readOpens(json: Json): Opens | null {
  if (!isObject(json)) return null;
  const { ipv4, networks64 } = json;
  const isCount = (value: Json | undefined): value is string => typeof value === 'string' && /^\d{1,40}$/.test(value);
  return isCount(ipv4) && isCount(networks64) ? { ipv4, networks64 } : { unknown: true };
}
