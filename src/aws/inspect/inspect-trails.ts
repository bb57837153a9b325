import { readTried, type TriedPermission } from '../../core/audit/judge-permission.ts';
import type { TrailSeen } from '../../core/audit/judge-trails.ts';
import { trailScope } from '../../core/audit/trail-scope.ts';
import type { Reply } from '../ask-ec2.ts';
import { sendOnce } from '../client/send-once.ts';
import { type InspectAccess, inspectSettings } from './inspect-access.ts';

/** The trails that a region has, those of other regions and of the organisation that reach it too, and what was allowed. */
export interface TrailsInspected {
  /** `null`: they could not be listed. */
  readonly trails: readonly TrailSeen[] | null;
  readonly tried: readonly TriedPermission[];
}

/** Looks at the trails of a region; a trail of another account may not let itself be looked into. */
export async function inspectTrails(access: InspectAccess): Promise<TrailsInspected> {
  const sdk = await import('@aws-sdk/client-cloudtrail');
  const clients = new Map<string, InstanceType<typeof sdk.CloudTrailClient>>();
  const clientIn = (region: string) => {
    const client = clients.get(region) ?? new sdk.CloudTrailClient(inspectSettings({ ...access, region }));
    clients.set(region, client);
    return client;
  };
  const tried: TriedPermission[] = [];
  async function ask<R>(action: string, send: (with_: Parameters<Parameters<typeof sendOnce>[0]>[0]) => Promise<R>) {
    const reply: Reply<R> = await sendOnce(send, { action, who: access.who }, {}, access.clock);
    if (!tried.some(({ permission }) => permission === `cloudtrail:${action}`))
      tried.push({ permission: `cloudtrail:${action}`, at: access.region, tried: readTried(reply) });
    return reply.kind === 'answered' ? reply.result : null;
  }
  const all = new sdk.DescribeTrailsCommand({ includeShadowTrails: true });
  const listed = await ask('DescribeTrails', (sending) => clientIn(access.region).send(all, sending));
  if (listed === null) return { trails: null, tried };
  const trails: TrailSeen[] = [];
  for (const { Name = '', TrailARN: arn = '', HomeRegion: home = access.region } of listed.trailList ?? []) {
    const status = await ask('GetTrailStatus', (sending) =>
      clientIn(home).send(new sdk.GetTrailStatusCommand({ Name: arn }), sending),
    );
    const selectors = await ask('GetEventSelectors', (sending) =>
      clientIn(home).send(new sdk.GetEventSelectorsCommand({ TrailName: arn }), sending),
    );
    trails.push({
      ...{ name: Name, arn, home, logging: status?.IsLogging ?? null },
      keeps: selectors === null ? null : trailScope(selectors),
      undelivered: status?.LatestDeliveryError || null,
    });
  }
  return { trails, tried };
}
