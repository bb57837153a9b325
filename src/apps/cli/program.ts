import { Command, CommanderError, Option } from 'commander';
import { Complaint } from './complaint.ts';
import { readKeptArguments } from './kept-argument.ts';
import type { Options } from './options.ts';
import { ownVersion } from './package-root.ts';
import { notice, type Terminal } from './screen.ts';
import { type Verb, verbs } from './verbs.ts';

/** Runs a command line and answers its exit code: 0 fine, 3 the input was incomplete, 1 nothing was answered. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const program = buildProgram(terminal, (done) => {
    code = done;
  });
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync([...readKeptArguments(args, terminal.env)], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    const told =
      error instanceof Complaint
        ? error.message
        : `a fault of ours, please report it: ${error instanceof Error ? error.stack : String(error)}`;
    const name = error instanceof Complaint && error.blocks ? '' : 'portcullis: ';
    for (const [at, line] of told.split('\n').entries()) notice(terminal, `${at === 0 ? name : ''}${line}`);
    return 1;
  }
}

/** The command line as commander knows it; nothing of a verb is loaded before it is called. */
export function buildProgram(terminal: Terminal, done: (code: number) => void): Command {
  const program = new Command('portcullis');
  prepare(program, terminal);
  program
    .description('Tells what every change to your AWS security groups made reachable: who, when, and what is open now.')
    .version(ownVersion(), '--version', 'the version')
    .helpOption('--help', 'help, also of a verb')
    .helpCommand('help [verb]', 'help of a verb')
    .usage('<verb> [options]')
    .addHelpText(
      'after',
      `\nTo begin:\n  ${terminal.command} demo                     a bundled example, offline\n  ${terminal.command} demo --live              the live loop against a simulated AWS, offline\n  ${terminal.command} scan <CloudTrail folder>`,
    );
  for (const verb of verbs) addVerb(program, verb, terminal, done);
  return program;
}

function addVerb(program: Command, verb: Verb, terminal: Terminal, done: (code: number) => void): void {
  const command = program
    .command(`${verb.name} ${verb.args}`.trim())
    .description(verb.say)
    .helpOption('--help', 'this help');
  prepare(command, terminal, verb.examples[0]);
  for (const { flags, say, choices, repeated } of verb.options) {
    const option = new Option(flags, say);
    if (repeated)
      option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
    command.addOption(choices === undefined ? option : option.choices([...choices]));
  }
  const examples = verb.examples.map((each) => `  ${terminal.command} ${each}`).join('\n');
  command.addHelpText('after', `\nExamples:\n${examples}`);
  command.action(async (...given: unknown[]) => {
    const args = given
      .slice(0, -2)
      .flat()
      .filter((each) => typeof each === 'string');
    const runVerb = await verb.load();
    done(await runVerb(args, command.opts() as Options, terminal));
  });
}

function prepare(command: Command, terminal: Terminal, example?: string): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => void terminal.out(text),
    writeErr: (text) => terminal.err(text),
    getOutHelpWidth: () => terminal.columns,
    getErrHelpWidth: () => terminal.columns,
    outputError: (text) => {
      const lines = text
        .trim()
        .replace(/^error: /, 'portcullis: ')
        .split('\n');
      const hint =
        example !== undefined && /missing required/.test(text) ? [`for example: ${terminal.command} ${example}`] : [];
      for (const line of [...lines, ...hint]) notice(terminal, line);
    },
  });
}
