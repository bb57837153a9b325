type Schema = Readonly<Record<string, unknown>>;

/**
 * Says where a value does not fit a JSON Schema (2020-12), for the keywords that our schemas use; an unknown keyword is an
 * error, so that none is silently left unchecked.
 */
export function findMisfits(schema: Schema, value: unknown): readonly string[] {
  return check(schema, value, '$', schema);
}

const silent = new Set(['$schema', '$id', '$defs', 'title', 'description']);

function check(schema: Schema, value: unknown, at: string, root: Schema): readonly string[] {
  return Object.entries(schema).flatMap(([keyword, told]) => {
    if (silent.has(keyword)) return [];
    const judge = keywords[keyword];
    if (judge === undefined) throw new Error(`unknown keyword ${keyword} at ${at}`);
    return judge(told, value, at, root, schema);
  });
}

type Judge = (told: unknown, value: unknown, at: string, root: Schema, schema: Schema) => readonly string[];

const keywords: Readonly<Record<string, Judge>> = {
  $ref: (told, value, at, root) =>
    check((root.$defs as Record<string, Schema>)[String(told).split('/').at(-1)!]!, value, at, root),
  type: (told, value, at) =>
    [told].flat().includes(typeOf(value)) || ([told].flat().includes('number') && typeOf(value) === 'integer')
      ? []
      : [`${at}: ${typeOf(value)}, not ${told}`],
  enum: (told, value, at) =>
    (told as unknown[]).includes(value) ? [] : [`${at}: ${JSON.stringify(value)} is none of ${told}`],
  const: (told, value, at) => (told === value ? [] : [`${at}: ${JSON.stringify(value)}, not ${told}`]),
  pattern: (told, value, at) =>
    typeof value !== 'string' || new RegExp(String(told)).test(value) ? [] : [`${at}: ${value} does not match ${told}`],
  minimum: (told, value, at) =>
    typeof value !== 'number' || value >= Number(told) ? [] : [`${at}: ${value} < ${told}`],
  maximum: (told, value, at) =>
    typeof value !== 'number' || value <= Number(told) ? [] : [`${at}: ${value} > ${told}`],
  minItems: (told, value, at) => (!Array.isArray(value) || value.length >= Number(told) ? [] : [`${at}: too short`]),
  maxItems: (told, value, at) => (!Array.isArray(value) || value.length <= Number(told) ? [] : [`${at}: too long`]),
  required: (told, value, at) =>
    isObject(value) ? (told as string[]).flatMap((key) => (value[key] === undefined ? [`${at}: no ${key}`] : [])) : [],
  properties: (told, value, at, root) =>
    isObject(value)
      ? Object.entries(told as Record<string, Schema>).flatMap(([key, part]) =>
          value[key] === undefined ? [] : check(part, value[key], `${at}.${key}`, root),
        )
      : [],
  additionalProperties: (told, value, at, root, schema) =>
    told === true || !isObject(value)
      ? []
      : Object.entries(value).flatMap(([key, each]) =>
          Object.hasOwn((schema.properties as object) ?? {}, key)
            ? []
            : told === false
              ? [`${at}: no key ${key} is known`]
              : check(told as Schema, each, `${at}.${key}`, root),
        ),
  propertyNames: (told, value, at, root) =>
    isObject(value) ? Object.keys(value).flatMap((key) => check(told as Schema, key, `${at}, key ${key}`, root)) : [],
  items: (told, value, at, root) =>
    Array.isArray(value) ? value.flatMap((each, n) => check(told as Schema, each, `${at}[${n}]`, root)) : [],
  anyOf: (told, value, at, root) => {
    const ways = (told as Schema[]).map((way) => check(way, value, at, root));
    return ways.some((way) => way.length === 0) ? [] : ways.flat();
  },
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}
