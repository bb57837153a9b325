/** Wakes whoever waits for news. Who does not listen just then misses the ring. */
export interface Bell {
  /** Calls at each ring, until what is returned is called. */
  listen(wake: () => void): () => void;
  ring(): void;
}

/** Starts a bell that nobody listens to yet. */
export function startBell(): Bell {
  const listeners = new Set<() => void>();
  return {
    listen(wake) {
      listeners.add(wake);
      return () => listeners.delete(wake);
    },
    ring() {
      for (const wake of [...listeners]) wake();
    },
  };
}
