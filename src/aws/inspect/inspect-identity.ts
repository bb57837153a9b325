import type { ClockRead } from '../../core/audit/judge-clock.ts';
import type { Reply } from '../ask-ec2.ts';
import { sendOnce } from '../client/send-once.ts';
import type { OwnIdentity } from '../client/sts.ts';
import type { Journey } from '../client/wire.ts';
import { type InspectAccess, inspectSettings } from './inspect-access.ts';

/** Who we are, by STS, and what time it is there: a refused call tells the time, too. */
export interface IdentityInspected {
  readonly identity: Reply<OwnIdentity>;
  /** `null`: no answer with a `Date` came. */
  readonly clock: ClockRead | null;
}

/** Asks STS who our credentials are. */
export async function inspectIdentity(access: InspectAccess): Promise<IdentityInspected> {
  const sdk = await import('../client/sts-commands.ts');
  const client = new sdk.STSClient(inspectSettings(access));
  const ask = new sdk.GetCallerIdentityCommand({});
  const asking = { action: 'GetCallerIdentity', who: access.who };
  let journey: Journey | null = null;
  const began = access.clock.monotonic();
  const reply = await sendOnce(
    (sending) => {
      journey = sending.journey;
      return client.send(ask, sending);
    },
    asking,
    { timeout: 15_000 },
    access.clock,
  );
  const took = access.clock.monotonic() - began;
  const date = Date.parse((journey as Journey | null)?.date ?? '');
  const clock = Number.isFinite(date) ? { behind: date - access.clock.now(), took } : null;
  if (reply.kind !== 'answered') return { identity: reply, clock };
  const { Account: account, Arn: arn } = reply.result;
  if (account === undefined || arn === undefined)
    return { identity: { kind: 'unanswered', sent: true, why: 'STS: the answer lacks what it must have' }, clock };
  return { identity: { kind: 'answered', result: { account, arn } }, clock };
}
