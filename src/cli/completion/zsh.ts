import { type ArgumentModel, type CommandModel, type OptionModel, sourceOf } from './model.ts';

/** The completion script for zsh, from the tree: one function a command. */
export function zshScript(program: string, models: readonly CommandModel[]): string {
  return `#compdef ${program}
# zsh completion for ${program}; load it with: source <(${program} completion zsh)
_${program}_network() { local -a names=(\${(f)"$(${program} completion words network \${opt_args[--conf-dir]:+--conf-dir} \${opt_args[--conf-dir]} 2>/dev/null)"}); compadd -a names }
_${program}_netns() { local -a names=(\${(f)"$(${program} completion words netns 2>/dev/null)"}); compadd -a names; _files }

${models.map((model) => commandFunction(program, model)).join('\n\n')}

if [[ \${funcstack[1]} == _${program} ]]; then _${program} "$@"; else compdef _${program} ${program}; fi
`;
}

function commandFunction(program: string, model: CommandModel): string {
  const { options, commands, args } = model;
  const specs = [
    ...options.map((option) => optionSpec(program, option)),
    ...(commands.length > 0
      ? [`'1: :->command'`, `'*:: :->rest'`]
      : args.map((one, i) => argumentSpec(program, one, i))),
  ];
  const body = `  _arguments -S ${specs.map((spec) => `\\\n    ${spec}`).join(' ')}`;
  const opening = `${functionName(program, model.path)}() {\n  local curcontext="$curcontext" state line; typeset -A opt_args`;
  return [opening, body, ...(commands.length > 0 ? [dispatch(program, model)] : []), '}'].join('\n');
}

function dispatch(program: string, { path, commands }: CommandModel): string {
  const described = commands.map((one) => `      ${quote(`${one.name}:${one.about}`)}`).join('\n');
  const cases = commands
    .map((one) => `      ${one.name}) ${functionName(program, path === '' ? one.name : `${path} ${one.name}`)} ;;`)
    .filter((line) => !line.includes(') _silk_help'));
  return `  case $state in
  command)
    local -a commands=(
${described}
    )
    _describe command commands ;;
  rest)
    case $line[1] in
${cases.join('\n')}
    esac ;;
  esac`;
}

function functionName(program: string, path: string): string {
  return path === '' ? `_${program}` : `_${program}_${path.replaceAll(/[ -]/g, '_')}_command`;
}

function optionSpec(program: string, option: OptionModel): string {
  const value = option.takesValue ? `:${escapeSpec(option.value)}:${action(program, option.value)}` : '';
  const about = `[${escapeSpec(option.about).replaceAll(/[[\]]/g, '\\$&')}]`;
  return option.flags.map((flag) => quote(`*${flag}${about}${value}`)).join(' \\\n    ');
}

function argumentSpec(program: string, { name, choices }: ArgumentModel, index: number): string {
  const words = choices.length > 0 ? `(${choices.join(' ')})` : action(program, name);
  return quote(`${index + 1}:${escapeSpec(name)}:${words}`);
}

function action(program: string, name: string): string {
  const source = sourceOf(name);
  if (source === 'directory') return '_files -/';
  if (source === 'file') return '_files';
  return source === undefined ? ' ' : `_${program}_${source}`;
}

function escapeSpec(text: string): string {
  return text.replaceAll(/[\\:]/g, '\\$&');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
