import type { Decision } from '../../../core/plan/decision.ts';
import type { StandingDecision } from '../../../core/plan/standing-decision.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { sayCheck } from '../../../core/policy/say/say-check.ts';
import { type Severity, worse } from '../../../core/policy/scale.ts';
import type { CheckVerdict } from '../../../core/verdict/verdict.ts';
import { plainText } from '../plain-text.ts';
import { markdownText } from './markdown.ts';
import { levelOf, messageText, sarifResult } from './sarif-result.ts';
import { jsonText, type Write } from './write-rows.ts';

/** What the rules of a SARIF log come from. */
export interface SarifSource {
  readonly policy: Policy;
  /** The version of the program. */
  readonly engine: string;
}

/**
 * Writes judged decisions as one SARIF 2.1.0 log: a rule for every check of the policy, a result for every check that
 * objects; what is permitted is a suppressed result. Clear decisions are no results.
 */
export async function writeSarif(
  write: Write,
  decisions: Iterable<Decision | StandingDecision>,
  { policy, engine }: SarifSource,
): Promise<void> {
  const rules = policy.checks.map((check) => {
    const sentence = sayCheck(check, policy);
    const severity = Object.values(check.severity).reduce<Severity>(worse, 'none');
    return ruleOf({ id: check.id, say: check.say, sentence, severity, playbook: check.playbook });
  });
  const places = new Map(rules.map(({ id }, at) => [id, at]));
  await write(
    `{"$schema":${jsonText(schema)},\n"version":"2.1.0",\n"runs":[{"columnKind":"utf16CodeUnits",\n"results":[`,
  );
  let first = true;
  for (const decision of decisions) {
    for (const check of decision.verdict?.checks ?? []) {
      let at = places.get(check.id);
      if (at === undefined) {
        at = rules.push(ruleOf(toldBy(check))) - 1;
        places.set(check.id, at);
      }
      await write(`${first ? '\n' : ',\n'}${jsonText(sarifResult(decision, check, at))}`);
      first = false;
    }
  }
  const driver = { name: 'portcullis', version: engine, semanticVersion: engine, rules };
  await write(`],\n"properties":${jsonText({ policy: policy.digest })},\n"tool":{"driver":${jsonText(driver)}}}]}\n`);
}

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

interface Rule {
  readonly id: string;
  readonly say: string;
  readonly sentence: string;
  readonly severity: Severity;
  readonly playbook: string | null;
}

/** A check that no entry of `checks` is (drift from a baseline), as its verdict tells it. */
function toldBy({ id, say, severity, playbook }: CheckVerdict): Rule {
  return { id, say, sentence: `${say}.`, severity, playbook };
}

/** GitHub reads `security-severity` as a CVSS-like number: over 9.0 is critical, from 7.0 high, from 4.0 medium. */
const scores: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  none: '0.0',
};

function ruleOf({ id, say, sentence, severity, playbook }: Rule) {
  const todo = playbook === null ? [] : [`What to do: ${playbook}`];
  const texts = [say, sentence, ...todo];
  return {
    id,
    shortDescription: { text: plainText(say) },
    fullDescription: { text: messageText(sentence) },
    help: { text: texts.map(messageText).join('\n\n'), markdown: texts.map(markdownText).join('\n\n') },
    defaultConfiguration: { level: levelOf(severity) },
    properties: { tags: ['security', 'network'], precision: 'high', 'security-severity': scores[severity] },
  };
}
