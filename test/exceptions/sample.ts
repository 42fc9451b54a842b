import assert from "node:assert/strict";
import type { ExceptionEntry, Register, RegisterFault, RegisterState } from "../../exceptions/register";
import { parseRegister } from "../../exceptions/register";
import type { Question, Subject } from "../../exceptions/verdict";

export const PORT_TYPE = "openstack:networking/port:Port";

/** The middle of the validity of {@link entry}. */
export const NOW = new Date("2026-06-15T12:00:00Z");

export function entry(over: Partial<ExceptionEntry> = {}): ExceptionEntry {
    return {
        id: "EXC-2026-014",
        techniques: ["sriov"],
        scope: { stacks: ["prod"] },
        reason: "The user plane needs more packets per second than the virtual switch gives.",
        owner: "upf-team",
        approvedBy: "platform-board",
        approvedOn: "2026-01-15",
        validFrom: "2026-01-15",
        expires: "2026-12-31",
        category: "waiver",
        ...over,
    };
}

export function subject(over: Partial<Omit<Subject, "urn">> = {}): Subject {
    const parts = { type: PORT_TYPE, name: "upf-n3", project: "edge", stack: "prod", ...over };
    return { urn: `urn:pulumi:${parts.stack}::${parts.project}::${parts.type}::${parts.name}`, ...parts };
}

export function question(over: Partial<Question> = {}): Question {
    return { techniques: ["sriov"], ids: ["EXC-2026-014"], subject: subject(), ...over };
}

export function ready(...entries: ExceptionEntry[]): RegisterState {
    return { state: "ready", register: { entries, source: "exceptions.yaml" }, warnings: [] };
}

/** One entry as YAML; each field can be given another line, or none. */
export function yamlEntry(over: Readonly<Record<string, string | undefined>> = {}): string {
    const fields: Record<string, string | undefined> = {
        id: "EXC-2026-014",
        techniques: "[sriov]",
        scope: "{ stacks: [prod] }",
        reason: "The user plane needs it.",
        owner: "upf-team",
        approvedBy: "platform-board",
        approvedOn: "2026-01-15",
        expires: "2026-12-31",
        ...over,
    };
    const lines = Object.entries(fields).flatMap(([field, text]) => (text === undefined ? [] : [`${field}: ${text}`]));
    return lines.map((line, index) => `${index === 0 ? "  - " : "    "}${line}\n`).join("");
}

export function yamlRegister(...entries: string[]): string {
    return `exceptions:\n${entries.join("")}`;
}

export function readyRegister(state: RegisterState): { register: Register; warnings: readonly RegisterFault[] } {
    assert.equal(state.state, "ready", JSON.stringify(state));
    assert.ok(state.state === "ready");
    return state;
}

export function faultsOf(state: RegisterState): readonly RegisterFault[] {
    assert.ok(state.state === "faulty", `expected a faulty register, got ${JSON.stringify(state)}`);
    assert.ok(state.faults.length > 0);
    return state.faults;
}

/** The faults of a register's text. */
export function faultsIn(text: string): readonly RegisterFault[] {
    return faultsOf(parseRegister(text, "exceptions.yaml"));
}
