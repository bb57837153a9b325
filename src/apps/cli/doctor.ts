import { existsSync } from 'node:fs';
import { areas, type Diagnosis, type Health, sayDiagnosis } from '../../core/audit/diagnosis.ts';
import { pricesAsOf } from '../../core/audit/price-table.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import { type Costs, costsOf } from '../doctor/costs.ts';
import { examine } from '../doctor/examine.ts';
import { systemClock } from '../live/system-clock.ts';
import { aboutAws } from './about-aws.ts';
import { counted } from './counted.ts';
import { costLines } from './doctor-costs.ts';
import { printIam } from './doctor-iam.ts';
import { jsonText } from './format/write-rows.ts';
import { usualPolicy } from './open-policy.ts';
import type { Options } from './options.ts';
import { as, type Line, print, type Style, type Terminal } from './screen.ts';
import { wrap } from './table.ts';
import type { Run } from './verbs.ts';

/**
 * `doctor`: looks at all that the product needs and changes nothing; each result is a sentence with what to do. Exit code 2
 * when anything is not as it should be. `--iam` and `--costs` ask nobody.
 */
export const doctor: Run = async (_args, options, terminal) => {
  const { settings, regions } = aboutAws(options, terminal);
  if (options.iam !== undefined) return await printIam(options, settings, regions, terminal);
  const planned = settings?.accounts.reduce((sum, each) => sum + each.regions.length, 0) ?? (regions.length || 1);
  if (options.costs === true) return await printCosts(costsOf(settings, planned), options, terminal);
  const examined = await examine({
    ...{ settings, regions, policy: policyOf(options), group: options.group ?? null },
    ...{ env: terminal.env, clock: systemClock, node: process.versions.node, command: terminal.command },
    tell: (what) => {
      if (terminal.watched) terminal.err(`\rlooking at ${what} …\u001b[K`);
    },
  });
  if (terminal.watched) terminal.err('\r\u001b[K');
  const { diagnoses } = examined;
  const costs = costsOf(settings, examined.sites || planned);
  const code = diagnoses.some(({ health }) => health === 'ill') ? 2 : 0;
  const counts = countsOf(diagnoses);
  if (options.json === true) {
    const head = { $schema: 'portcullis:doctor:1', at: writeInstant(terminal.now()), counts, diagnoses };
    await terminal.out(`${jsonText({ ...head, costs: { asOf: pricesAsOf, ...costs } })}\n`);
    return code;
  }
  await print(terminal, [
    ...areas.flatMap((area) =>
      diagnoses.filter((each) => each.area === area).flatMap((each) => linesOf(each, terminal)),
    ),
    [],
    ...costLines(costs, terminal.columns),
    [],
    billLine(counts),
  ]);
  return code;
};

async function printCosts(costs: Costs, { json }: Options, terminal: Terminal): Promise<number> {
  if (json === true) await terminal.out(`${jsonText({ $schema: 'portcullis:costs:1', asOf: pricesAsOf, ...costs })}\n`);
  else await print(terminal, costLines(costs, terminal.columns));
  return 0;
}

function policyOf({ policy }: Options): readonly string[] {
  if (policy === false) return [];
  if (policy !== undefined) return policy;
  return existsSync(usualPolicy) ? [usualPolicy] : [];
}

type Counts = Readonly<Record<Health, number>>;

function countsOf(diagnoses: readonly Diagnosis[]): Counts {
  const of = (health: Health): number => diagnoses.filter((each) => each.health === health).length;
  return { well: of('well'), ill: of('ill'), unclear: of('unclear') };
}

const shown: Readonly<Record<Health, readonly [word: string, look: Style]>> = {
  well: ['ok', 'green'],
  ill: ['WRONG', 'red'],
  unclear: ['look', 'yellow'],
};

function linesOf(each: Diagnosis, { columns }: Terminal): readonly Line[] {
  const { area, health, fix } = each;
  const [word, look] = shown[health];
  const text = sayDiagnosis(each);
  const indent = 18;
  return [
    ...wrap(text, columns - indent).map(
      (line, at): Line => [
        as('dim', (at === 0 ? area : '').padEnd(10)),
        as(look, (at === 0 ? word : '').padEnd(8)),
        line,
      ],
    ),
    ...fix.map((line, at): Line => [' '.repeat(indent), as('bold', at === 0 ? 'fix  ' : '     '), as('cyan', line)]),
  ];
}

function billLine({ well, ill, unclear }: Counts): Line {
  const text = `${well} as they should be, ${counted(ill, 'thing')} wrong, ${unclear} to look at`;
  return [as(ill > 0 ? 'red' : unclear > 0 ? 'yellow' : 'green', text)];
}
