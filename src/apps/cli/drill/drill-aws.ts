import { injectedCanary } from '../../../aws/drill/injected-canary.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { readSpan } from '../../../core/policy/span.ts';
import { type DrillSettings, defaultDrillSettings } from '../../../flow/drill/drill-parts.ts';
import { runDrill } from '../../../flow/drill/run-drill.ts';
import type { ServerAccount, ServerSettings } from '../../../settings/server-settings.ts';
import { offsetOf } from '../../../settings/zone-offset.ts';
import { systemClock } from '../../live/system-clock.ts';
import { openCanary } from '../../server/open-canary.ts';
import { openStore } from '../../server/open-store.ts';
import { Complaint } from '../complaint.ts';
import { shellPaths } from '../hints.ts';
import { ledgerForm } from '../ledger/ledger-form.ts';
import { openPolicy, readPolicies, usualPolicy } from '../open-policy.ts';
import type { Options } from '../options.ts';
import { findGroup } from '../order/find-group.ts';
import type { Terminal } from '../screen.ts';
import { readSettings } from '../server-flags.ts';
import type { OpenDrill } from './opened-drill.ts';
import { sendRecordTo } from './send-record.ts';

/**
 * A drill in AWS, followed through the ledger of a server that runs. `drill server.yaml` takes all from the settings;
 * `drill portcullis.db --on sg-…` asks the ledger where the group is, and the policy of `--policy`.
 */
export const openAwsDrill: OpenDrill = async ([path], options, terminal) => {
  const asked = path ?? options.settings ?? options.ledger;
  if (asked === undefined)
    throw new Complaint(
      'expected the settings of a server (`drill server.yaml`) or its ledger; `drill --model` needs neither',
    );
  if (options.profile !== undefined) process.env.AWS_PROFILE = options.profile;
  const isLedger = ledgerForm(asked) !== null;
  const settings = isLedger ? null : readSettings(asked, [], terminal);
  const ledger = settings?.store ?? asked;
  const policy = await policyOf(settings, options, terminal);
  const opened = await openStore(ledger);
  if (opened.kind === 'refused') throw new Complaint(opened.why);
  const { store } = opened;
  try {
    const { group, site } = await placeOf({ store }, settings, options);
    const canary = openCanary(
      { accounts: settings?.accounts ?? [ownAccount(site)], drill: settings?.drill ?? null },
      { home: site.region, clock: systemClock },
    );
    const injected = options.inject === true;
    if (injected && settings === null)
      throw new Complaint('expected the settings of a server with `--inject`: they name the source');
    const tried = injected
      ? injectedCanary(canary.canary, systemClock, sendRecordTo(settings?.sources ?? []))
      : canary.canary;
    return {
      place: `${site.account} ${site.region}${group === null ? '' : `, ${group}`}`,
      ...{ policy: policy.digest, ledger: shellPaths([ledger]) },
      run: (how) =>
        runDrill(
          {
            ...{ store, clock: systemClock, canary: tried, policy: () => policy, injected, offsetOf },
            ...{ acting: settings?.acting ?? null, settings: timesOf(options), ...how },
          },
          { site, group },
        ),
      close: async () => {
        canary.close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
};

async function policyOf(settings: ServerSettings | null, options: Options, terminal: Terminal): Promise<Policy> {
  if (settings !== null) return (await readPolicies(settings.policy, terminal)).policy;
  const judging = await openPolicy(options, terminal);
  if (judging === null) throw new Complaint(`expected the policy in force: \`--policy <file>\`, or ./${usualPolicy}`);
  return judging.policy;
}

async function placeOf(
  desk: Parameters<typeof findGroup>[0],
  settings: ServerSettings | null,
  { account, on, region }: Options,
): Promise<{ readonly site: Site; readonly group: string | null }> {
  const drill = settings?.drill ?? null;
  const [first] = settings?.accounts ?? [];
  const named: Partial<Site> = {
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
  };
  const usual = drill?.site ?? (first === undefined ? null : { account: first.account, region: first.regions[0]! });
  if (on !== undefined && named.account !== undefined && named.region !== undefined)
    return { site: named as Site, group: on };
  if (on !== undefined && drill?.group !== on) {
    const found = await findGroup(desk, on);
    return { site: { ...found.site, ...named }, group: found.group };
  }
  const site = { ...usual, ...named };
  if (site.account === undefined || site.region === undefined)
    throw new Complaint('expected where the canary is: `--on sg-…`, or `--account` and `--region`');
  return { site: site as Site, group: on ?? drill?.group ?? null };
}

/** Whoever drills signs with their own credentials. */
function ownAccount({ account, region }: Site): ServerAccount {
  return { account, regions: [region], readRole: null, revokeRole: null, restoreRole: null, externalId: null };
}

function timesOf({ timeout }: Options): DrillSettings {
  if (timeout === undefined) return defaultDrillSettings;
  const record = readSpan(timeout);
  if (record === null)
    throw new Complaint(`expected a span of time such as 90s or 15m at \`--timeout\`, got \`${timeout}\``);
  return { ...defaultDrillSettings, record };
}
