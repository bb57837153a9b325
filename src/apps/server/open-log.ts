import pino from 'pino';
import type { LogLevel } from '../../settings/server-settings.ts';
import { plainJson } from '../cli/plain-text.ts';
import { type LogLine, logLineOf } from './log-line.ts';
import type { Happened } from './news.ts';
import { prettyLine } from './pretty-line.ts';
import { type Redact, redactIn } from './redact.ts';

/** Where lines go. */
export interface Log {
  write(line: LogLine): void;
  hear(happened: Happened): void;
}

/** How a log is written. */
export interface LogParts {
  readonly level: LogLevel;
  /** For a terminal: lines for people in place of JSON. */
  readonly pretty: boolean;
  readonly colour: boolean;
  readonly redact: Redact;
  readonly now: () => number;
  readonly out: (text: string) => void;
}

const ranks: readonly LogLevel[] = ['error', 'warn', 'info', 'debug'];

/**
 * Opens a log: JSON Lines in the form of pino, or lines for people. Whatever it is told, secrets are taken out of the text
 * that is written, and nothing in it can be obeyed by a terminal or begin a line of its own.
 */
export function openLog({ level, pretty, colour, redact, now, out }: LogParts): Log {
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      messageKey: 'message',
    },
    { write: (text: string) => out(`${plainJson(text.trimEnd())}\n`) },
  );
  const write = (told: LogLine): void => {
    const line = redactIn({ ...told }, redact) as unknown as LogLine;
    if (!pretty) logger[line.level]({ event: line.event, ...line.fields }, line.message);
    else if (ranks.indexOf(line.level) <= ranks.indexOf(level)) out(`${prettyLine(line, now(), colour)}\n`);
  };
  return {
    write,
    hear: (happened) => {
      const line = logLineOf(happened);
      if (line !== null) write(line);
    },
  };
}
