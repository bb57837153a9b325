import type { Command, Option } from 'commander';
import { Complaint } from './complaint.ts';
import { buildProgram } from './program.ts';
import type { Run } from './verbs.ts';

interface Completed {
  readonly name: string;
  readonly say: string;
  readonly options: readonly Option[];
}

/** `completion`: a script that completes verbs, options and their values; what has no list is completed as files. */
export const completion: Run = async ([shell = ''], _options, terminal) => {
  if (!Object.hasOwn(writers, shell)) throw new Complaint(`expected bash, zsh or fish, got \`${shell}\``);
  const program: Command = buildProgram(terminal, () => {});
  const verbs = program.commands.map((each) => ({
    name: each.name(),
    say: each.description(),
    options: [...each.options],
  }));
  await terminal.out(writers[shell as keyof typeof writers](verbs));
  return 0;
};

const writers = { bash: writeBash, zsh: writeZsh, fish: writeFish };

function long(option: Option): string {
  return option.long ?? option.short ?? '';
}

function writeBash(verbs: readonly Completed[]): string {
  const cases = verbs.map(({ name, options }) => `    ${name}) words='${options.map(long).join(' ')}' ;;`).join('\n');
  const values = choicesOf(verbs).map(
    ([place, choices]) => `    '${place}') COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$now")); return ;;`,
  );
  return `_portcullis() {
  local now="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words=''
  case "\${COMP_WORDS[1]} $before" in
${values.join('\n')}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${verbs.map((each) => each.name).join(' ')} --help --version' -- "$now"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases}
  esac
  case "$now" in
    -*) COMPREPLY=($(compgen -W "$words --help" -- "$now")) ;;
    *) COMPREPLY=($(compgen -f -- "$now")) ;;
  esac
}
complete -o filenames -F _portcullis portcullis
`;
}

function writeZsh(verbs: readonly Completed[]): string {
  const quote = (text: string): string =>
    text.replaceAll("'", "'\\''").replaceAll('[', '\\[').replaceAll(']', '\\]').replaceAll(':', '\\:');
  const optionOf = (option: Option): string => {
    const value = option.required
      ? `: :${option.argChoices === undefined ? '_files' : `(${option.argChoices.join(' ')})`}`
      : '';
    return `'${long(option)}[${quote(option.description)}]${value}'`;
  };
  const cases = verbs.map(
    ({ name, options }) => `    ${name}) _arguments ${[...options.map(optionOf), "'*: :_files'"].join(' ')} ;;`,
  );
  return `#compdef portcullis
_portcullis() {
  local -a verbs
  verbs=(${verbs.map(({ name, say }) => `'${name}:${quote(say)}'`).join(' ')})
  if (( CURRENT == 2 )); then
    _describe verb verbs
    return
  fi
  local verb=$words[2]
  shift words
  (( CURRENT-- ))
  case "$verb" in
${cases.join('\n')}
  esac
}
compdef _portcullis portcullis
`;
}

function writeFish(verbs: readonly Completed[]): string {
  const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = verbs.flatMap(({ name, say, options }) => [
    `complete -c portcullis -n __fish_use_subcommand -f -a ${name} -d ${quote(say)}`,
    ...options.map((option) => {
      const value = !option.required
        ? ''
        : option.argChoices === undefined
          ? ' -r'
          : ` -x -a ${quote(option.argChoices.join(' '))}`;
      return `complete -c portcullis -n '__fish_seen_subcommand_from ${name}' -l ${long(option).slice(2)}${value} -d ${quote(option.description)}`;
    }),
  ]);
  return `${lines.join('\n')}\n`;
}

/** What the options with a list take, each by its verb: `scan --format` takes more than `log --format`. */
function choicesOf(verbs: readonly Completed[]): readonly (readonly [string, readonly string[]])[] {
  return verbs.flatMap(({ name, options }) =>
    options.flatMap((option) =>
      option.argChoices === undefined ? [] : [[`${name} ${long(option)}`, option.argChoices] as const],
    ),
  );
}
