import type { Json, JsonObject } from '../../leaf/canonical.ts';
import type { Group, Vpc } from '../group.ts';
import { accountId, list, object, text } from './field.ts';

/**
 * The VPCs of one account and region, from the answers of describe-internet-gateways, describe-vpc-block-public-access-options
 * and describe-vpc-block-public-access-exclusions beside its groups; `null` where nobody looked at gateways. Only the account's own:
 * those that show its default group, which belongs to the owner of the VPC and which nobody can make or delete.
 * Sources: EC2 API reference, InternetGatewayAttachment, VpcBlockPublicAccessOptions, VpcBlockPublicAccessExclusion;
 * Amazon VPC user guide, "Default security groups for your VPCs".
 */
export function readVpcs(part: JsonObject, groups: readonly Group[]): readonly Vpc[] | null {
  if (part.InternetGateways === undefined) return null;
  const account = accountId(text(part, 'account')) ?? onlyOwner(groups);
  const region = text(part, 'region');
  const born = groups.filter((group) => group.name === 'default' && account !== null && group.account === account);
  const gateways = gatewaysByVpc(part);
  const blocked = readBlock(part);
  const exempt = exemptIn(part);
  return born.flatMap(({ vpc: id, region: told }): readonly Vpc[] => {
    if (id === null) return [];
    const internetGateway = gateways.get(id) ?? null;
    return [{ id, account, region: region ?? told, internetGateway, blocked, exempt: exempt(id) }];
  });
}

function onlyOwner(groups: readonly Group[]): string | null {
  const owners = new Set(groups.map((group) => group.account));
  return owners.size === 1 ? [...owners][0]! : null;
}

/** A gateway on its way on or off counts as attached. */
function gatewaysByVpc(part: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    list(part.InternetGateways).flatMap((gateway) => {
      const id = text(gateway, 'InternetGatewayId');
      const attached = list((gateway as JsonObject).Attachments).filter((one) => text(one, 'State') !== 'detached');
      return attached.flatMap((one) => {
        const vpc = text(one, 'VpcId');
        return id === null || vpc === null ? [] : [[vpc, id] as const];
      });
    }),
  );
}

/** A block that is still on its way keeps nothing out yet. */
function readBlock(part: JsonObject): Vpc['blocked'] {
  const options = object(part, 'VpcBlockPublicAccessOptions');
  const mode = text(options ?? {}, 'InternetGatewayBlockMode');
  if (mode === null) return null;
  const inForce = (text(options ?? {}, 'State') ?? settled) === settled;
  if (mode === 'block-ingress') return inForce ? 'ingress' : 'off';
  if (mode === 'block-bidirectional') return inForce ? 'both' : 'off';
  return mode === 'off' ? 'off' : null;
}

const settled = 'update-complete';

/** Whether an exclusion is about a VPC. One of a subnet of which no interface tells the VPC may be about any of them. */
function exemptIn(part: JsonObject): (vpc: string) => boolean {
  const homes = new Map(
    list(part.NetworkInterfaces).map((each) => [text(each, 'SubnetId') ?? '', text(each, 'VpcId')] as const),
  );
  const about = list(part.VpcBlockPublicAccessExclusions)
    .filter(letsIn)
    .map((each) => {
      const [, kind = '', id = ''] = /:(vpc|subnet)\/([^/]+)$/.exec(text(each, 'ResourceArn') ?? '') ?? [];
      return kind === 'vpc' ? id : (homes.get(id) ?? null);
    });
  return (vpc) => about.some((one) => one === null || one === vpc);
}

/** An exclusion for what goes out alone lets nothing in, once it is in force. */
function letsIn(exclusion: Json): boolean {
  const state = text(exclusion, 'State') ?? '';
  if (/^(create-failed|delete-complete|disable-complete)$/.test(state)) return false;
  const isSettled = state === 'create-complete' || state === 'update-complete';
  return !isSettled || text(exclusion, 'InternetGatewayExclusionMode') !== 'allow-egress';
}
