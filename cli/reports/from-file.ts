import { readFileSync } from "node:fs";
import { operationOfEvents } from "../../report/sources/engine-events";
import { stackOfState } from "../../report/sources/pulumi-state";
import { type Report, REPORT_VERSION } from "../../report/model";
import { at, isMap } from "../../techniques/value";
import { UsageError } from "../packs";
import { type Judging, reportOfEvents, reportOfSource } from "./of-source";
import { TOOL } from "./of-preview";

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
    if (value === undefined) {
        return reportOfEvents(operationOfEvents(linesOf(text, name)), name, judging, now);
    }
    if (isReport(value)) {
        return value;
    }
    if (Array.isArray(value) || at(value, "sequence") !== undefined) {
        return reportOfEvents(operationOfEvents(Array.isArray(value) ? value : [value]), name, judging, now);
    }
    const stack = stackOfState(value);
    if (stack === undefined) {
        throw new UsageError(`${name} holds no stack. ${WANTED}`);
    }
    return reportOfSource(stack, { kind: "state", name }, judging, now);
}

const WANTED =
    "Give what `pulumi stack export` writes, the engine's events (one JSON object a line), or a JSON report of this command.";

function textOf(name: string): string {
    try {
        return readFileSync(name === "-" ? 0 : name, "utf8");
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

/** The events, one a line; `pulumi` may have been interrupted in the last one. */
function linesOf(text: string, name: string): unknown[] {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    const events = lines.map(parsed);
    const broken = events.findIndex((event) => !isMap(event));
    if (lines.length === 0 || (broken !== -1 && broken < events.length - 1)) {
        throw new UsageError(
            `${name} is neither JSON nor JSON lines${broken === -1 ? "" : ` (line ${broken + 1})`}. ${WANTED}`,
        );
    }
    return events;
}

function isReport(value: unknown): value is Report {
    const isOurs = at(at(value, "tool"), "name") === TOOL && Array.isArray(at(value, "resources"));
    if (isOurs && at(value, "version") !== REPORT_VERSION) {
        throw new UsageError("this report was made by another version of this command; make it anew.");
    }
    return isOurs;
}
