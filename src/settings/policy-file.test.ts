import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readPolicyFiles } from './policy-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes files below the folder and reads the first ones as layers. */
function read(files: Readonly<Record<string, string | Uint8Array>>, ...layers: readonly string[]) {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const asked = layers.length > 0 ? layers : [Object.keys(files)[0]!];
  const before = process.cwd();
  process.chdir(folder);
  try {
    return readPolicyFiles(asked, 'packs');
  } finally {
    process.chdir(before);
  }
}

const errorsOf = (text: string | Uint8Array) => read({ 'policy.yaml': text }).errors;
const check = (id: string, more = '') => `  ${id}:
    say: ${id}
    when: { gained: { direction: [ingress], peers: [internet], ports: [ssh] } }
    severity: { else: high }
    respond: { else: [none] }
${more}`;

describe('BM-17: nothing is done that nobody asked for', () => {
  test('an empty policy has no check, acts on nothing, and would only observe', () => {
    const { policy, errors, warnings } = read({ 'policy.yaml': 'version: 1\n' });
    expect(errors).toEqual([]);
    expect(warnings).toEqual([]);
    expect(policy).toMatchObject({ checks: [], baselines: [], notify: [], safety: { mode: { else: 'observe' } } });
  });

  test('a file that says nothing at all is no policy', () => {
    expect(errorsOf('# later\n')).toEqual([
      'policy.yaml:1:1  the file is empty: a policy begins with `version: 1`\n    1 | # later\n      | ^',
    ]);
    expect(errorsOf('checks: {}\n')[0]).toContain('a policy needs `version`');
    expect(errorsOf('[]')[0]).toContain('expected a policy');
  });
});

describe('R44: what is wrong is shown where it is', () => {
  test('an unknown key, with a caret below it and the key that was meant', () => {
    const text = `version: 1\nchecks:\n${check('web').replace('when:', 'filter:')}`;
    expect(errorsOf(text)).toEqual([
      [
        'policy.yaml:5:5  unknown key `filter`',
        '    5 |     filter: { gained: { direction: [ingress], peers: [internet], ports: [ssh] } }',
        '      |     ^^^^^^  did you mean `when`?',
      ].join('\n'),
    ]);
  });

  test('an account id that YAML reads as a number keeps its zero in the message', () => {
    const [block] = errorsOf(`version: 1\nchecks:\n${check('web', '    where: { account: [012345678901] }\n')}`);
    expect(block).toContain('got the number `012345678901`: write "012345678901" in quotes, account ids are text');
    expect(block).toContain('it was read as a number and lost its zero');
    expect(block).toContain('|                        ^^^^^^^^^^^^  did you mean `"012345678901"`?');
  });

  test.each([
    ['no', 'a text', null],
    ['2026-01-01', 'a text', null],
    ['0123', 'the number `0123`', '"0123"'],
    ['1e3', 'the number `1e3`', '"1e3"'],
    ['0x1f', 'the number `0x1f`', '"0x1f"'],
    ['true', '`true`', '"true"'],
    ['~', '`~`, which means nothing,', null],
  ])('YAML 1.2: %s in a list of names is %s', (written, what, suggestion) => {
    const errors = errorsOf(`version: 1\nchecks:\n${check('web', `    where: { name: [${written}] }\n`)}`);
    if (what === 'a text') expect(errors).toEqual([]);
    else expect(errors[0]).toContain(`got ${what}`);
    if (suggestion !== null) expect(errors[0]).toContain(`did you mean \`${suggestion}\`?`);
  });

  test('what is left empty is told at its key', () => {
    expect(errorsOf('version: 1\nchecks:\n')).toEqual([
      'policy.yaml:2:1  expected a map of checks, got nothing\n    2 | checks:\n      | ^^^^^^  did you mean `{}`?',
    ]);
  });

  test('tabs and wide characters keep the caret below its place', () => {
    const [block] = errorsOf('version: 1\nsets: { addresses: { 東京: { cidrs:\t[10.0.0.1/8] } } }\n');
    const lines = errorsOf('version: 1\nsets: { addresses: { a: {\tcidrs: ["東京", 10.0.0.1/8] } } }\n');
    expect(block).toContain('expected a name of letters');
    expect(lines[1]).toBe(
      [
        'policy.yaml:2:41  `10.0.0.1/8` has bits set behind its prefix, and AWS would drop them',
        '    2 | sets: { addresses: { a: {  cidrs: ["東京", 10.0.0.1/8] } } }',
        `      | ${' '.repeat(43)}^^^^^^^^^^  did you mean \`10.0.0.0/8\`?`,
      ].join('\n'),
    );
  });

  test('a long line is cut around the caret', () => {
    const many = Array.from({ length: 200 }, (_, n) => `10.0.${n}.0/24`).join(', ');
    const [block = ''] = errorsOf(
      `version: 1\nsets: { addresses: { a: { cidrs: [${many}, 10.0.0.1/8, ${many}] } } }\n`,
    );
    const [, line = '', caret = ''] = block.split('\n');
    expect(line.length).toBeLessThan(120);
    expect(line).toMatch(/^ {4}2 \| ….*10\.0\.0\.1\/8.*…$/);
    expect(caret.indexOf('^')).toBe(line.indexOf('10.0.0.1/8'));
  });

  test('text of the file cannot steer a terminal', () => {
    const [block = ''] = errorsOf('version: 1\n"a\\e[31m\u200bb": 1\n');
    expect(block).toMatch(/^[ -~·\n]*$/);
    expect(block).toContain('unknown key `a·[31m·b`');
  });

  test('at most 50 are shown, then they are counted', () => {
    const keys = Array.from({ length: 60 }, (_, n) => `zzzzzzzz${n}: 1`).join('\n');
    const errors = errorsOf(`version: 1\n${keys}\n`);
    expect(errors).toHaveLength(51);
    expect(errors[50]).toBe('… and 10 more problems');
  });
});

describe('BM-16: a secret never stands in a policy', () => {
  const webhook = ['https:/', 'hooks.slack.com', 'services', 'T00000000', 'B00000000', 'x'.repeat(24)].join('/');
  const channel = (member: string) => `version: 1\nchannels: { c: { kind: slack, ${member} } }\n`;

  test.each([
    ['a webhook address', `secret: "${webhook}"`, 'T00000000'],
    ['a password', 'secret: hunter22', 'hunter22'],
    ['a password of digits', 'secret: 80051234', '80051234'],
    ['a mail address with password', 'secret: "smtp://u:hunter22@mail.example.com"', 'hunter22'],
    ['an address that is a key', `url: "${webhook}"`, 'T00000000'],
    ['an access key', `to: [${'AKIA'}ABCDEFGHIJKLMNOP]`, 'ABCDEFGHIJKLMNOP'],
  ])('%s is refused, and not shown', (_, member, secret) => {
    const errors = errorsOf(channel(member)).filter((block) => block.includes('a secret must not stand in a policy'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('${' + 'env:NAME}');
    expect(errors.join()).not.toContain(secret);
  });

  test('it is not shown either where something else is wrong on its line, or where the text is no YAML', () => {
    for (const text of [
      channel('sekret: 1, secret: hunter22'),
      'version: 1\nsecret: hunter22: x\n',
      `a: "${webhook}\n`,
    ]) {
      const errors = errorsOf(text);
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.join()).not.toMatch(/hunter22|T00000000/);
    }
  });

  test.each(['env:PD_KEY', 'ssm:/portcullis/slack', 'secretsmanager:portcullis/slack'])(
    '%s says where it is',
    (where) => {
      expect(errorsOf(channel(`secret: "\${${where}}"`)).join()).not.toContain('secret');
    },
  );
});

describe('BM-20: YAML that could be read in two ways is refused', () => {
  test.each([
    ['a second document', 'version: 1\n---\nversion: 1\n', '2:1  a second document'],
    ['a tag', 'version: !!int 1\n', '1:16  tags are not read'],
    ['a tag of somebody’s own', 'version: !one 1\n', '1:10  tags are not read'],
    ['an anchor', 'version: &v 1\n', '1:13  anchors are not read'],
    ['an alias', 'version: 1\nchecks: *a\nuse: &a []\n', '2:9  aliases are not read'],
    ['an anchor on a key', '? &v version\n: 1\n', '1:6  keys take neither tags nor anchors'],
    ['a merge key', 'version: 1\n<<: {}\n', '2:1  unknown key `<<`: merge keys are not read'],
    ['a directive', '%YAML 1.1\n---\nversion: 1\n', '1:1  directives are not read'],
    ['a doubled key', 'version: 1\nversion: 1\n', '2:1  the key `version` stands here twice'],
    ['a key that is no text', 'version: 1\n? [a]\n: 1\n', '2:3  a key is a text'],
    ['a tab to indent', 'version: 1\nsets:\n\taddresses: {}\n', '3:1  YAML is indented with spaces'],
    ['what is no YAML', 'version: 1\nuse: [a@1\n', '  this is no YAML'],
    [
      'a character that turns the line',
      'version: 1\n# \u202e1 :noisrev\n',
      '2:3  a character that nobody sees stands here (U+202E)',
    ],
    ['a NUL', 'version: 1\0\n', '1:11  a character that nobody sees'],
  ])('%s', (_, text, told) => {
    expect(errorsOf(text)[0]).toContain(told);
  });

  test('a bomb of aliases is refused at once', () => {
    const levels = Array.from({ length: 30 }, (_, n) => `  k${n}: &k${n} [${`*k${n - 1}, `.repeat(n === 0 ? 0 : 9)}x]`);
    expect(errorsOf(`version: 1\nsets:\n${levels.join('\n')}\n`).length).toBeGreaterThan(1);
  });

  test.each([['['], ['{a: '], ['- '], ['{']])('what nests without end (%s) is refused', (open) => {
    const [block] = errorsOf(`version: 1\nuse: ${open.repeat(100_000)}`);
    expect(block).toMatch(/nests deeper|this is no YAML|a second `: `/);
  });

  test('a file that is too large, no UTF-8, a folder or not there is told in a line', () => {
    expect(errorsOf('#'.repeat(1_000_001))).toEqual(['policy.yaml: it has 1000001 bytes, at most 1000000 are read']);
    expect(errorsOf(Uint8Array.from([118, 10, 255, 254]))).toEqual([
      'policy.yaml: line 2 is not UTF-8: save the file as UTF-8',
    ]);
    expect(read({ 'd/x': '' }, 'd').errors).toEqual(['d: expected a file, it is a folder']);
    expect(read({ 'policy.yaml': '' }, 'polcy.yaml').errors).toEqual([
      'polcy.yaml: no such file: did you mean `policy.yaml`?',
    ]);
    expect(read({ x: '' }, ...[]).files).toEqual(['x']);
    expect(readPolicyFiles([], folder).errors).toEqual(['no policy file was named']);
  });

  test('keys that every object has are keys like others', () => {
    expect(errorsOf('version: 1\n__proto__: { checks: {} }\nconstructor: 1\n')).toHaveLength(2);
    const { policy, errors } = read({
      'policy.yaml': `version: 1\nchecks:\n${check('constructor')}${check('toString')}`,
    });
    expect(errors).toEqual([]);
    expect(policy?.checks.map(({ id }) => id)).toEqual(['constructor', 'toString']);
  });

  test('a mark of byte order and CRLF are borne', () => {
    expect(errorsOf('\ufeffversion: 1\r\n')).toEqual([]);
    expect(errorsOf('\ufeffversion: 1\r\nchekcs: 1\r\n')[0]).toContain('policy.yaml:2:1  unknown key');
  });
});

describe('BM-20: layers', () => {
  const packs = {
    'packs/one@1.yaml': `version: 1\nuse: [two@1]\nchecks:\n${check('one')}`,
    'packs/two@1.yaml': `version: 1\nchecks:\n${check('two')}`,
    'packs/loop@1.yaml': 'version: 1\nuse: [round@1]\n',
    'packs/round@1.yaml': 'version: 1\nuse: [loop@1]\n',
  };

  test('packs come before all files, what a pack uses before it, each once', () => {
    const files = { 'a.yaml': 'version: 1\nuse: [one@1]\n', 'b.yaml': 'version: 1\nuse: [two@1, one@1]\n', ...packs };
    const { policy, files: order, errors } = read(files, 'a.yaml', 'b.yaml');
    expect(errors).toEqual([]);
    expect(order).toEqual([join('packs', 'two@1.yaml'), join('packs', 'one@1.yaml'), 'a.yaml', 'b.yaml']);
    expect(policy?.checks.map(({ id, at }) => [id, at])).toEqual([
      ['one', 'one@1:4'],
      ['two', 'two@1:3'],
    ]);
  });

  test('a later file overrides an earlier one by id', () => {
    const later = check('web').replace('high', 'low');
    const { policy } = read(
      { 'a.yaml': `version: 1\nchecks:\n${check('web')}`, 'b.yaml': `version: 1\nchecks:\n${later}` },
      'a.yaml',
      'b.yaml',
    );
    expect(policy?.checks).toMatchObject([{ id: 'web', at: 'b.yaml:3', severity: { else: 'low' } }]);
  });

  test('a pack that is not there is told with the one that was meant', () => {
    const [block] = read({ 'a.yaml': 'version: 1\nuse: [oen@1]\n', ...packs }).errors;
    expect(block).toMatch(/^a\.yaml:2:7 {2}unknown pack `oen@1`: there are loop@1, one@1, round@1, two@1\n/);
    expect(block).toContain('did you mean `one@1`?');
    expect(read({ 'a.yaml': 'version: 1\nuse: [one@2]\n' }).errors[0]).toContain('did you mean `one@1`?');
    expect(read({ 'a.yaml': 'version: 1\nuse: [one]\n' }).errors[0]).toContain('did you mean `one@1`?');
  });

  test('packs that use each other in a circle are told', () => {
    const { errors } = read({ 'a.yaml': 'version: 1\nuse: [loop@1]\n', ...packs });
    expect(errors[0]).toMatch(
      /^round@1:2:7 {2}the packs use each other in a circle: loop@1 uses round@1 uses loop@1\n/,
    );
  });

  test('a pack that is read as a file is named as a pack', () => {
    expect(read({ 'packs/two@1.yaml': packs['packs/two@1.yaml'] }).policy?.checks[0]?.at).toBe('two@1:3');
  });

  test('several errors in several files are told in the order of the files', () => {
    const { errors } = read({ 'a.yaml': 'version: 1\nx: 1\n', 'b.yaml': 'version: 2\ny: 1\n' }, 'a.yaml', 'b.yaml');
    expect(errors.map((block) => block.split(' ')[0])).toEqual(['a.yaml:2:1', 'b.yaml:1:10', 'b.yaml:2:1']);
  });
});

describe('files that a policy names', () => {
  const listed = (file: string) => `version: 1\nsets: { addresses: { partners: { file: ${file} } } }\n`;

  test('are opened beside the file that names them', () => {
    const files = { 'team/policy.yaml': listed('lists/partners.txt'), 'team/lists/partners.txt': '192.0.2.0/24\n' };
    const { errors, files: seen } = read(files);
    expect(errors).toEqual([]);
    expect(seen).toEqual(['team/policy.yaml', join('team', 'lists', 'partners.txt')]);
  });

  test('one that is not there is told at the value, with the one that was meant', () => {
    const [block] = read({ 'team/policy.yaml': listed('lists/partner.txt'), 'team/lists/partners.txt': '' }).errors;
    expect(block).toMatch(/^team\/policy\.yaml:2:40 {2}`lists\/partner\.txt`: no such file\n/);
    expect(block).toContain('did you mean `lists/partners.txt`?');
  });

  test.each(['../secret.txt', '/etc/hosts', 'a/../../b.txt', 'C:/x', '~/x'])('%s leads out of the folder', (file) => {
    expect(read({ 'team/policy.yaml': listed(JSON.stringify(file)) }).errors[0]).toContain('leads out of its folder');
  });

  test('a symbolic link that leads out of the folder is refused', () => {
    read({ 'team/policy.yaml': listed('lists/out.txt'), 'other.txt': '192.0.2.0/24\n', 'team/lists/in.txt': '' });
    symlinkSync(join(folder, 'other.txt'), join(folder, 'team', 'lists', 'out.txt'));
    symlinkSync(join(folder, 'team', 'lists', 'in.txt'), join(folder, 'team', 'lists', 'inside.txt'));
    expect(read({ 'team/policy.yaml': listed('lists/out.txt') }).errors[0]).toContain('it lies outside the folder');
    expect(read({ 'team/policy.yaml': listed('lists/inside.txt') }).errors.join()).not.toContain('outside');
  });

  test('what is wrong in one is shown in it, by its own line', () => {
    const { errors } = read({
      'team/policy.yaml': listed('lists/partners.txt'),
      'team/lists/partners.txt': '# partners\n192.0.2.0/24\n  198.51.100.9 # a host\n',
    });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^team\/lists\/partners\.txt:3:3 {2}expected a CIDR/);
    expect(errors[0]).toContain('(named at team/policy.yaml:2)');
  });

  test('a zone that does not exist is told', () => {
    const [block] = errorsOf(
      'version: 1\nnotify: { a: { min: low, to: [owner], daily_at: "09:00", zone: Europe/Berlni } }\n',
    );
    expect(block).toContain('there is no time zone `Europe/Berlni`');
    expect(block).toContain('did you mean `Europe/Berlin`?');
  });
});
