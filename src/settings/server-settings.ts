import type { HttpProxy } from '../contracts/http-proxy.ts';
import type { Site } from '../core/plan/act/intent.ts';

/** An account as a server reads it, and acts in it. */
export interface ServerAccount {
  readonly account: string;
  readonly regions: readonly string[];
  /** Names of roles with their paths; `null`: our own credentials read, and nothing is done. */
  readonly readRole: string | null;
  readonly revokeRole: string | null;
  readonly restoreRole: string | null;
  readonly externalId: string | null;
}

/** Where records come from. */
export type ServerSource =
  | { readonly kind: 'sqs'; readonly queue: string; readonly buckets: readonly string[] | null }
  | { readonly kind: 'lookup' }
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'stdin' };

/** Where HTTP is answered. */
export interface Listen {
  readonly host: string;
  readonly port: number;
}

/** Drills that a server makes by itself. */
export interface DrillSettings {
  /** Milliseconds. */
  readonly every: number;
  readonly site: Site;
  /** The canary; `null` = the group that is tagged `portcullis:canary`. */
  readonly group: string | null;
  /** The role that opens and closes it; `null` = our own credentials. */
  readonly role: string | null;
}

/** How messages are brought to channels, where that is not as usual. */
export interface DeliveryWanted {
  /** Milliseconds, as `DeliverySettings` of the flow has them, and after how many failures somebody stands in. */
  readonly times: Readonly<
    Partial<Record<'timeout' | 'backoff' | 'longest' | 'fallbackAfter' | 'fallbackWithin' | 'deadAfter', number>>
  >;
  /** The least time between two deliveries of a channel, in milliseconds; `null`: what is usual for its kind. */
  readonly every: number | null;
  readonly proxy: HttpProxy | null;
}

/** The levels of the log, the most urgent first. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** How a server works. Times are milliseconds; secrets are resolved. */
export interface ServerSettings {
  /** A file, or a URL of PostgreSQL. */
  readonly store: string;
  readonly policy: readonly string[];
  readonly backlog: string | null;
  readonly accounts: readonly ServerAccount[];
  readonly sources: readonly ServerSource[];
  /** Off: AWS is only read. */
  readonly acting: boolean;
  readonly sweep: { readonly full: number; readonly active: number };
  readonly workers: number;
  readonly listen: Listen | null;
  readonly token: string | null;
  readonly heartbeat: { readonly webhook: string | null; readonly cloudwatch: string | null; readonly every: number };
  readonly log: LogLevel;
  readonly drill: DrillSettings | null;
  readonly delivery: DeliveryWanted;
  /**
   * Where it acts and tells people: only canaries are acted upon until a drill passed within so many milliseconds and somebody
   * confirmed a channel; or (`off`) why nobody asks for that.
   */
  readonly proving: { readonly within: number } | { readonly off: string };
  /** Texts that no log and no answer may hold. */
  readonly secrets: readonly string[];
}

/** What is in force unless file, environment or flags say otherwise. */
export const defaultServerSettings: Omit<ServerSettings, 'store' | 'policy' | 'sources'> = {
  backlog: null,
  accounts: [],
  acting: false,
  sweep: { full: 12 * 3_600_000, active: 3_600_000 },
  workers: 2,
  listen: { host: '127.0.0.1', port: 8440 },
  token: null,
  heartbeat: { webhook: null, cloudwatch: null, every: 60_000 },
  log: 'info',
  drill: null,
  delivery: { times: {}, every: null, proxy: null },
  proving: { within: 30 * 86_400_000 },
  secrets: [],
};

/** All accounts and regions of the settings. */
export function sitesOf({ accounts }: Pick<ServerSettings, 'accounts'>): readonly Site[] {
  return accounts.flatMap(({ account, regions }) => regions.map((region) => ({ account, region })));
}

/** Reads `host:port` as `listenFormat` has it; `null` = nowhere. */
export function readListen(text: string): Listen | null {
  if (text === 'off') return null;
  const at = text.lastIndexOf(':');
  return { host: text.slice(0, at).replace(/^\[(.*)\]$/, '$1'), port: Number(text.slice(at + 1)) };
}

/** Whether an address is one of this machine alone (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3). */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
