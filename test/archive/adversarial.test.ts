import { expect, test } from 'vitest';
import { readNaively, summarise } from './naive-reader.ts';
import { startExtractors } from './read-in-memory.ts';
import { sampleRecord, wantedCalls } from './sample-records.ts';

const wanted = JSON.stringify(sampleRecord('AuthorizeSecurityGroupIngress'));
const other = JSON.stringify(sampleRecord('DescribeInstances'));
const extractors = startExtractors();

/** What every reader must say of a file, as JSON.parse sees it. */
const files: Readonly<Record<string, string>> = {
  'an empty list': '{"Records":[]}',
  'blanks everywhere': ` \n{ "Records"\t:\r\n[ ${wanted} , ${other}\n,${wanted} ] }\n\n`,
  'a pretty-printed file': JSON.stringify({ Records: [JSON.parse(other), JSON.parse(wanted)] }, null, 2),
  'a name in another place of the record': `{"Records":[{"eventVersion":"1.10","x":{},"eventName" : "CreateSecurityGroup"}]}`,
  'a doubled name of which the last counts': `{"Records":[{"eventVersion":"1","eventName":"CreateSecurityGroup","eventName":"X"},{"eventVersion":"1","eventName":"X","eventName":"CreateSecurityGroup"}]}`,
  'a wanted name only deep inside': `{"Records":[{"eventVersion":"1","eventName":"PutRule","requestParameters":{"eventName":"CreateSecurityGroup"}}]}`,
  'a record inside a text': `{"Records":[{"eventVersion":"1","eventName":"PutRule","x":${JSON.stringify(wanted)}},${wanted}]}`,
  'the seam of two records inside a text': `{"Records":[{"eventVersion":"1","eventName":"PutRule","x":"},{\\"eventVersion\\":\\"1\\",","y":"]}"},${wanted}]}`,
  'an escaped letter in the name': `{"Records":[{"eventVersion":"1","eventName":"\\u0043reateSecurityGroup"}]}`,
  'an escaped letter in the key': `{"Records":[{"eventVersion":"1","\\u0065ventName":"CreateSecurityGroup"}]}`,
  'an escaped digit in the name': `{"Records":[{"eventVersion":"1","eventName":"UpdateFunctionConfiguration2015\\u0030331v2"}]}`,
  'an escaped letter in the key of the list': `{"\\u0052ecords":[${wanted}]}`,
  'harmless escapes': `{"Records":[{"eventVersion":"1","x":"\\u003c\\u0026\\u0000\\ud800","eventName":"CreateSecurityGroup"}]}`,
  'runs of backslashes before a quote': `{"Records":[{"eventVersion":"1","x":"${'\\\\'.repeat(33)}","y":"${'\\\\'.repeat(32)}\\"}]","eventName":"CreateSecurityGroup"},${wanted}]}`,
  'members before the list': `{"x":{"Records":[${other}]},"Records":[${wanted}]}`,
  'members behind the list': `{"Records":[${other}],"x":[${wanted}]}`,
  'elements that are no records': `{"Records":[${wanted},null,5,"x",[],{},${wanted}]}`,
  'a name that is no text': `{"Records":[${wanted},{"eventVersion":"1","eventName":null},{"eventVersion":"1","eventName":["CreateSecurityGroup"]}]}`,
  'a name a letter too long or too short': `{"Records":[{"eventVersion":"1","eventName":"CreateSecurityGroups"},{"eventVersion":"1","eventName":"CreateSecurityGrou"}]}`,
  'a list in a list': `{"Records":[[${wanted}],${wanted}]}`,
  'members in lower case, as Glue writes them': `{"Records":[${other},{"eventversion":"1","eventname":"CreateSecurityGroup"}]}`,
  'a byte order mark': `\ufeff{"Records":[${wanted}]}`,
  'a bare array': `[${other},${wanted}]`,
  'a single record': wanted,
  'a name that is also a value': `{"Records":[{"eventVersion":"1","attributeKey":"eventName","attributeValue":"CreateSecurityGroup"}]}`,
  'a text of two megabytes': `{"Records":[{"eventVersion":"1","x":"${'{["\\\\'.replace('"', '\\"').repeat(350_000)}","eventName":"CreateSecurityGroup"}]}`,
};

for (const [name, text] of Object.entries(files)) {
  test(`R150: every reader finds in ${name} what JSON.parse finds`, async () => {
    const expected = readNaively(text, wantedCalls)!;
    expect(expected).not.toBeNull();
    for (const extractor of extractors) {
      const found = await extractor.read(Buffer.from(text));
      expect(summarise(found, 'record'), extractor.name).toEqual(summarise(expected, 'record'));
    }
  });
}

test('R150: of two lists of records in one object both are told, though JSON.parse drops the first', async () => {
  const text = `{"Records":[${wanted}],"Records":[${other},${wanted}]}`;
  for (const extractor of extractors) {
    const found = await extractor.read(Buffer.from(text));
    expect(
      found.map((each) => each.number),
      extractor.name,
    ).toEqual([1, 3]);
  }
});

test('BM-8: of a file that ends midway every reader tells the whole records and the damage', async () => {
  for (const cut of [5, 60, wanted.length]) {
    const text = `{"Records":[${wanted},${other},${wanted},${wanted}`.slice(0, -cut);
    for (const extractor of extractors) {
      const found = await extractor.read(Buffer.from(text));
      expect(
        found.map((each) => [each.kind, each.number]),
        extractor.name,
      ).toEqual([
        ['record', 1],
        ['record', 3],
        ['unreadable', cut === wanted.length ? null : 4],
      ]);
    }
  }
});
