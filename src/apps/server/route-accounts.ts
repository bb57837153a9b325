import { type AwsClients, createAwsClients } from '../../aws/client/aws-clients.ts';
import { awsGatherer, awsReverter } from '../../aws/client/live-edge.ts';
import { roleArn } from '../../aws/client/role-arn.ts';
import type { Clock, Gatherer, Looked, Reverter } from '../../contracts/live.ts';
import type { ApiFailure } from '../../core/plan/act/api-failure.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type { ServerAccount } from '../../settings/server-settings.ts';
import type { CallCount } from './count-calls.ts';

/** AWS as a server meets it: every account by the roles that are named for it. */
export interface RoutedAccounts {
  readonly gatherer: Gatherer;
  readonly reverter: Reverter;
  /** The ARNs of roles of ours that act. */
  readonly ownRoles: readonly string[];
  /** Clients of an account; `null` for one that is not named. */
  clients(account: string): AwsClients | null;
  close(): void;
}

/** What accounts are reached with. */
export interface RoutingParts {
  readonly accounts: readonly ServerAccount[];
  readonly acting: boolean;
  /** The region that STS is asked in. */
  readonly home: string;
  readonly clock: Clock;
  readonly calls: CallCount;
  /** Is told the `Date` of every answer of AWS. */
  readonly hears: (date: string) => void;
}

interface Route {
  readonly clients: AwsClients;
  readonly gatherer: Gatherer;
  readonly reverter: Reverter | null;
}

/** Routes reads and writes to the accounts they are for; accounts with the same roles share their clients. */
export function routeAccounts({ accounts, acting, home, clock, calls, hears }: RoutingParts): RoutedAccounts {
  const byRoles = new Map<string, Route>();
  const routes = new Map<string, Route>();
  for (const { account, readRole, revokeRole, restoreRole, externalId } of accounts) {
    const key = JSON.stringify([readRole, revokeRole, restoreRole, externalId]);
    const known = byRoles.get(key);
    if (known !== undefined) {
      routes.set(account, known);
      continue;
    }
    const roles = { read: readRole, revoke: revokeRole ?? '', restore: restoreRole ?? '' };
    const outside = externalId === null ? {} : { externalId };
    const plain = createAwsClients({ roles, home, clock, hears, ...outside });
    const clients: AwsClients = {
      ...plain,
      reads: calls.around(plain.reads),
      sweeps: calls.around(plain.sweeps),
      as: (session) => calls.around(plain.as(session)),
    };
    const mayAct = acting && revokeRole !== null && restoreRole !== null;
    const route = {
      clients,
      gatherer: awsGatherer(clients, clock),
      reverter: mayAct ? awsReverter(clients, roles) : null,
    };
    byRoles.set(key, route);
    routes.set(account, route);
  }
  return {
    gatherer: gatherBy((account) => routes.get(account)?.gatherer ?? null),
    reverter: revertBy((account) => routes.get(account)?.reverter ?? null),
    ownRoles: accounts.flatMap(ownRolesOf),
    clients: (account) => routes.get(account)?.clients ?? null,
    close: () => {
      for (const { clients } of byRoles.values()) clients.close();
    },
  };
}

function ownRolesOf({ account, regions, revokeRole, restoreRole }: ServerAccount): readonly string[] {
  const arns = regions.flatMap((region) =>
    [revokeRole, restoreRole].flatMap((name) => (name === null ? [] : [roleArn(name, { account, region })])),
  );
  return [...new Set(arns)];
}

/** Reads by what reads an account; one that is not named is not read. */
export function gatherBy(of: (account: string) => Gatherer | null): Gatherer {
  const look = async <T>(site: Site, by: (gatherer: Gatherer) => Promise<Looked<T>>): Promise<Looked<T>> => {
    const gatherer = of(site.account);
    return gatherer === null
      ? denied(`account \`${site.account}\` is not read: name it under \`accounts\` in the settings`)
      : await by(gatherer);
  };
  return {
    group: (site, id, signal) => look(site, (gatherer) => gatherer.group(site, id, signal)),
    list: (site, id, signal) => look(site, (gatherer) => gatherer.list(site, id, signal)),
    interface: (site, id, signal) => look(site, (gatherer) => gatherer.interface(site, id, signal)),
    perimeter: (site, signal) => look(site, (gatherer) => gatherer.perimeter(site, signal)),
  };
}

/** Writes by what acts in an account; where nothing may act, no call is made. */
export function revertBy(of: (account: string) => Reverter | null): Reverter {
  return {
    session: (order) => of(order.site.account)?.session(order) ?? { role: '', name: `portcullis-${order.action}` },
    perform: async (order, how) => {
      const reverter = of(order.site.account);
      return reverter === null
        ? denied(`nothing is done in account \`${order.site.account}\`: \`acting\` is off, or its roles are not named`)
        : await reverter.perform(order, how);
    },
  };
}

function denied(message: string): ApiFailure {
  return { kind: 'failed', failure: 'denied', code: null, message };
}
