import { statSync } from 'node:fs';
import type { ChannelSettings } from '../../contracts/channel-settings.ts';
import { digestText } from '../../core/leaf/digest.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { policyChange } from '../../core/policy/policy-change.ts';
import type { Judging } from '../../core/verdict/matter.ts';
import type { LiveParts } from '../../flow/live/live-parts.ts';
import { samePolicy, switchPolicy } from '../../flow/live/orders/switch-policy.ts';
import { readPolicyFiles } from '../../settings/policy-file.ts';
import type { News } from './news.ts';

/** What a policy is kept with. */
export interface PolicyKeeping {
  readonly paths: readonly string[];
  readonly packsFolder: string;
  readonly engine: string;
  /** Off: what the policy would enforce is only said. */
  readonly acting: boolean;
  readonly now: () => number;
  readonly news: News;
}

/** The policy in force, and what changes it. */
export interface PolicyKeeper {
  readonly judging: () => Judging;
  /** How the channels of that policy are reached; the same list until it is another one. */
  readonly channels: () => readonly ChannelSettings[];
  /** Reads the files anew: a sound policy is in force once the ledger has it, another one is told and the old one stays. */
  reload(
    orders: Pick<LiveParts, 'store' | 'clock' | 'chance'>,
    by: string,
  ): Promise<'switched' | 'same' | 'refused' | 'later'>;
  /** Whether files of the policy are other ones than when they were read last, and have come to rest. */
  isNew(): boolean;
}

/** Reads a policy to be kept; or everything that is wrong with it, in blocks with line and column. */
export function keepPolicy(keeping: PolicyKeeping): PolicyKeeper | { readonly errors: readonly string[] } {
  const { paths, packsFolder, engine, acting, now, news } = keeping;
  // What is written while it is read is new: files are looked at before, unless it is the reading that names them.
  const read = (known: readonly string[]) => {
    const before = stampOf(known);
    const found = readPolicyFiles(paths, packsFolder, now());
    return { ...found, before, stamp: String(found.files) === String(known) ? before : stampOf(found.files) };
  };
  const first = read(paths);
  if (first.policy === null) return { errors: first.errors };
  let judging: Judging = { policy: inForce(first.policy, acting), engine };
  let { channels, files, stamp } = first;
  let seen = stamp;

  return {
    judging: () => judging,
    channels: () => channels,
    isNew: () => {
      const last = seen;
      seen = stampOf(files);
      // Whoever writes may not be done: what differs must be the same twice.
      return seen !== stamp && seen === last;
    },
    reload: async (orders, by) => {
      const found = read(files);
      if (found.policy === null) {
        stamp = found.before;
        news.tell({ kind: 'policy-refused', errors: found.errors });
        return 'refused';
      }
      const next = inForce(found.policy, acting);
      const old = judging.policy;
      const differences = policyChange(old, next, { author: null, at: now() }).differences.map(
        ({ section, id, text }) => `${section}${id === null ? '' : ` ${id}`}: ${text}`,
      );
      const told = differences.slice(0, mostTold);
      const detail = { differences: told, more: differences.length - told.length, acting };
      const ordering = {
        person: by,
        reason: `the policy was read from ${paths.length === 1 ? 'its file' : 'its files'}`,
      };
      const done = await switchPolicy(orders, { to: next.digest, detail }, ordering);
      if (done.kind === 'unavailable' || done.kind === 'more') return 'later';
      if (done.kind === 'refused' && done.why !== samePolicy) return 'later';
      ({ files, stamp } = found);
      seen = stamp;
      judging = { policy: next, engine };
      if (JSON.stringify(found.channels) !== JSON.stringify(channels)) channels = found.channels;
      if (next.digest === old.digest) return done.kind === 'ordered' ? 'switched' : 'same';
      news.tell({ kind: 'policy', digest: next.digest, from: old.digest, differences });
      return 'switched';
    },
  };
}

/** Differences that the ledger holds in words; the digest stands for all. */
const mostTold = 200;

/**
 * A policy as it is in force here: where nothing may be done, what it would enforce is only said (`shadow`), and it is
 * another policy for that.
 */
export function inForce(policy: Policy, acting: boolean): Policy {
  const modes = Object.entries(policy.safety.mode);
  if (acting || modes.every(([, mode]) => mode !== 'enforce')) return policy;
  const shadowed = Object.fromEntries(modes.map(([key, mode]) => [key, mode === 'enforce' ? 'shadow' : mode]));
  const safety = { ...policy.safety, mode: shadowed as Policy['safety']['mode'] };
  return { ...policy, safety, digest: digestText(`not acting: ${policy.digest}`) };
}

function stampOf(files: readonly string[]): string {
  return files
    .map((file) => {
      try {
        const { mtimeMs, size, ino } = statSync(file);
        return `${mtimeMs}/${size}/${ino}`;
      } catch {
        return 'none';
      }
    })
    .join(' ');
}
