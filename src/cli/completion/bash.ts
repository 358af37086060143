import { type CommandModel, type OptionModel, sourceOf } from './model.ts';

/** The completion script for bash, from the tree. */
export function bashScript(program: string, models: readonly CommandModel[]): string {
  const fn = `_${program}`;
  return `# bash completion for ${program}; load it with: source <(${program} completion bash)
${fn}_network() { ${program} completion words network "\${_confdir[@]}" 2>/dev/null; }
${fn}_netns() { ${program} completion words netns 2>/dev/null; }

${fn}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} path= word i skip= nargs=0
  local -a _confdir=()
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -n $skip ]]; then
      [[ $skip == --conf-dir ]] && _confdir=(--conf-dir "$word")
      skip=
      continue
    fi
    case "$path|$word" in
${models.flatMap(valueCases).join('\n')}
${models.flatMap(commandCases).join('\n')}
      *'|'-*) ;;
      *) nargs=$((nargs + 1)) ;;
    esac
  done
  case "$path|$skip" in
${models.flatMap((model) => valueWords(fn, model)).join('\n')}
    *'|'-*) return ;;
  esac
  if [[ $cur == -* ]]; then
    case "$path" in
${models.map(optionWords).join('\n')}
    esac
    return
  fi
  case "$path|$nargs" in
${models.flatMap((model) => positionWords(fn, model)).join('\n')}
  esac
}
complete -F ${fn} ${program}
`;
}

/** Words that take the next word with them. */
function valueCases({ path, options }: CommandModel): string[] {
  const flags = options.filter((option) => option.takesValue).flatMap((option) => option.flags);
  return flags.length === 0 ? [] : [`      ${flags.map((flag) => `'${path}|${flag}'`).join('|')}) skip=$word ;;`];
}

/** Words that lead to a command below. */
function commandCases({ path, commands }: CommandModel): string[] {
  return commands.map(
    ({ name }) => `      '${path}|${name}') path='${path === '' ? name : `${path} ${name}`}' nargs=0 ;;`,
  );
}

function valueWords(fn: string, { path, options }: CommandModel): string[] {
  return options.flatMap((option) => {
    const action = actionOf(fn, option);
    return action === undefined ? [] : option.flags.map((flag) => `    '${path}|${flag}') ${action}; return ;;`);
  });
}

function actionOf(fn: string, option: OptionModel): string | undefined {
  return option.takesValue ? sourceAction(fn, option.value) : undefined;
}

function sourceAction(fn: string, name: string): string | undefined {
  const source = sourceOf(name);
  if (source === undefined) return undefined;
  if (source === 'directory') return 'COMPREPLY=($(compgen -d -- "$cur"))';
  if (source === 'file') return 'COMPREPLY=($(compgen -f -- "$cur"))';
  const files = source === 'netns' ? ' $(compgen -f -- "$cur")' : '';
  return `COMPREPLY=($(compgen -W "$(${fn}_${source})" -- "$cur")${files})`;
}

function optionWords({ path, options }: CommandModel): string {
  const words = options.flatMap((option) => option.flags).join(' ');
  return `      '${path}') COMPREPLY=($(compgen -W '${words}' -- "$cur")) ;;`;
}

function positionWords(fn: string, { path, commands, args }: CommandModel): string[] {
  if (commands.length > 0) {
    const words = commands.map((one) => one.name).join(' ');
    return [`    '${path}|0') COMPREPLY=($(compgen -W '${words}' -- "$cur")) ;;`];
  }
  return args.flatMap(({ name, choices }, index) => {
    const fixed = `COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$cur"))`;
    const action = choices.length > 0 ? fixed : sourceAction(fn, name);
    return action === undefined ? [] : [`    '${path}|${index}') ${action} ;;`];
  });
}
