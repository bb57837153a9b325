import { describe, expect, it } from 'vitest';
import { firstPolicy } from './first-policy.ts';

const written = (...tags: readonly Readonly<Record<string, string>>[]) =>
  firstPolicy(
    { span: null, changes: 0, accounts: [], actors: [], groups: tags.map((each) => ({ tags: each })) },
    { fixtures: false },
  ).text;

describe('a first policy', () => {
  it('a value that nobody calls an environment counts as production until somebody adds it', () => {
    const text = written({ env: 'prod-eu' }, { env: 'dev' }, { env: 'pord' });
    expect(text).toContain('    map: { "prod-eu": prod }\n');
    expect(text).toContain('    values: ["dev", "prod"]\n');
    expect(text).toMatch(/# Seen as well; add those that are environments of yours: "pord"\n/);
  });

  it('a tag that is only guessed to tell the environment stands in a comment', () => {
    const text = written({ use: 'shared' }, { use: 'dev' });
    expect(text).toMatch(/^ {6}# - \{ tag: "use" \} /m);
    expect(text).toMatch(/^ {6}- \{ tag: environment \}$/m);
  });
});
