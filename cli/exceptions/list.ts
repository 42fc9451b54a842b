import { type Command, InvalidArgumentError } from "commander";
import { daysLeft, startOfDay } from "../../exceptions/dates";
import { type ExceptionEntry, SCOPE_PARTS } from "../../exceptions/register";
import { matchesGlob } from "../../techniques/glob";
import { STATUSES, type Status, statusOf } from "../../exceptions/status";
import type { Technique } from "../../techniques/technique";
import { ExitCode } from "../exit-codes";
import type { Io } from "../io";
import { day, technique, wholeNumber } from "./option-values";
import { judgingConfig, type RegisterFlags, usableRegister, withRegisterOptions } from "./register-source";
import { subcommand } from "../subcommand";
import type { Surroundings } from "./surroundings";
import { table } from "./table";
import { compareText } from "../../techniques/order";
import { examplesOf } from "./examples";

interface ListFlags extends RegisterFlags {
    readonly id?: string;
    readonly owner?: string;
    readonly technique?: Technique;
    readonly status?: Status;
    readonly expiring?: number;
    readonly on?: string;
    readonly json?: boolean;
}

/** `virtio-first exceptions list`. */
export function listCommand(io: Io, surroundings: Surroundings): Command {
    return withRegisterOptions(subcommand("list", io))
        .description("List the exceptions of a register, the first to end first.")
        .option("--id <glob>", "only these IDs")
        .option("--owner <glob>", "only these owners")
        .option("--technique <technique>", "only exceptions for this technique", technique)
        .option("--status <status>", `only what is ${STATUSES.join(", ")}`, status)
        .option("--expiring <days>", "only what holds now and ends within so many days", wholeNumber)
        .option("--on <day>", "as of this day (YYYY-MM-DD) in place of today", day)
        .option("--json", "write the entries as JSON")
        .addHelpText("after", examplesOf("list"))
        .action((flags: ListFlags) => list(flags, io, surroundings));
}

function list(flags: ListFlags, io: Io, surroundings: Surroundings): void {
    const register = usableRegister(judgingConfig(flags, surroundings), io);
    if (register === undefined) {
        return;
    }
    const now = flags.on === undefined ? surroundings.now() : new Date(startOfDay(flags.on));
    const entries = register.entries
        .filter((entry) => isWanted(entry, flags, now))
        .sort((one, other) => compareText(one.expires, other.expires) || compareText(one.id, other.id));
    if (flags.json === true) {
        const listed = entries.map((entry) => ({
            ...entry,
            status: statusOf(entry, now),
            daysLeft: Math.max(0, daysLeft(entry.expires, now)),
        }));
        io.out(JSON.stringify(listed, undefined, 2));
    } else if (entries.length === 0) {
        io.out(register.entries.length === 0 ? "The register has no exceptions." : "No exception fits.");
    } else {
        const headings = ["ID", "STATUS", "ENDS", "DAYS LEFT", "TECHNIQUES", "OWNER", "SCOPE", "MOVES TO"];
        table(
            headings,
            entries.map((entry) => rowOf(entry, now)),
        ).forEach((line) => io.out(line));
    }
    io.exit(ExitCode.ok);
}

function isWanted(entry: ExceptionEntry, flags: ListFlags, now: Date): boolean {
    const left = daysLeft(entry.expires, now);
    return (
        (flags.id === undefined || matchesGlob(flags.id, entry.id)) &&
        (flags.owner === undefined || matchesGlob(flags.owner, entry.owner)) &&
        (flags.technique === undefined || (entry.techniques as readonly Technique[]).includes(flags.technique)) &&
        (flags.status === undefined || statusOf(entry, now) === flags.status) &&
        (flags.expiring === undefined || (statusOf(entry, now) === "active" && left <= flags.expiring))
    );
}

function rowOf(entry: ExceptionEntry, now: Date): string[] {
    const scope = SCOPE_PARTS.flatMap((part) => {
        const patterns = entry.scope[part];
        return patterns === undefined ? [] : [`${part}: ${patterns.join(", ")}`];
    });
    const left = daysLeft(entry.expires, now);
    return [
        entry.id,
        statusOf(entry, now),
        entry.expires,
        left > 0 ? String(left) : "-",
        entry.techniques.join(", "),
        entry.owner,
        scope.join("; "),
        entry.transition?.target ?? "no plan",
    ];
}

function status(word: string): Status {
    const found = STATUSES.find((known) => known === word);
    if (found === undefined) {
        throw new InvalidArgumentError(`use one of ${STATUSES.join(", ")}.`);
    }
    return found;
}
