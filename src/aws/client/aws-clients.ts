import type { Clock } from '../../contracts/live.ts';
import type { ApiFailure } from '../../core/plan/act/api-failure.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type { AskEc2, Reply } from '../ask-ec2.ts';
import { failureOf } from '../failure-of.ts';
import type { OwnSession } from '../revert/reverter.ts';
import { createClientPool } from './client-pool.ts';
import { type CommandsOf, sendEc2 } from './ec2-sender.ts';
import { createPace } from './paced.ts';
import { readRegions } from './read-regions.ts';
import { createSessions } from './sessions.ts';
import { createSigners, type Signer, type SignerParts } from './signers.ts';
import { createSts, type OwnIdentity, type SessionKeys } from './sts.ts';
import { createWire } from './wire.ts';
import { within } from './within.ts';

/**
 * What clients of AWS are made of. `roles`: names, the same in every account (`{account}` and `{region}` in them are filled
 * in); `read: null`: reads are made with our own credentials, and then only in their own account. `externalId`: what the
 * trust policies of our roles ask for. `sourceIdentity` stays on every session, so that CloudTrail tells who is behind it.
 */
export interface AwsParts extends SignerParts {
  /** The region that STS is asked in. */
  readonly home: string;
  /** The part of EC2's token buckets that is ours, up to 1. */
  readonly share?: number | undefined;
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'sleep'>;
  /** Is told the `Date` of every answer. */
  readonly hears?: ((date: string) => void) | undefined;
  /** Other calls than those of the product: for tests that play a person. */
  readonly commands?: CommandsOf | undefined;
}

/** AWS itself. Nothing is loaded, read or connected before the first call. */
export interface AwsClients {
  /** Reads for what is acted upon: they go before all others. */
  readonly reads: AskEc2;
  /** All other reads. */
  readonly sweeps: AskEc2;
  /** Calls in a session of ours. */
  as(session: OwnSession): AskEc2;
  /** Who our own credentials are. */
  whoAmI(): Promise<OwnIdentity | ApiFailure>;
  /** The regions that an account may use, sorted. */
  regions(account: string): Promise<readonly string[] | ApiFailure>;
  /** Credentials of who reads in an account, for other services' clients; `null` = those that the SDK finds by itself. */
  readerKeys(site: Site): Promise<(SessionKeys & { readonly expiration: Date }) | null | ApiFailure>;
  /** Closes all connections. */
  close(): void;
}

const usualTimeout = 30_000;

/** Makes clients of AWS. Credentials come from where the SDK looks for them; roles are assumed with those. */
export function createAwsClients(parts: AwsParts): AwsClients {
  const { clock, home } = parts;
  const wire = createWire(parts.hears);
  const sts = createSts(home, wire, clock);
  const sessions = createSessions(sts, clock);
  const signers = createSigners(parts, sts, sessions);
  const pace = createPace(clock, parts.share);
  const pool = createClientPool(wire);

  const asking = (signer: (site: Site) => Promise<Reply<Signer>>): AskEc2 => {
    return async (site, action, request, patience = {}) => {
      const { timeout = usualTimeout, signal } = patience;
      const began = clock.monotonic();
      const signed = await within(signer(site), action, timeout, signal);
      if (signed.kind !== 'answered') return signed;
      const { held, who } = signed.result;
      const made = await within(usable(pool.client(site.region, held)), action, timeout, signal);
      if (made.kind !== 'answered') return made;
      const client = made.result;
      const commands = parts.commands ?? (await pool.sdk()).ownCommands;
      const left = timeout - (clock.monotonic() - began);
      if (left <= 0) return { kind: 'unanswered', sent: false, why: `\`${action}\`: no time was left to send it` };
      const reply = await sendEc2(client, commands, who, action, request, { timeout: left, signal }, clock);
      if (held !== null && reply.kind === 'refused' && isStale(reply)) {
        sessions.forget(held);
        pool.forget(held);
      }
      return reply;
    };
  };

  const paced = pace.around(asking(signers.reader));
  return {
    reads: paced.urgent,
    sweeps: paced.patient,
    as: (session) => pace.around(asking(() => signers.session(session))).urgent,
    whoAmI: async () => {
      const reply = await signers.identity();
      return reply.kind === 'answered' ? reply.result : failureOf(reply, 'reads');
    },
    regions: async (account) => {
      const signed = await signers.reader({ account, region: home });
      if (signed.kind !== 'answered') return failureOf(signed, 'reads');
      const { held, who } = signed.result;
      const { DescribeRegionsCommand } = await pool.sdk();
      const reply = await readRegions(await pool.client(home, held), DescribeRegionsCommand, who, clock);
      return reply.kind === 'answered' ? reply.result : failureOf(reply, 'reads');
    },
    readerKeys: async (site) => {
      const signed = await signers.reader(site);
      if (signed.kind !== 'answered') return failureOf(signed, 'reads');
      const { held } = signed.result;
      if (held === null) return null;
      return { ...held.keys, expiration: new Date(clock.now() + held.until - clock.monotonic()) };
    },
    close: () => wire.destroy(),
  };
}

async function usable<T>(made: Promise<T>): Promise<Reply<T>> {
  return { kind: 'answered', result: await made };
}

/** Told by AWS of keys that it does not take any more, though we thought that they were good. */
function isStale({ code, clock }: { readonly code: string; readonly clock?: true }): boolean {
  return clock !== true && /^(ExpiredToken(Exception)?|RequestExpired|InvalidClientTokenId|AuthFailure)$/.test(code);
}
