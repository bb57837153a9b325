import { dirname, resolve } from 'node:path';
import { isObject, type Json, type JsonObject } from '../core/leaf/canonical.ts';
import type { Path } from '../core/policy/problem.ts';
import { checkShape, type ShapeProblem } from '../core/policy/shape/check-shape.ts';
import { indexLines } from './line-index.ts';
import { nearestFile } from './nearest-file.ts';
import { harmless, writeProblem } from './problem-block.ts';
import { readText } from './read-text.ts';
import { readYaml, type YamlReading } from './read-yaml.ts';
import type { ServerSettings } from './server-settings.ts';
import { serverShape } from './server-shape.ts';
import { literalSecret } from './server-texts.ts';
import { settle } from './settle-server.ts';

/** A value that is set elsewhere than in the file, and wins over it. */
export interface Overlay {
  readonly key: string;
  readonly value: Json;
  /** As people know it: `PORTCULLIS_LISTEN`, `--listen`. */
  readonly from: string;
}

/** Settings as read, or everything that is wrong with them, in blocks of lines. */
export interface ServerReading {
  readonly settings: ServerSettings | null;
  readonly errors: readonly string[];
}

/** What settings are read from; later overlays win over earlier ones, all of them over the file. */
export interface SettingsFrom {
  readonly path: string | null;
  readonly overlays: readonly Overlay[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Something wrong with a value. */
export type SettingsProblem = Pick<ShapeProblem, 'path' | 'on' | 'message' | 'suggestion'> & { readonly secret?: true };

const mostBytes = 1_000_000;

/** What the environment may set, each by its variable. */
const fromEnvironment: Readonly<Record<string, string>> = {
  PORTCULLIS_STORE: 'store',
  PORTCULLIS_POLICY: 'policy',
  PORTCULLIS_BACKLOG: 'backlog',
  PORTCULLIS_ACTING: 'acting',
  PORTCULLIS_WORKERS: 'workers',
  PORTCULLIS_LISTEN: 'listen',
  PORTCULLIS_LOG_LEVEL: 'log',
};

/**
 * Reads the settings of a server: what is in force by itself, then the file, then the environment, then flags. What is wrong
 * is told with line and column, or by the name of the variable or flag; with any mistake there are no settings at all.
 */
export function readServerSettings({ path, overlays, env }: SettingsFrom): ServerReading {
  const read = path === null ? { text: '{}' } : readText(path, mostBytes);
  if ('wrong' in read) {
    const near = read.wrong === 'no such file' ? nearestFile(path!, path!) : null;
    return refused([harmless(`${path}: ${read.wrong}${near === null ? '' : `: did you mean \`${near}\`?`}`)]);
  }
  const yaml = readYaml(read.text);
  const file = { name: path ?? '', text: read.text, yaml };
  if (yaml.value === undefined || yaml.faults.length > 0)
    return refused(yaml.faults.map((fault) => writeProblem({ ...blockIn(file), ...fault, hidden: [] })));
  if (yaml.value === null)
    return refused([`${path}: the file is empty: it needs \`store\`, \`policy\` and \`sources\``]);
  const over = [...overlaysOf(env), ...overlays];
  const value = merge(yaml.value, over);
  const misshapen = checkShape(value, serverShape, yaml.spellingOf);
  if (misshapen.length > 0) return refused(tell(misshapen, file, over));
  const from = { folderOf: folderOf(path, over), env };
  const settled = settle(value as JsonObject, from);
  if ('problems' in settled) return refused(tell(settled.problems, file, over));
  return { settings: settled.settings, errors: [] };
}

interface File {
  readonly name: string;
  readonly text: string;
  readonly yaml: YamlReading;
}

function refused(errors: readonly string[]): ServerReading {
  return { settings: null, errors };
}

function overlaysOf(env: SettingsFrom['env']): readonly Overlay[] {
  return Object.entries(fromEnvironment).flatMap(([from, key]) => {
    const said = env[from] ?? '';
    return said === '' ? [] : [{ key, value: readSaid(key, said), from }];
  });
}

/** Variables are texts, whatever they mean. */
function readSaid(key: string, said: string): Json {
  if (key === 'log') return { level: said };
  if (key === 'acting' && /^(true|false)$/.test(said)) return said === 'true';
  return key === 'workers' && /^\d{1,3}$/.test(said) ? Number(said) : said;
}

function merge(value: Json, over: readonly Overlay[]): Json {
  if (!isObject(value)) return value;
  const merged: JsonObject = { ...value, ...Object.fromEntries(over.map(({ key, value: said }) => [key, said])) };
  return typeof merged.policy === 'string' ? { ...merged, policy: [merged.policy] } : merged;
}

/** Paths of the file count from where it lies, those of the environment and of flags from where one is. */
function folderOf(path: string | null, over: readonly Overlay[]): (key: string) => string {
  const beside = path === null ? '.' : dirname(path);
  return (key) => resolve(over.some((each) => each.key === key) ? '.' : beside);
}

function tell(problems: readonly SettingsProblem[], file: File, over: readonly Overlay[]): readonly string[] {
  const hidden = problems.filter(({ secret }) => secret === true).map(({ path, on }) => file.yaml.placeOf(path, on));
  return problems.map(({ path, on, message, suggestion, secret }) => {
    const said = secret === true ? literalSecret : message;
    const from = over.findLast(({ key }) => key === path[0])?.from ?? (file.name === '' ? sayPlace(path) : null);
    const meant = suggestion === null ? '' : `: did you mean \`${suggestion}\`?`;
    if (from !== null) return harmless(`${from}: ${said}${meant}`);
    const at = file.yaml.placeOf(path, on);
    return writeProblem({ ...blockIn(file), at, message: said, suggestion, hidden });
  });
}

function sayPlace(path: Path): string {
  return path.length === 0 ? 'settings' : `\`${path.join('.')}\``;
}

function blockIn({ name, text }: File) {
  return { name, source: indexLines(text) };
}
