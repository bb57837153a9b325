import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findMisfits } from '../../../test/end-to-end/json-schema.ts';
import { portcullis } from '../../../test/end-to-end/small-archive.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const example = join(root, 'examples', 'week');
const schemaOf = async (name: string) => JSON.parse((await portcullis(['schema', name])).out);

describe('schema', () => {
  it('every decision of the example archive, and the whole scan, are as the printed schemas say', async () => {
    const scanned = JSON.parse((await portcullis(['scan', example, '--no-cache', '--json'])).out);
    expect(scanned.decisions.length).toBeGreaterThan(100);
    expect(findMisfits(await schemaOf('scan'), scanned)).toEqual([]);
    const decision = await schemaOf('decision');
    for (const each of scanned.decisions) expect(findMisfits(decision, each), each.id).toEqual([]);
  });

  it('R162: what is printed with verdicts, of an archive and of a plan, is as the printed schemas say', async () => {
    const policy = ['--policy', join(root, 'examples', 'portcullis.yaml')];
    const scanned = JSON.parse((await portcullis(['scan', example, '--no-cache', '--json', ...policy])).out);
    expect(scanned.summary.judged.judged).toBe(scanned.decisions.length);
    expect(findMisfits(await schemaOf('scan'), scanned)).toEqual([]);
    const plan = join(root, 'test', 'terraform', 'stored', 'edit.json');
    const judged = JSON.parse((await portcullis(['judge', plan, '--json', ...policy])).out);
    expect(judged.decisions.length).toBe(3);
    expect(findMisfits(await schemaOf('judge'), judged)).toEqual([]);
    expect(findMisfits(await schemaOf('judge'), { ...judged, decisions: [{}] })).not.toEqual([]);
  });

  it('names every key of a decision, so that none is told that the schema does not know', async () => {
    const { decisions } = JSON.parse((await portcullis(['scan', example, '--no-cache', '--json'])).out);
    const schema = await schemaOf('decision');
    for (const each of decisions)
      expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(each)));
  });

  it('a decision that lost a key, or has a word of another kind, does not fit', async () => {
    const schema = await schemaOf('decision');
    const { decisions } = JSON.parse((await portcullis(['scan', example, '--no-cache', '--json'])).out);
    expect(findMisfits(schema, { ...decisions[0], id: undefined })).not.toEqual([]);
    expect(findMisfits(schema, { ...decisions[0], basis: 'sure' })).not.toEqual([]);
  });

  it('knows decision, standing, scan, judge, kpi and snapshot, and helps with the name', async () => {
    expect((await schemaOf('snapshot')).required).toEqual(['takenAt']);
    expect((await schemaOf('server')).required).toEqual(['store', 'policy', 'sources']);
    expect((await portcullis(['schema'])).out).toBe((await portcullis(['schema', 'decision'])).out);
    expect(await portcullis(['schema', 'snapshto'])).toMatchObject({
      code: 1,
      err: 'portcullis: expected decision, standing, scan, judge, kpi, snapshot, server, got `snapshto`, did you mean `snapshot`\n',
    });
  });
});
