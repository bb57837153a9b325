import type { Reply } from '../ask-ec2.ts';

/** Waits for a session no longer than the call that it is for may take. What never had one was never sent. */
export function within<R>(
  asked: Promise<Reply<R>>,
  action: string,
  timeout: number,
  signal?: AbortSignal,
): Promise<Reply<R>> {
  return new Promise((resolve) => {
    const unsent = (why: string) => resolve({ kind: 'unanswered', sent: false, why: `\`${action}\`: ${why}` });
    const timer = setTimeout(() => unsent(`no session to sign with within ${timeout} ms`), timeout);
    const callOff = () => unsent('it was called off');
    if (signal?.aborted === true) callOff();
    signal?.addEventListener('abort', callOff, { once: true });
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', callOff);
    };
    void asked.then(resolve, (error: unknown) => unsent(String(error))).finally(end);
  });
}
