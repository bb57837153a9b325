import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import type { Seeded } from './seeded.ts';

/** Content of a file made from records by mutation, and whether a careless change of bytes was among the mutations. */
export interface Mutated {
  readonly text: string;
  readonly damaged: boolean;
}

const wanted = 'AuthorizeSecurityGroupIngress';
const names = [
  wanted,
  'CreateSecurityGroup',
  'DescribeInstances',
  'AuthorizeSecurityGroupIngres',
  'AuthorizeSecurityGroupIngressX',
  'UpdateFunctionConfiguration20150331v2',
  '',
  'A',
  'UpdateFunctionConfiguration2015\\u0030331v2',
  'Auth\\/',
  'x\\\\',
];
const escapedNames = ['\\u0041uthorizeSecurityGroupIngress', 'Authorize\\u0053ecurityGroupIngress', 'A\\u0075'];
const escapedKeys = ['"\\u0065ventName"', '"eventNam\\u0065"'];
const keys = [
  '"eventName"',
  '"eventName"',
  '"eventName"',
  '"eventname"',
  '"EventName"',
  '"eventName "',
  '"x\\"eventName"',
];
const strings = [
  '"},{\\"eventVersion\\":\\"1.08\\""',
  '"\\\\"',
  '"\\\\\\""',
  '"\\\\\\\\"',
  '"]}"',
  '"[{"',
  '"\\u0000"',
  '"\\ud800"',
  '"{\\"eventName\\":\\"AuthorizeSecurityGroupIngress\\"}"',
  '"eventName"',
  '"Ünïcödé ☃ 💥"',
  '"\\u003cb\\u003e"',
  `"${'x'.repeat(150)}"`,
  `"${'\\\\'.repeat(66)}"`,
  `"${'\\"'.repeat(40)}"`,
];
// JSON.parse of Node 24.21 takes a key that starts with an escape for an earlier key that starts with a backslash, and then
// differs from itself: parse `{"a":0,"\\\\":1}` and then `{"a":0,"\\u0000":2}`.
const oddKeys = strings.filter((text) => !text.startsWith('"\\'));
const scalars = ['null', 'true', '0', '-1.5e3', '""', '[]', '{}', '[[]]', '[{}]', '{"a":[{"b":{}}]}'];
const oddRecords = [
  'null',
  '5',
  '"text"',
  '[]',
  '{}',
  '[{"eventName":"CreateSecurityGroup"}]',
  '{"eventName":null}',
  '{"eventName":7}',
  '{"eventName":{"eventName":"CreateSecurityGroup"}}',
  '{"eventName":"CreateSecurityGroup"}',
  '{"x":{"eventName":"CreateSecurityGroup"}}',
];
const blanks = ['', '', '', ' ', '\n', '\t', ' \r\n ', ' '.repeat(70)];

/** Makes a file of one to six records of the pool: layouts, orders, duplicates, nesting, escapes, and now and then damage. */
export function mutate(pool: readonly JsonObject[], chance: Seeded): Mutated {
  const records = Array.from({ length: chance.below(6) }, () => mutateRecord(pool, chance));
  const text = layOut(records, chance);
  return chance.chance(0.1) && text.length > 0
    ? { text: damage(text, chance), damaged: true }
    : { text, damaged: false };
}

function mutateRecord(pool: readonly JsonObject[], chance: Seeded): string {
  if (chance.chance(0.02)) return chance.pick(oddRecords);
  const record = chance.pick(pool);
  const members = Object.entries(record).map(
    ([key, value]) => [JSON.stringify(key), JSON.stringify(value)] as [string, string],
  );
  for (let left = chance.below(4); left > 0; left--) mutateMembers(members, chance);
  const [a, b, c] = [chance.pick(blanks), chance.pick(blanks), chance.pick(blanks)];
  if (chance.chance(0.1)) return JSON.stringify(record, null, chance.below(4));
  return `{${members.map(([key, value]) => (chance.chance(0.1) ? `${a}${key}${b}:${c}${value}` : `${key}:${value}`)).join(',')}}`;
}

function mutateMembers(members: [string, string][], chance: Seeded): void {
  const at = chance.below(members.length + 1);
  const value = (): string =>
    chance.pick([() => chance.pick(strings), () => chance.pick(scalars), () => `"${pickName(chance)}"`])();
  switch (chance.below(8)) {
    case 0:
      members.splice(at, 0, [pickKey(chance), `"${pickName(chance)}"`]);
      return;
    case 1:
      members.splice(at, 0, [pickKey(chance), value()]);
      return;
    case 2:
      members.splice(at, 1);
      return;
    case 3:
      members.reverse();
      return;
    case 4:
      members.splice(at, 0, [
        `"k${chance.below(9)}"`,
        `{${pickKey(chance)}:"${pickName(chance)}","s":${chance.pick(strings)}}`,
      ]);
      return;
    case 5:
      members.splice(at, 0, [chance.pick(oddKeys), value()]);
      return;
    case 6:
      if (members[at] !== undefined) members[at][1] = value();
      return;
    case 7:
      members.splice(at, 0, ['"deep"', `${'[{"a":'.repeat(chance.below(100))}1`]);
      members[Math.min(at, members.length - 1)]![1] += '}]'.repeat(
        (members[Math.min(at, members.length - 1)]![1].match(/\[\{/g) ?? []).length,
      );
  }
}

function layOut(records: readonly string[], chance: Seeded): string {
  const [a, b, c] = [chance.pick(blanks), chance.pick(blanks), chance.pick(blanks)];
  const list = records.map((record) => (chance.chance(0.1) ? `${b}${record}${c}` : record)).join(',');
  const tail = chance.pick(['', '', '\n', '\r\n', ' ']);
  switch (chance.below(30)) {
    case 0:
      return `${a}{${b}"Records"${c}:${a}[${list}${b}]${c}}${tail}`;
    case 1:
      return `{"other":${chance.pick(strings)},"Records":[${list}]}${tail}`;
    case 2:
      return `{"Records":[${list}],"other":{"eventName":"${wanted}"}}${tail}`;
    case 3:
      return `{"Recor\\u0064s":[${list}]}${tail}`;
    case 4:
      return `\ufeff{"Records":[${list}]}${tail}`;
    case 5:
      return `[${a}${list}${b}]${tail}`;
    case 6:
      return `${records[0] ?? '{}'}${tail}`;
    case 7:
      return `{"Records":[${list}],"x":[${list}]}`;
    default:
      return `{"Records":[${list}]}${tail}`;
  }
}

function damage(text: string, chance: Seeded): string {
  const at = chance.below(text.length);
  switch (chance.below(4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + chance.below(20));
    case 2:
      return text.slice(0, at) + chance.pick(['"', '\\', '{', '}', '[', ']', ',', '\0', '\n', 'x']) + text.slice(at);
    default:
      return text.slice(0, at) + text.slice(chance.below(text.length));
  }
}

function pickName(chance: Seeded): string {
  return chance.pick(chance.chance(0.02) ? escapedNames : names);
}

function pickKey(chance: Seeded): string {
  return chance.pick(chance.chance(0.02) ? escapedKeys : keys);
}
