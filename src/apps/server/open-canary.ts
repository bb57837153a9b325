import { createAwsClients } from '../../aws/client/aws-clients.ts';
import { ec2Canary } from '../../aws/drill/ec2-canary.ts';
import type { Canary } from '../../contracts/canary.ts';
import type { Clock } from '../../contracts/live.ts';
import type { ServerSettings } from '../../settings/server-settings.ts';

/** A canary in AWS, to be closed at the end. */
export interface OpenedCanary {
  readonly canary: Canary;
  close(): void;
}

/**
 * What drills do in AWS: in the role that settings name for them, never in one of those that act, since what those do is ours
 * and no change; or with our own credentials.
 */
export function openCanary(
  { accounts, drill }: Pick<ServerSettings, 'accounts' | 'drill'>,
  { home, clock }: { readonly home: string; readonly clock: Clock },
): OpenedCanary {
  const account = accounts.find((each) => each.account === drill?.site.account);
  const externalId = account?.externalId ?? null;
  const roles = { read: drill?.role ?? null, revoke: '', restore: '' };
  const clients = createAwsClients({ roles, home, clock, ...(externalId === null ? {} : { externalId }) });
  return { canary: ec2Canary(clients.reads, clock), close: clients.close };
}
