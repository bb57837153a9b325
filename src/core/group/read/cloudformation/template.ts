import { isObject, type Json, type JsonObject } from '../../../leaf/canonical.ts';
import { canonicalCidr } from '../../../net/cidr.ts';
import type { DeclaredReading } from '../../declared.ts';
import type { PrefixList } from '../../group.ts';
import { object, text } from '../field.ts';
import { readAttachments } from './attachments.ts';
import { evaluate, isMet, isReference, listed, plainText, type Template } from './evaluate.ts';
import { readGroups } from './groups.ts';

/** A resource that the template makes, or may make. */
export interface CfnResource {
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
}

/**
 * Reads a CloudFormation template (or the answer of get-template) as JSON; YAML comes with its short functions spelled
 * out. Resources whose condition does not hold are left out. `null` when it is no template.
 * Source: AWS CloudFormation template reference, "Template anatomy".
 */
export function readTemplate(json: Json): DeclaredReading | null {
  const whole = isObject(json) && json.TemplateBody !== undefined ? object(json, 'TemplateBody') : json;
  if (!isObject(whole) || !isObject(whole.Resources)) return null;
  const types = Object.values(whole.Resources).map((each) => text(each ?? null, 'Type'));
  const isTemplate = whole.AWSTemplateFormatVersion !== undefined || types.some((type) => type?.includes('::'));
  if (!isTemplate) return null;
  const misread: string[] = [];
  const tell = (reason: string): void => void misread.push(reason);
  const section = (key: string): JsonObject => (isObject(whole[key]) ? whole[key] : {});
  const template: Template = {
    parameters: section('Parameters'),
    mappings: section('Mappings'),
    conditions: section('Conditions'),
    resources: whole.Resources,
    steps: { left: 1_000_000 },
  };
  const made = resourcesOf(template, tell);
  const declared = {
    kind: 'cloudformation',
    takenAt: null,
    groups: readGroups(made, template, tell),
    lists: made.filter((each) => each.type === 'AWS::EC2::PrefixList').map((each) => readList(each, template)),
    interfaces: readAttachments(made, template),
  } as const;
  if (template.steps.left <= 0)
    tell('expected a template with fewer functions: the last ones are taken to be anything');
  return { declared, misread };
}

function resourcesOf(template: Template, tell: (reason: string) => void): readonly CfnResource[] {
  return Object.entries(template.resources).flatMap(([id, resource]): readonly CfnResource[] => {
    const type = text(resource ?? null, 'Type');
    if (!isObject(resource) || type === null) {
      tell(`expected a resource with \`Type\` at \`Resources.${id.slice(0, 80)}\`: it is not read`);
      return [];
    }
    const isLeftOut =
      typeof resource.Condition === 'string' && isMet({ Condition: resource.Condition }, template) === false;
    const properties = evaluate(resource.Properties, template);
    return isLeftOut
      ? []
      : [{ id, type, properties: isObject(properties) && !isReference(properties) ? properties : {} }];
  });
}

/** Entries of a list; one that is not told makes the whole list unknown. */
function readList({ id, properties }: CfnResource, template: Template): PrefixList {
  const entries = listed(properties.Entries, template).map((entry) => {
    const cidr = isObject(entry) && !isReference(entry) ? plainText(evaluate(entry.Cidr, template)) : null;
    return canonicalCidr(cidr ?? '');
  });
  const known = entries.every((cidr) => cidr !== null) ? (entries as readonly string[]) : null;
  const name = plainText(evaluate(properties.PrefixListName, template));
  return { id: `Resources.${id}`, name, version: null, entries: known };
}
