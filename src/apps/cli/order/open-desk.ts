import { userInfo } from 'node:os';
import type { Gatherer, Inbox, Looked, Reverter } from '../../../contracts/live.ts';
import type { Store } from '../../../contracts/store.ts';
import { digestName } from '../../../core/leaf/digest.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { ApiFailure } from '../../../core/plan/act/api-failure.ts';
import { defaultLiveSettings, type LiveParts } from '../../../flow/live/live-parts.ts';
import type { Ordering } from '../../../flow/live/orders/ordered.ts';
import { type DemoWorld, openDemoWorld } from '../../live/demo-world.ts';
import { readEstateFile } from '../../live/estate-file.ts';
import { systemChance } from '../../live/system-chance.ts';
import { systemClock } from '../../live/system-clock.ts';
import { openStore } from '../../server/open-store.ts';
import { Complaint } from '../complaint.ts';
import { ledgerForm } from '../ledger/ledger-form.ts';
import { demoModel } from '../live-demo/demo-model.ts';
import { openDemoPolicy } from '../live-demo/demo-policy.ts';
import { type OpenedPolicy, openPolicy, usualPolicy } from '../open-policy.ts';
import type { Options } from '../options.ts';
import type { Terminal } from '../screen.ts';

/** Where orders are taken: the ledger they are written to, and, of a demonstration, its simulated AWS. */
export interface Desk {
  readonly ledger: string;
  readonly store: Store;
  readonly parts: LiveParts;
  readonly demo: DemoWorld | null;
  /** The time by which spans count. */
  readonly now: () => Instant;
}

/** Opens the ledger that `--ledger` names, to write orders into it; `judges`: some orders need no policy. */
export async function openDesk(
  options: Options,
  terminal: Terminal,
  { judges = true }: { readonly judges?: boolean } = {},
): Promise<Desk> {
  const { ledger } = options;
  if (ledger === undefined)
    throw new Complaint('expected the ledger to write to: `--ledger <file>`, a store such as `demo --live` leaves');
  const form = ledgerForm(ledger);
  if (form === null) throw new Complaint(`expected a store of ours at \`${ledger}\`, found none`);
  if (form === 'export') throw new Complaint(`expected a store at \`${ledger}\`, it is an export: that is only read`);
  const estate = form === 'postgres' ? null : readEstateFile(ledger);
  if (typeof estate === 'string') throw new Complaint(estate);
  const asked = estate === null ? policyOf : (_options: Options, at: Terminal) => openDemoPolicy(at);
  const judging = estate === null && !judges ? null : await asked(options, terminal);
  const opened = await openStore(ledger);
  if (opened.kind === 'refused') throw new Complaint(opened.why);
  const { store } = opened;
  if (estate === null) {
    const policy = (): OpenedPolicy => {
      if (judging === null) throw new Error('expected an order that asks no policy');
      return judging;
    };
    return { ledger, store, parts: { ...remote(store), policy }, demo: null, now: systemClock.now };
  }
  const models = estate.states.map((state, at) => demoModel(state, estate.calls[at]));
  const calls = estate.calls.reduce((sum, each) => sum + each, 0);
  const demo = openDemoWorld({ models, store, judging: judging!, start: estate.now, seed: calls });
  for await (const kept of store.backup())
    if (kept.kind === 'task' && kept.task.state === 'open') demo.alarms.set(kept.task.due);
  return { ledger, store, parts: demo.parts, demo, now: demo.clock.now };
}

async function policyOf(options: Options, terminal: Terminal): Promise<OpenedPolicy> {
  const judging = await openPolicy(options, terminal);
  if (judging !== null) return judging;
  throw new Complaint(`expected the policy in force: \`--policy <file>\`, or ./${usualPolicy}`);
}

/** Who orders it: `--as`, else whoever is signed in here. */
export function orderingOf({ as: person, reason }: Options, what: readonly string[], terminal: Terminal): Ordering {
  const who = person ?? (terminal.env.USER || userInfo().username);
  if (reason === undefined) throw new Complaint("expected a reason: `--reason '…'`");
  return { person: who, reason, key: `cli/${digestName(JSON.stringify([...what, who, reason, terminal.now()]))}` };
}

/** A desk without AWS: it takes orders down, and the worker that has AWS carries them out. */
function remote(store: Store): Omit<LiveParts, 'policy'> {
  const failure: ApiFailure = {
    ...{ kind: 'failed', failure: 'transient', code: null },
    message: 'this command has no AWS: the worker reads and acts',
  };
  const look = async <T>(): Promise<Looked<T>> => failure;
  const gatherer: Gatherer = { group: look, list: look, interface: look, perimeter: look };
  const reverter: Reverter = { session: () => ({ role: '', name: '' }), perform: async () => failure };
  const inbox: Inbox = {
    take: async () => ({ kind: 'taken', messages: [] }),
    done: async () => ({ kind: 'settled' }),
  };
  return {
    ...{ store, inbox, gatherer, reverter, clock: systemClock, chance: systemChance, backlog: null },
    ...{ worker: 'command line', settings: { ...defaultLiveSettings, sites: [], ownRoles: [] } },
  };
}
