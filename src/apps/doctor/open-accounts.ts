import { type AwsClients, createAwsClients } from '../../aws/client/aws-clients.ts';
import type { Clock } from '../../contracts/live.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type { ServerAccount } from '../../settings/server-settings.ts';

/** Accounts with the clients by which each is reached. */
export interface OpenedAccounts {
  readonly accounts: readonly ServerAccount[];
  /** The region that STS is asked in. */
  readonly home: string;
  of(account: string): AwsClients;
  close(): void;
}

/** Where the accounts of a look at AWS come from. */
export interface AccountsAsked {
  /** Of settings; empty: the account that our own credentials are of. */
  readonly accounts: readonly ServerAccount[];
  /** These only; empty: all of them, or those that the account may use. */
  readonly regions: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'sleep'>;
}

/** Where nothing says which region is home, every partition but the usual one is wrong; settings name one then. */
const usualHome = 'us-east-1';

/** Finds out which accounts and regions are meant, or says why that cannot be known. Reads are within a fifth of the budget. */
export async function openAccounts(asked: AccountsAsked): Promise<OpenedAccounts | string> {
  const { env, clock, regions } = asked;
  const home = env.AWS_REGION || env.AWS_DEFAULT_REGION || asked.accounts[0]?.regions[0] || regions[0] || usualHome;
  if (asked.accounts.length > 0) {
    const accounts = asked.accounts
      .map((each) => ({
        ...each,
        regions: each.regions.filter((name) => regions.length === 0 || regions.includes(name)),
      }))
      .filter((each) => each.regions.length > 0);
    if (accounts.length === 0) return `expected regions of the settings, got \`${regions.join(',')}\``;
    return opened(accounts, home, clock);
  }
  const own = createAwsClients({ roles: noRoles, home, clock });
  const who = await own.whoAmI();
  if ('kind' in who) {
    own.close();
    return who.message;
  }
  const found = regions.length > 0 ? regions : await own.regions(who.account);
  own.close();
  if ('kind' in found) return `${found.message}: \`--regions\` names them instead`;
  return opened([ownAccount(who.account, found)], home, clock);
}

const noRoles = { read: null, revoke: '', restore: '' };

/** The account of our own credentials, which are only read with. */
export function ownAccount(account: string, regions: readonly string[]): ServerAccount {
  return { account, regions, readRole: null, revokeRole: null, restoreRole: null, externalId: null };
}

function opened(accounts: readonly ServerAccount[], home: string, clock: AccountsAsked['clock']): OpenedAccounts {
  const clients = new Map<string, AwsClients>();
  return {
    ...{ accounts, home },
    of: (account) => {
      const { readRole, revokeRole, restoreRole, externalId } = accounts.find((each) => each.account === account)!;
      const roles = { read: readRole, revoke: revokeRole ?? '', restore: restoreRole ?? '' };
      const made =
        clients.get(account) ??
        createAwsClients({ roles, home, clock, ...(externalId === null ? {} : { externalId }) });
      clients.set(account, made);
      return made;
    },
    close: () => {
      for (const each of clients.values()) each.close();
    },
  };
}

/** All accounts and regions, account by account. */
export function sitesIn({ accounts }: Pick<OpenedAccounts, 'accounts'>): readonly Site[] {
  return accounts.flatMap(({ account, regions }) => regions.map((region) => ({ account, region })));
}
