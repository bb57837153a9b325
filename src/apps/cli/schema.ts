import { decisionSchema } from '../../core/plan/decision-schema.ts';
import { standingSchema } from '../../core/plan/standing-schema.ts';
import { nearestWords } from '../../core/policy/shape/nearest-word.ts';
import { serverSchema } from '../../settings/server-shape.ts';
import { Complaint } from './complaint.ts';
import { judgeSchema } from './schemas/judge-schema.ts';
import { kpiSchema } from './schemas/kpi-schema.ts';
import { scanSchema } from './schemas/scan-schema.ts';
import { snapshotSchema } from './schemas/snapshot-schema.ts';
import type { Run } from './verbs.ts';

const schemas = {
  decision: decisionSchema,
  standing: standingSchema,
  scan: scanSchema,
  judge: judgeSchema,
  kpi: kpiSchema,
  snapshot: snapshotSchema,
  server: serverSchema,
};

/** `schema`: the JSON Schema of a decision about a change or about what stands, of what `scan`, `judge` and `kpi` print, of a snapshot, or of the settings of a server. */
export const schema: Run = async ([name = 'decision'], _options, terminal) => {
  if (!Object.hasOwn(schemas, name)) {
    const [near] = nearestWords(name, Object.keys(schemas));
    throw new Complaint(
      `expected ${Object.keys(schemas).join(', ')}, got \`${name}\`${near === undefined ? '' : `, did you mean \`${near}\``}`,
    );
  }
  await terminal.out(`${JSON.stringify(schemas[name as keyof typeof schemas], null, 2)}\n`);
  return 0;
};
