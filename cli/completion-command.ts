import { type Command, Argument } from "commander";
import { FORMATS } from "../report/formats";
import { ExitCode } from "./exit-codes";
import type { Io } from "./io";
import { subcommand } from "./subcommand";

const SHELLS = ["bash", "zsh", "fish"] as const;

/** A command with the words that may follow it. */
interface Words {
    /** The command's name after `virtio-first`: `exceptions list`; empty for `virtio-first` itself. */
    readonly path: readonly string[];
    readonly commands: readonly string[];
    readonly options: readonly string[];
}

/**
 * `virtio-first completion SHELL`.
 *
 * @param root Gives the whole command once it is put together, whose words are completed.
 */
export function completionCommand(io: Io, root: () => Command): Command {
    return subcommand("completion", io)
        .description("Write a completion script for a shell.")
        .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
        .addHelpText("after", HELP)
        .action((shell: (typeof SHELLS)[number]) => {
            io.out(SCRIPTS[shell](wordsOf(root(), [])));
            io.exit(ExitCode.ok);
        });
}

const HELP = `
Examples:
  source <(virtio-first completion bash)                                          in ~/.bashrc
  source <(virtio-first completion zsh)                                           in ~/.zshrc, after compinit
  virtio-first completion fish > ~/.config/fish/completions/virtio-first.fish`;

function wordsOf(command: Command, path: readonly string[]): Words[] {
    const own = {
        path,
        commands: command.commands.map((child) => child.name()),
        options: [...command.options.flatMap(({ long }) => long ?? []), "--help"],
    };
    return [own, ...command.commands.flatMap((child) => wordsOf(child, [...path, child.name()]))];
}

const formats = Object.keys(FORMATS).join(" ");

const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], (all: readonly Words[]) => string>> = {
    bash: bashScript,
    zsh: (all) => `autoload -U +X bashcompinit && bashcompinit\n${bashScript(all)}`,
    fish: (all) =>
        all
            .flatMap(({ path, commands, options }) => {
                const after =
                    path.length === 0 ? "__fish_use_subcommand" : `__fish_seen_subcommand_from ${path.at(-1) ?? ""}`;
                return [
                    ...commands.map((word) => `complete -c virtio-first -n '${after}' -f -a ${word}`),
                    ...options.map((option) => `complete -c virtio-first -n '${after}' -l ${option.slice(2)}`),
                ];
            })
            .join("\n"),
};

/** The words after the longest command that stands on the line; a file where nothing else fits. */
function bashScript(all: readonly Words[]): string {
    const cases = all.map(
        ({ path, commands, options }) =>
            `        "${path.join(" ")}") words="${[...commands, ...options].join(" ")}" ;;`,
    );
    return `_virtio_first() {
    local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path="" words="" word next
    for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        next="\${path:+$path }$word"
        case "$next" in
            ${all.flatMap(({ path }) => (path.length === 0 ? [] : [`"${path.join(" ")}"`])).join("|")}) path="$next" ;;
        esac
    done
    case "$path" in
${cases.join("\n")}
    esac
    if [ "$previous" = "--output" ] || [ "$previous" = "-o" ]; then words="${formats}"; fi
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    if [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _virtio_first virtio-first`;
}
