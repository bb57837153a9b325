import process from 'node:process';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { onSignals } from './on-signals.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('signals', () => {
  test('the first TERM or INT asks to stop, the second ends at once, HUP reloads; then whoever took them before does', () => {
    const told: string[] = [];
    const exit = vi
      .spyOn(process, 'exit')
      .mockImplementation(((code: number) => void told.push(`exit ${code}`)) as never);
    const before = (): void => void told.push('before');
    process.on('SIGINT', before);
    const release = onSignals({ stop: () => void told.push('stop'), reload: () => void told.push('reload') });
    process.emit('SIGHUP', 'SIGHUP');
    process.emit('SIGTERM', 'SIGTERM');
    process.emit('SIGINT', 'SIGINT');
    process.emit('SIGTERM', 'SIGTERM');
    expect(told).toEqual(['reload', 'stop', 'exit 130', 'exit 143']);
    expect(exit).toHaveBeenCalledTimes(2);
    release();
    process.emit('SIGINT', 'SIGINT');
    process.removeListener('SIGINT', before);
    expect(told.at(-1)).toBe('before');
  });
});
