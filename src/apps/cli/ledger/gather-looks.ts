import type { Tables } from '../../../flow/live/tables.ts';
import type { Look, Looks } from '../../../flow/looks.ts';

/** Gathers the live looks of a ledger; `add` takes a row of evidence with its key, `sweep` one of a site that was read whole. */
export function gatherLooks(): {
  readonly add: (key: string, evidence: Exclude<Tables['evidence'], { kind: 'change' }>) => void;
  readonly sweep: (key: string, swept: Tables['swept']) => void;
  readonly all: () => Looks;
} {
  const groups = new Map<string, Look<never>[]>();
  const lists = new Map<string, Look<never>[]>();
  const interfaces = new Map<string, Look<never>[]>();
  const vpcs = new Map<string, Look<never>[]>();
  const sites: { readonly account: string | null; readonly region: string | null }[] = [];
  let sweptAt = Number.POSITIVE_INFINITY;
  const keep = (of: Map<string, Look<never>[]>, key: string, look: Look<unknown>): void => {
    const subject = /^[^/]*\/[^/]*\/(.*)\/\d{15}\//.exec(key)?.[1] ?? key;
    of.set(
      subject,
      [...(of.get(subject) ?? []), look as Look<never>].sort((a, b) => a.at - b.at),
    );
  };
  return {
    add: (key, evidence) => {
      const { at } = evidence;
      if (evidence.kind === 'observed') keep(groups, key, { at, found: evidence.group });
      else if (evidence.kind === 'observed-list') keep(lists, key, { at, found: evidence.list });
      else if (evidence.kind === 'observed-vpc') keep(vpcs, key, { at, found: evidence.vpc });
      else keep(interfaces, key, { at, found: evidence.interface });
    },
    sweep: (key, { started }) => {
      const [account = null, region = null] = key.split('/');
      sites.push({ account, region });
      sweptAt = Math.min(sweptAt, started);
    },
    all: () => ({ groups, lists, interfaces, vpcs, swept: sites.length === 0 ? null : { at: sweptAt, of: sites } }),
  };
}
