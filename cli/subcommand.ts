import { Command } from "commander";
import type { Io } from "./io";

/** A command that writes through `io` and never ends the process: how it was called wrongly is thrown to the caller. */
export function subcommand(name: string, io: Io): Command {
    return new Command(name)
        .exitOverride()
        .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) })
        .showSuggestionAfterError();
}

/** Gathers a repeatable option. */
export function collect(value: string, before: readonly string[] | undefined): string[] {
    return [...(before ?? []), value];
}
