import { describe, expect, test } from 'vitest';
import { whatCame } from './what-came.ts';

const came = (status: number, retryAfter: number | null = null) =>
  whatCame({ kind: 'answered', host: 'chat.example.com', status, retryAfter, body: 'planted', whole: true });

describe('what an answer says of a delivery', () => {
  test.each([200, 201, 202, 204])('%i: it was taken', (status) => {
    expect(came(status)).toEqual({ kind: 'done' });
  });

  test.each([
    [408, false],
    [425, false],
    [429, false],
    [500, true],
    [502, true],
    [503, true],
    [504, true],
  ])('%i: later, when the service says; it may have arrived: %s (BM-11)', (status, maybe) => {
    expect(came(status, 7000)).toMatchObject({ kind: 'later', after: 7000, maybe });
  });

  test.each([
    [301, true],
    [302, true],
    [308, true],
    [400, false],
    [401, true],
    [403, true],
    [404, true],
    [405, false],
    [410, true],
    [413, false],
    [422, false],
  ])('%i: refused; the channel takes nothing else either: %s (BM-11)', (status, whole) => {
    expect(came(status)).toMatchObject({ kind: 'refused', whole });
  });

  test('the words of the service are not repeated', () => {
    for (let status = 200; status < 600; status++) expect(JSON.stringify(came(status))).not.toContain('planted');
  });
});
