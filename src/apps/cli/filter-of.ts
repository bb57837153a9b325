import type { Filter } from '../../flow/select.ts';
import type { Options } from './options.ts';
import type { Terminal } from './screen.ts';
import { whenOf } from './when.ts';

/** The filter that the options ask for. */
export function filterOf(options: Options, terminal: Terminal): Filter {
  const { since, until, account, region, group, actor, call } = options;
  const now = terminal.now();
  return {
    ...(since === undefined ? {} : { since: whenOf('--since', since, now) }),
    ...(until === undefined ? {} : { until: whenOf('--until', until, now, 'last') }),
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(group === undefined ? {} : { group }),
    ...(actor === undefined ? {} : { actor }),
    ...(call === undefined ? {} : { call }),
  };
}
