// Writes vectors.json, the answers that stand in where there is no Python: node test/oracle/write-vectors.ts
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { questions } from './questions.ts';

const asked = questions(200, 1);
const input = asked.map((question) => JSON.stringify(question)).join('\n');
const { stdout } = spawnSync('python3', [`${import.meta.dirname}/ipaddress.py`], { input, encoding: 'utf8' });
const lines = stdout.trim().split('\n');
const vectors = asked.map((question, i) => `  ${JSON.stringify({ question, answer: JSON.parse(lines[i] ?? '') })}`);
writeFileSync(`${import.meta.dirname}/vectors.json`, `[\n${vectors.join(',\n')}\n]\n`);
