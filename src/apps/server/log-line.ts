import type { Json } from '../../core/leaf/canonical.ts';
import type { EntryHeader } from '../../core/ledger/entry.ts';
import type { EntryBody } from '../../core/ledger/entry-body.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Verdict } from '../../core/verdict/verdict.ts';
import type { LogLevel } from '../../settings/server-settings.ts';
import type { Happened } from './news.ts';

/** One line of the log: what happened, in a word that a filter can go by, in a sentence, and with ids. */
export interface LogLine {
  readonly level: LogLevel;
  readonly event: string;
  readonly message: string;
  readonly fields: { readonly [key: string]: Json };
}

/** How something is logged; `null` where nobody needs to read it. */
export function logLineOf(happened: Happened): LogLine | null {
  switch (happened.kind) {
    case 'entry':
      return entryLine(happened.entry.header, happened.body);
    case 'tell':
      return tellLine(happened);
    case 'store':
      return happened.why === null
        ? line('info', 'store', 'the store can be reached again')
        : line('error', 'store', `the store cannot be reached: ${happened.why}`);
    case 'source': {
      const { source, why } = happened;
      return why === null
        ? line('info', 'source', `\`${source}\` works again`, { source })
        : line('error', 'source', `\`${source}\`: ${why}`, { source });
    }
    case 'clock':
      return clockLine(happened.off);
    case 'policy': {
      const { digest, from, differences } = happened;
      return line('info', 'policy', `another policy is in force: ${differences.length} differences`, {
        digest,
        from,
        differences,
      });
    }
    case 'policy-refused':
      return line(
        'error',
        'policy-refused',
        `the policy was refused, the old one stays in force: ${happened.errors[0] ?? ''}`,
        {
          errors: happened.errors,
        },
      );
    case 'fault':
      return line('error', 'fault', `${happened.where}: ${happened.why}`, { where: happened.where });
    case 'started':
    case 'stopping':
    case 'stopped':
      return line('info', happened.kind, happened.said);
  }
}

function line(level: LogLevel, event: string, message: string, fields: LogLine['fields'] = {}): LogLine {
  return { level, event, message, fields };
}

function entryLine({ shard, n, key }: EntryHeader, body: EntryBody): LogLine | null {
  const entry = `${shard}:${n}`;
  switch (body.kind) {
    case 'decided':
      return decidedLine(body.decision as unknown as Decision, entry);
    case 'revised': {
      const { ruling, severity } = body.verdict as unknown as Verdict;
      return line('info', 'revised', `judged again: ${ruling}, ${severity}: ${body.because}`, {
        decision: body.of,
        ruling,
        severity,
        entry,
      });
    }
    case 'acting': {
      const { action, attempt, call, group } = body;
      return line('info', 'acting', `${call} on ${group}`, { action, decision: body.for, attempt, call, group, entry });
    }
    case 'outcome': {
      const { action, attempt, state, why } = body;
      const level = state === 'failed' || state === 'partly' ? 'warn' : state === 'later' ? 'debug' : 'info';
      return line(level, 'action', `${state}${why === null ? '' : `: ${why}`}`, { action, attempt, state, why, entry });
    }
    case 'ordered': {
      const { order, on, person, reason } = body;
      return line('info', 'ordered', `${order} by ${person}: ${reason}`, { order, on, person, reason, entry });
    }
    case 'observed': {
      if (body.by !== 'site')
        return line('debug', 'looked', `looked at ${body.group}`, { group: body.group, by: body.by, entry });
      const [, account = '', region = ''] = key.split('/');
      const took = body.ended - body.started;
      return line('info', 'sweep', `read all of ${account} ${region}`, { account, region, took, entry });
    }
    case 'told': {
      const { attempts, channel, message, outcome, severity, why } = body;
      const said = outcome === 'done' ? `told ${channel}` : `gave up telling ${channel}: ${why}`;
      return line(outcome === 'done' ? 'info' : 'error', 'told', said, { message, channel, severity, attempts, entry });
    }
    case 'gap': {
      const { from, source, to, why } = body;
      const message =
        to === null
          ? `\`${source}\` is ${why}`
          : why === 'unreadable'
            ? `\`${source}\` gave what nobody can read`
            : `\`${source}\` is there again`;
      return line(to === null || why === 'unreadable' ? 'warn' : 'info', 'gap', message, {
        source,
        why,
        from,
        to,
        entry,
      });
    }
    case 'drilled':
      return line('info', 'drilled', `drill ${body.drill}: ${body.passed ? 'passed' : 'failed'}`, {
        drill: body.drill,
        entry,
      });
    case 'sealed':
      return line('debug', 'sealed', `sealed ${body.heads.length} shards`, { entry });
  }
}

function decidedLine(decision: Decision, entry: string): LogLine {
  const { account, actor, at, changes, id, incident, on, origin, own, region, short, verdict } = decision;
  const ruling = verdict?.ruling ?? null;
  const severity = verdict?.severity ?? null;
  const checks = verdict?.checks.filter((check) => check.ruling === 'breach').map((check) => check.id) ?? [];
  return line(ruling === 'breach' ? 'warn' : 'info', 'decision', `${on.name ?? on.id ?? 'a group'}: ${short}`, {
    ...{ decision: id, changes: changes ?? [id], account: account.id, region, group: on.id, name: on.name },
    ...{ ruling, severity, checks, origin, at, who: actor.person ?? actor.principal, entry },
    ...(own === undefined ? {} : { action: own }),
    ...(incident === undefined ? {} : { incident }),
  });
}

const loud: Readonly<Record<string, LogLevel>> = {
  fault: 'error',
  impostor: 'error',
  conflict: 'error',
  braked: 'warn',
  capped: 'warn',
  reminder: 'warn',
};

function tellLine({ about, detail, why }: Extract<Happened, { kind: 'tell' }>): LogLine | null {
  const level = loud[why];
  if (level === undefined) return null;
  const said = Object.values(detail).join(', ');
  return line(level, why === 'fault' ? 'fault' : why, `${about}${said === '' ? '' : `: ${said}`}`, { about, detail });
}

function clockLine(off: number | null): LogLine {
  if (off === null) return line('info', 'clock', 'the clock of this machine is right again: actions go on');
  const side = off > 0 ? 'ahead of' : 'behind';
  const minutes = Math.round(Math.abs(off) / 60_000);
  return line(
    'error',
    'clock',
    `the clock of this machine is ${minutes} minutes ${side} the one of AWS: set it by NTP; actions wait until then`,
    { off },
  );
}
