import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { addDays, dayOf, isDay } from "../../exceptions/dates";
import { exceptionIdFault } from "../../exceptions/exception-id";
import { faultLine, parseRegister, SCOPE_PARTS, type ScopePart } from "../../exceptions/register";
import { type NewEntry, withEntry } from "../../exceptions/register-edit";
import { isTechnique, needsException, TECHNIQUES } from "../../techniques/technique";
import { ExitCode } from "../exit-codes";
import type { Io } from "../io";
import { UsageError } from "../packs";
import { contentOf, writeAtomically } from "../atomic-write";
import { day, technique, wholeNumber } from "./option-values";
import { collect, subcommand } from "../subcommand";
import type { Surroundings } from "./surroundings";
import { examplesOf } from "./examples";

interface Milestone {
    readonly name: string;
    readonly date: string;
}

interface NewFlags {
    readonly register: string;
    readonly id?: string;
    readonly technique?: readonly string[];
    readonly project?: readonly string[];
    readonly stack?: readonly string[];
    readonly resource?: readonly string[];
    readonly namespace?: readonly string[];
    readonly reason?: string;
    readonly owner?: string;
    readonly approvedBy?: string;
    readonly approvedOn?: string;
    readonly validFrom?: string;
    readonly expires?: string;
    readonly days?: number;
    readonly category?: string;
    readonly basis?: string;
    readonly implication?: string;
    readonly target?: string;
    readonly plan?: string;
    readonly milestone?: readonly Milestone[];
    readonly ticket?: string;
    readonly idPattern?: RegExp;
    readonly dryRun?: boolean;
}

/** `virtio-first exceptions new`. */
export function newCommand(io: Io, surroundings: Surroundings): Command {
    return subcommand("new", io)
        .description("Enter an exception in a register, in place: what is there stays as it is.")
        .option("-r, --register <file>", "the register; made if it is not there", "exceptions.yaml")
        .option("--id <id>", "the exception ID")
        .option("--technique <technique>", "what it allows; repeatable", (word: string, before?: string[]) =>
            collect(technique(word), before),
        )
        .option("--project <glob>", "a project that it is for; repeatable", collect)
        .option("--stack <glob>", "a stack that it is for; repeatable", collect)
        .option("--resource <pattern>", "a resource that it is for, as type::name or URN; repeatable", collect)
        .option("--namespace <glob>", "a Kubernetes namespace that it is for; repeatable", collect)
        .option("--reason <text>", "why the workload needs it")
        .option("--owner <name>", "who answers for the workload")
        .option("--approved-by <name>", "who approved it")
        .option("--approved-on <day>", "the day of the approval; today where it is left out", day)
        .option("--valid-from <day>", "its first day; the day of the approval where it is left out", day)
        .option("--expires <day>", "its last day", day)
        .option("--days <number>", "how many days it holds, the first and the last one counted", wholeNumber)
        .option("--category <category>", "waiver or mitigated")
        .option("--basis <id>", "the Anuket exception that it rests on, such as ra2.exc.tec.001, or none")
        .option("--implication <text>", "what follows from it")
        .option("--target <technique>", "the technique that takes its place")
        .option("--plan <url>", "the address of the plan")
        .option("--milestone <name=day>", "a step of the plan; repeatable", milestone)
        .option("--ticket <id>", "the change that holds the approval")
        .option("--id-pattern <regex>", "the operator's own form of IDs", pattern)
        .option("--dry-run", "write the register to standard output, and leave the file")
        .addHelpText(
            "after",
            "\nWhat is needed and not given is asked for, in a terminal: ID, technique, scope, reason, owner, approver, last day.",
        )
        .addHelpText("after", examplesOf("new"))
        .action((flags: NewFlags) => enter(flags, io, surroundings));
}

async function enter(flags: NewFlags, io: Io, surroundings: Surroundings): Promise<void> {
    if (flags.expires !== undefined && flags.days !== undefined) {
        throw new UsageError("--expires and --days are both given; keep one.");
    }
    const path = resolve(surroundings.cwd, flags.register);
    const before = contentOf(path);
    const options = flags.idPattern === undefined ? {} : { pattern: flags.idPattern };
    const state =
        before === undefined || before.trim() === "" ? undefined : parseRegister(before, flags.register, options);
    if (state?.state === "faulty") {
        state.faults.forEach((fault) => io.err(faultLine(fault)));
        io.err("The register has faults, so nothing is entered. Correct them first.");
        io.exit(ExitCode.refused);
        return;
    }
    const ids = state?.state === "ready" ? state.register.entries.map((entry) => entry.id) : [];
    const entry = await completed(flags, ids, io, surroundings);
    const edited = withEntry(before, entry, flags.register, options);
    if ("faults" in edited) {
        edited.faults.forEach((fault) => io.err(faultLine(fault)));
        io.err("Nothing is entered.");
        io.exit(ExitCode.refused);
        return;
    }
    edited.warnings.forEach((warning) => io.err(faultLine(warning)));
    if (flags.dryRun === true) {
        io.out(edited.text.trimEnd());
    } else {
        writeAtomically(path, edited.text, before);
        io.out(`${entry.id} is entered in ${flags.register}, until ${entry.expires}.`);
    }
    io.exit(ExitCode.ok);
}

/** One thing that an entry needs, and how it is asked for. */
interface Need {
    readonly flag: string;
    readonly question: string;
    readonly suggestion?: string;
    /** What is wrong with an answer, or `undefined`. */
    readonly fault: (answer: string) => string | undefined;
}

/** The entry as the flags give it; what is missing is asked for. */
async function completed(
    flags: NewFlags,
    ids: readonly string[],
    io: Io,
    { ask, now }: Surroundings,
): Promise<NewEntry> {
    const today = dayOf(now());
    const missing: string[] = [];
    const need = async (given: string | undefined, wanted: Need): Promise<string> => {
        if (given !== undefined) {
            return given;
        }
        if (ask === undefined) {
            missing.push(wanted.flag);
            return "";
        }
        const suggestion = wanted.suggestion === undefined ? "" : ` [${wanted.suggestion}]`;
        for (;;) {
            const answer = (await ask(`${wanted.question}${suggestion}: `)).trim() || (wanted.suggestion ?? "");
            const fault = wanted.fault(answer);
            if (fault === undefined) {
                return answer;
            }
            io.err(`  ${fault}`);
        }
    };
    const text = (answer: string): string | undefined => (answer === "" ? "Write something." : undefined);
    const aDay = (answer: string): string | undefined =>
        isDay(answer) ? undefined : "Give a day that the calendar has, written YYYY-MM-DD.";

    const id = await need(flags.id, {
        flag: "--id",
        question: "Exception ID",
        suggestion: nextId(ids, today),
        fault: (answer) => {
            const fault = exceptionIdFault(answer, flags.idPattern);
            return ids.includes(answer) ? "The register has that ID already." : fault && `The ID ${fault}.`;
        },
    });
    const techniques = await need(flags.technique?.join(","), {
        flag: "--technique",
        question: `Techniques (${TECHNIQUES.filter(needsException).join(", ")})`,
        suggestion: "sriov",
        fault: (answer) =>
            words(answer).length > 0 && words(answer).every((word) => isTechnique(word) && needsException(word))
                ? undefined
                : "Give one or more of them, with commas between.",
    });
    const scope = await scopeOf(flags, need, ask !== undefined, missing);
    const reason = await need(flags.reason, { flag: "--reason", question: "Reason", fault: text });
    const owner = await need(flags.owner, { flag: "--owner", question: "Owner", fault: text });
    const approvedBy = await need(flags.approvedBy, { flag: "--approved-by", question: "Approved by", fault: text });
    const approvedOn = flags.approvedOn ?? today;
    const start = flags.validFrom ?? approvedOn;
    const expires = await need(flags.days === undefined ? flags.expires : addDays(start, flags.days - 1), {
        flag: "--expires or --days",
        question: "Last day",
        suggestion: addDays(start, 180),
        fault: aDay,
    });
    if (missing.length > 0) {
        throw new UsageError(`an exception needs ${missing.join(", ")}.`);
    }
    const { target, plan, milestone: milestones, validFrom, category, basis, implication, ticket } = flags;
    const transition = {
        ...(target !== undefined && { target }),
        ...(plan !== undefined && { plan }),
        ...(milestones !== undefined && { milestones }),
    };
    return {
        id,
        techniques: words(techniques) as unknown as NewEntry["techniques"],
        scope,
        reason,
        owner,
        approvedBy,
        approvedOn,
        ...(validFrom !== undefined && { validFrom }),
        expires,
        ...(category !== undefined && { category: category as "waiver" | "mitigated" }),
        ...(basis !== undefined && { basis }),
        ...(implication !== undefined && { implication }),
        ...(Object.keys(transition).length > 0 && { transition }),
        ...(ticket !== undefined && { ticket }),
    };
}

const SCOPE_FLAGS: Readonly<Record<ScopePart, "project" | "stack" | "resource" | "namespace">> = {
    projects: "project",
    stacks: "stack",
    namespaces: "namespace",
    resources: "resource",
};

async function scopeOf(
    flags: NewFlags,
    need: (given: string | undefined, wanted: Need) => Promise<string>,
    canAsk: boolean,
    missing: string[],
): Promise<NewEntry["scope"]> {
    const given = Object.fromEntries(
        SCOPE_PARTS.flatMap((part) => {
            const patterns = flags[SCOPE_FLAGS[part]];
            return patterns === undefined ? [] : [[part, patterns]];
        }),
    );
    if (Object.keys(given).length > 0) {
        return given;
    }
    if (!canAsk) {
        missing.push("--project, --stack, --resource or --namespace");
        return {};
    }
    const answers: Record<string, string[]> = {};
    for (;;) {
        for (const part of ["projects", "stacks", "resources", "namespaces"]) {
            const question = `Scope, ${part} (patterns with commas between; empty for any)`;
            const patterns = words(await need(undefined, { flag: "", question, fault: () => undefined }));
            if (patterns.length > 0) {
                answers[part] = patterns;
            }
        }
        if (Object.keys(answers).length > 0) {
            return answers;
        }
    }
}

function words(text: string): string[] {
    return text
        .split(",")
        .map((word) => word.trim())
        .filter((word) => word !== "");
}

/** The next free ID in the usual form, such as `EXC-2026-015`. */
function nextId(ids: readonly string[], today: string): string {
    const prefix = `EXC-${today.slice(0, 4)}-`;
    const numbers = ids.flatMap((id) =>
        id.startsWith(prefix) && /^\d+$/.test(id.slice(prefix.length)) ? [Number(id.slice(prefix.length))] : [],
    );
    return `${prefix}${String(Math.max(0, ...numbers) + 1).padStart(3, "0")}`;
}

function milestone(text: string, before: readonly Milestone[] = []): Milestone[] {
    const equals = text.lastIndexOf("=");
    if (equals < 1) {
        throw new InvalidArgumentError("write it as NAME=YYYY-MM-DD.");
    }
    return [...before, { name: text.slice(0, equals), date: day(text.slice(equals + 1)) }];
}

function pattern(text: string): RegExp {
    try {
        return new RegExp(text);
    } catch {
        throw new InvalidArgumentError("give a regular expression.");
    }
}
