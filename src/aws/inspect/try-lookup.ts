import { readTried, type TriedPermission } from '../../core/audit/judge-permission.ts';
import { sendOnce } from '../client/send-once.ts';
import { type InspectAccess, inspectSettings } from './inspect-access.ts';

/** Whether Event history may be read: one line of it is asked for, since CloudTrail has no dry runs. */
export async function tryLookup(access: InspectAccess): Promise<TriedPermission> {
  const sdk = await import('@aws-sdk/client-cloudtrail');
  const client = new sdk.CloudTrailClient(inspectSettings(access));
  const ask = new sdk.LookupEventsCommand({ MaxResults: 1 });
  const reply = await sendOnce(
    (sending) => client.send(ask, sending),
    { action: 'LookupEvents', who: access.who },
    {},
    access.clock,
  );
  return { permission: 'cloudtrail:LookupEvents', at: access.region, tried: readTried(reply) };
}
