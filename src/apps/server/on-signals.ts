import process from 'node:process';

/** What is done when somebody outside wants something of a running server. */
export interface Wishes {
  readonly stop: () => void;
  readonly reload: () => void;
}

/**
 * Takes signals in place of whoever took them before: TERM and INT stop, a second one ends at once; HUP reloads. Gives
 * them back when what is answered is called.
 */
export function onSignals({ stop, reload }: Wishes): () => void {
  let asked = false;
  const end = (signal: NodeJS.Signals): void => {
    if (asked) process.exit(signal === 'SIGINT' ? 130 : 143);
    else stop();
    asked = true;
  };
  const before = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) => [name, process.listeners(name)] as const);
  for (const [name] of before) process.removeAllListeners(name);
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  process.on('SIGHUP', reload);
  return () => {
    for (const [name, listeners] of before) {
      process.removeAllListeners(name);
      for (const listener of listeners) process.on(name, listener as NodeJS.SignalsListener);
    }
  };
}
