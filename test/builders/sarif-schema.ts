const text = { type: 'string' };
const message = closed({ text, markdown: text }, ['text']);
const tags = { tags: { type: 'array', items: text } };
const level = { enum: ['none', 'note', 'warning', 'error'] };

/**
 * What SARIF 2.1.0 (OASIS, errata 01) allows, narrowed to the properties that ours uses; a property that the standard
 * does not have is refused. Sections: 3.13 sarifLog, 3.14 run, 3.18 tool, 3.19 toolComponent, 3.27 result, 3.28 location,
 * 3.29 physicalLocation, 3.33 logicalLocation, 3.35 suppression, 3.49 reportingDescriptor.
 */
export const sarifSchema = closed(
  {
    $schema: { type: 'string', pattern: '^https:' },
    version: { const: '2.1.0' },
    runs: { type: 'array', minItems: 1, items: run() },
  },
  ['version', 'runs'],
);

function run() {
  const rule = closed(
    {
      ...{ id: text, shortDescription: message, fullDescription: message, help: message },
      defaultConfiguration: closed({ level }, []),
      properties: {
        type: 'object',
        properties: { ...tags, 'security-severity': { type: 'string', pattern: '^\\d+\\.\\d$' } },
      },
    },
    ['id'],
  );
  const driver = closed(
    {
      name: text,
      version: text,
      semanticVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
      rules: { type: 'array', items: rule },
    },
    ['name'],
  );
  return closed(
    {
      ...{ tool: closed({ driver }, ['driver']), columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] } },
      ...{ results: { type: 'array', items: result() }, properties: { type: 'object' } },
    },
    ['tool'],
  );
}

function result() {
  const artifactLocation = closed({ uri: { type: 'string', pattern: "^[A-Za-z0-9._~:/@!$&'()*+,;=%-]+$" } }, []);
  const logical = closed({ name: text, fullyQualifiedName: text, kind: text }, []);
  const location = closed(
    {
      physicalLocation: closed({ artifactLocation }, ['artifactLocation']),
      logicalLocations: { type: 'array', items: logical },
    },
    [],
  );
  const suppression = closed({ kind: { enum: ['inSource', 'external'] }, justification: text }, ['kind']);
  return closed(
    {
      ...{ ruleId: text, ruleIndex: { type: 'integer', minimum: 0 }, level, message },
      locations: { type: 'array', items: location },
      partialFingerprints: { type: 'object', additionalProperties: text },
      suppressions: { type: 'array', items: suppression },
      properties: { type: 'object' },
    },
    ['message'],
  );
}

function closed(properties: Readonly<Record<string, unknown>>, required: readonly string[]) {
  return { type: 'object', properties, required, additionalProperties: false };
}
