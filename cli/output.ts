import { appendFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { Format } from "../report/format-options";
import { FORMATS, type FormatName } from "../report/formats";
import { contentOf, writeAtomically } from "./atomic-write";
import { rules } from "../policy-pack/rules";
import type { Io } from "./io";
import { UsageError } from "./packs";

/** Where a report goes: a format, and a file unless it is standard output. */
export interface OutputTarget<Name extends string = FormatName> {
    readonly format: Name;
    readonly file?: string;
}

/** The formats of one kind of result, by their names. `text` and `json` are among them. */
export type FormatsOf<Result, Name extends string> = Readonly<Record<Name, Format<Result>>>;

/** The options that say how a report is printed. */
export interface OutputFlags<Name extends string = FormatName> {
    readonly output?: readonly OutputTarget<Name>[];
    readonly json?: boolean;
    readonly color: boolean;
}

/**
 * Adds the options of {@link OutputFlags}.
 *
 * @param known The formats there are; those of a report where it is left out.
 */
export function withOutputOptions(
    command: Command,
    known: Readonly<Record<string, { readonly description: string }>> = FORMATS,
): Command {
    const formats = Object.entries(known).map(([name, { description }]) => `${name} (${description})`);
    return command
        .option(
            "-o, --output <format[=file]>",
            `how to print the report, and where to; repeatable. Formats: ${formats.join(", ")}`,
            (value: string, before: readonly OutputTarget<string>[] | undefined) =>
                collectTargets(value, before, Object.keys(known)),
        )
        .option("--json", "the same as --output json")
        .option("--no-color", "no colour");
}

/**
 * The targets that the options name; the terminal's format on standard output where they name none for it.
 *
 * @throws {@link UsageError} if they name several for it.
 */
export function targetsOf<Name extends string = FormatName>(
    flags: OutputFlags<Name | "json">,
): OutputTarget<Name | "text" | "json">[] {
    const named: OutputTarget<Name | "text" | "json">[] = [
        ...(flags.output ?? []),
        ...(flags.json === true ? [{ format: "json" } as const] : []),
    ];
    const printed = named.filter(({ file }) => file === undefined);
    if (printed.length > 1) {
        const formats = printed.map(({ format }) => format).join(", ");
        throw new UsageError(
            `only one format can go to standard output, not ${formats}; give the others a file (FORMAT=FILE).`,
        );
    }
    return printed.length === 1 ? named : [{ format: "text" }, ...named];
}

/** True if the page for people stands on standard output. */
export function printsText(targets: readonly OutputTarget<string>[]): boolean {
    return targets.some(({ format, file }) => format === "text" && file === undefined);
}

/**
 * Prints a report to every target. Files are written whole or not at all.
 *
 * @throws {@link UsageError} if a file cannot be written.
 */
export async function writeReport<Result, Name extends string>(
    result: Result,
    targets: readonly OutputTarget<Name>[],
    flags: Pick<OutputFlags, "color">,
    io: Io,
    formats: FormatsOf<Result, Name>,
): Promise<void> {
    for (const { format, file } of targets) {
        const text = await formats[format].render(result, {
            colour: file === undefined && io.colour && flags.color,
            rules,
            ...(file === undefined && io.width !== undefined && { width: io.width }),
        });
        if (file === undefined) {
            io.out(text);
        } else {
            writeTo(file, `${text.trimEnd()}\n`);
        }
    }
}

function writeTo(file: string, text: string): void {
    const path = resolve(file);
    try {
        if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
            // A pipe or a device takes what is written to it; it cannot be replaced by a file.
            appendFileSync(path, text);
        } else {
            writeAtomically(path, text, contentOf(path));
        }
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        throw new UsageError(`${file} cannot be written (${code ?? message}); name another file, or make its folder.`);
    }
}

/** What stands for standard output where a file is asked for. */
const STANDARD_OUTPUT: readonly (string | undefined)[] = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

function collectTargets(
    value: string,
    before: readonly OutputTarget<string>[] | undefined,
    known: readonly string[],
): OutputTarget<string>[] {
    const equals = value.indexOf("=");
    const format = equals === -1 ? value : value.slice(0, equals);
    const named = equals === -1 ? undefined : value.slice(equals + 1);
    const file = STANDARD_OUTPUT.includes(named) ? undefined : named;
    if (!known.includes(format)) {
        throw new InvalidArgumentError(`the formats are ${known.join(", ")}.`);
    }
    if (file === "") {
        throw new InvalidArgumentError("name the file after the =.");
    }
    return [...(before ?? []), { format, ...(file !== undefined && { file }) }];
}
