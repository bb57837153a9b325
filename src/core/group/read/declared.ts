import { isDeeper, isObject, type Json } from '../../leaf/canonical.ts';
import type { DeclaredReading } from '../declared.ts';
import { readTemplate } from './cloudformation/template.ts';
import { readConfig } from './config.ts';
import { readDescribed } from './described.ts';
import { readTerraform } from './terraform/terraform.ts';

/** Levels that a file may nest: Terraform's deepest modules and CloudFormation's deepest functions stay far below. */
const deepest = 200;

/**
 * Reads a file that declares or lists groups, told by its content: describe-security-groups or a snapshot, AWS Config,
 * a Terraform plan or state, a CloudFormation template. What is not told in it may be anything; it is never left out.
 */
export function readDeclared(json: Json): DeclaredReading {
  if (isDeeper(json, deepest)) return refuse(`expected JSON of at most ${deepest} levels, found a deeper one`);
  const reading = readTerraform(json) ?? readDescribed(json) ?? readConfig(json) ?? readTemplate(json);
  if (reading !== null) return reading;
  const keys = isObject(json) ? Object.keys(json).slice(0, 5) : [];
  const found =
    keys.length === 0 ? 'none of them' : `an object with ${keys.map((key) => `\`${key.slice(0, 40)}\``).join(', ')}`;
  return refuse(
    `expected the JSON of describe-security-groups, a snapshot, AWS Config, \`terraform show -json\` or a CloudFormation template, found ${found}`,
  );
}

function refuse(reason: string): DeclaredReading {
  return { declared: null, misread: [reason] };
}
