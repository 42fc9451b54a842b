import { readFileSync } from "node:fs";
import { isEngineEvent, operationOfEvents } from "../../report/sources/engine-events";
import { stackOfState } from "../../report/sources/pulumi-state";
import { type Report, REPORT_VERSION } from "../../report/model";
import { at, isMap } from "../../techniques/value";
import { UsageError } from "../packs";
import { type Judging, reportOfEvents, reportOfSource } from "./of-source";
import { schemaFault } from "./schema-fault";
import { TOOL } from "./tool";

/**
 * The report of a file that somebody else wrote; what it is shows in its content: a stack's state, the events of the
 * real engine, or a report of this command.
 *
 * @param name The file, or `-` for standard input.
 * @throws {@link UsageError} if it cannot be read or is none of these.
 */
export function reportFromFile(name: string, judging: Judging, now: Date): Report {
    const text = textOf(name);
    const value = parsed(text);
    if (value === undefined || Array.isArray(value) || isEngineEvent(value)) {
        return reportOfEvents(operationOfEvents(eventsOf(value, text, name)), name, judging, now);
    }
    if (at(at(value, "tool"), "name") === TOOL) {
        return checkedReport(value, name);
    }
    const stack = stackOfState(value);
    if (stack === undefined) {
        throw new UsageError(`${name} ${whyNoStack(value)} ${WANTED}`);
    }
    return reportOfSource(stack, { kind: "state", name }, judging, now);
}

const WANTED =
    "Give what `pulumi stack export` writes, the engine's events (one JSON object a line), or a JSON report of this command.";

function textOf(name: string): string {
    try {
        // Some shells begin what they redirect with a byte order mark.
        return readFileSync(name === "-" ? 0 : name, "utf8").replace(/^\ufeff/, "");
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        throw new UsageError(
            code === "ENOENT"
                ? `${name} is not there; correct the path.`
                : `${name} cannot be read (${code ?? "error"}).`,
        );
    }
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** The events of a list, or one a line; `pulumi` may have been interrupted in the last line. */
function eventsOf(value: unknown, text: string, name: string): unknown[] {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    const events = value === undefined ? lines.map(parsed) : Array.isArray(value) ? value : [value];
    const broken = events.findIndex((event) => !isMap(event));
    const interrupted = value === undefined && broken === events.length - 1;
    if (broken !== -1 && !interrupted) {
        const place = value === undefined ? ` (line ${broken + 1})` : "";
        throw new UsageError(`${name} is neither JSON nor JSON lines${place}. ${WANTED}`);
    }
    if (!events.some(isEngineEvent)) {
        throw new UsageError(`${name} holds ${text.trim() === "" ? "nothing" : "no event of the engine"}. ${WANTED}`);
    }
    return events;
}

function whyNoStack(value: unknown): string {
    if (Array.isArray(at(value, "steps"))) {
        return (
            "is what `pulumi preview --json` writes, which says nothing of policies: " +
            "set PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true for it."
        );
    }
    return isMap(at(value, "deployment")) ? "holds a stack without resources." : "holds no stack.";
}

/** A report of this command, held against its own schema: somebody may have changed it since. */
function checkedReport(value: unknown, name: string): Report {
    if (at(value, "version") !== REPORT_VERSION) {
        throw new UsageError(`${name} is a report of another version of this command; make it anew.`);
    }
    const fault = schemaFault("report", value);
    if (fault !== undefined) {
        throw new UsageError(`${name} is no whole report: ${fault}. Make it anew.`);
    }
    return value as Report;
}
