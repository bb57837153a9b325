import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** How many tests held and how many did not. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface TestReport {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages: readonly string[];
}

interface FileReport {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly TestReport[];
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly success: boolean;
  readonly testResults: readonly FileReport[];
}

/**
 * Counts what vitest's JSON report tells. A file that could not be loaded counts as one failure, and so does a run
 * that ended badly (`status` is its exit code) without naming a test: an unhandled error, no report, no test at all.
 */
export function readCounts(file: string, status: number | null): Counts {
  const report = readReport(file);
  if (report === null) return { passed: 0, failed: 1 };
  const broken = report.testResults.filter((one) => one.status === 'failed' && !hasFailedTest(one)).length;
  const failed = report.numFailedTests + broken;
  const silent = failed === 0 && (status !== 0 || !report.success || report.numPassedTests === 0);
  return { passed: report.numPassedTests, failed: silent ? 1 : failed };
}

/** What failed, each by its file, its name and the beginning of what was said: the log above is thousands of lines. */
export function readFailures(file: string): readonly string[] {
  return (readReport(file)?.testResults ?? []).filter((one) => one.status === 'failed').flatMap(nameFailures);
}

function nameFailures(file: FileReport): readonly string[] {
  const name = relative('.', file.name);
  if (!hasFailedTest(file)) return [nameFailure(name, file.message)];
  const tests = file.assertionResults.filter((test) => test.status === 'failed');
  return tests.map((test) => nameFailure(`${name}  ${test.fullName}`, test.failureMessages.join('\n')));
}

function nameFailure(name: string, said: string): string {
  return [name, ...said.split('\n').slice(0, 20)].map((line) => `FAILED ${line}`).join('\n');
}

function hasFailedTest(file: FileReport): boolean {
  return file.assertionResults.some((test) => test.status === 'failed');
}

function readReport(file: string): Report | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return null;
  }
}
