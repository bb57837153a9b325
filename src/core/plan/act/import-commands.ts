import type { Rule } from '../../group/rule.ts';

/**
 * What ends the drift that a restore leaves behind in Terraform, which knows a rule by its id: the rule put back has a
 * new one. `<address>` is the rule's own in the configuration; `rules` tell which way the new ones go.
 * Source: Terraform AWS provider, `aws_vpc_security_group_ingress_rule`, "Import".
 */
export function importCommands(lineage: Readonly<Record<string, string>>, rules: readonly Rule[]): readonly string[] {
  return Object.entries(lineage).flatMap(([was, now]) => {
    const direction = rules.find(({ id }) => id === now)?.direction;
    if (direction === undefined) return [];
    const address = `aws_vpc_security_group_${direction}_rule.<name of ${was}>`;
    return [`terraform state rm '${address}'`, `terraform import '${address}' ${now}`];
  });
}
