const frameOfCore = /[\\/]src[\\/]core[\\/](?!.*\.test\.ts)/;

type Callable = (...args: unknown[]) => unknown;
type Holder = Record<string, Callable>;

/** The places a pure function may not reach for. `Date` is guarded apart, since `new Date(instant)` is pure. */
const guarded: readonly (readonly [Holder, string])[] = [
  [Date as unknown as Holder, 'now'],
  [Math as unknown as Holder, 'random'],
  [performance as unknown as Holder, 'now'],
  [crypto as unknown as Holder, 'randomUUID'],
  [crypto as unknown as Holder, 'getRandomValues'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch'].map(
    (name) => [globalThis as unknown as Holder, name] as const,
  ),
  ...['log', 'info', 'warn', 'error', 'debug'].map((name) => [console as unknown as Holder, name] as const),
];

/** The file that called the guarded function: the first frame above the guard itself. */
function readCaller(guard: Callable): string {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, guard);
  Error.stackTraceLimit = before;
  return holder.stack ?? '';
}

function refuseCore(guard: Callable, name: string): void {
  const caller = readCaller(guard);
  if (frameOfCore.test(caller))
    throw new Error(`core may not touch the world: \`${name}\` was called${caller.slice(5)}`);
}

function guard(holder: Holder, name: string): void {
  const real = holder[name];
  if (real === undefined) return;
  const guardedCall: Callable = function (this: unknown, ...args) {
    refuseCore(guardedCall, name);
    return Reflect.apply(real, this, args);
  };
  Object.defineProperty(holder, name, { value: Object.assign(guardedCall, real), writable: true, configurable: true });
}

function guardDate(): void {
  const real = Date;
  const apply: Callable = (_, __, args) => {
    refuseCore(apply, 'Date()');
    return Reflect.apply(real, undefined, args as []);
  };
  const construct: Callable = (_, args, target) => {
    if ((args as unknown[]).length === 0) refuseCore(construct, 'new Date()');
    return Reflect.construct(real, args as [], target as typeof Date);
  };
  globalThis.Date = new Proxy(real, { apply, construct } as ProxyHandler<DateConstructor>);
}

/**
 * A setup file of vitest's `core` project: while core's own tests run, clock, randomness, timers, console and network
 * throw when a file of `src/core` that is not a test calls them. Vitest and fast-check keep theirs.
 */
for (const [holder, name] of guarded) guard(holder, name);
guardDate();
