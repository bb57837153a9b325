/** On a connection of its own: one that was kept may be dead, and then nobody knows what became of the request. */
const own = { keepAlive: false };

/** How long a connection and an answer may take, in milliseconds; the signal of a delivery may end both sooner. */
const patience = {
  ...{ connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  ...{ httpAgent: own, httpsAgent: own },
};

/**
 * What clients of the SDK are made with. It never repeats a call by itself: delivery judges that. `null` = the region that
 * the SDK finds (environment, profile, machine).
 */
export function clientSettings(region: string | null) {
  return {
    ...(region === null ? {} : { region }),
    ...{ maxAttempts: 1, requestHandler: patience, userAgentAppId: 'portcullis' },
  };
}
