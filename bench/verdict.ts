/**
 * The time of a verdict must not grow with the register: compares registers of 100 and of 10,000 entries, by ID and by
 * resource pattern. Prints the ratio, and exits with 1 if it is above the limit.
 *
 *     npx tsx bench/verdict.ts
 */
import { performance } from "node:perf_hooks";
import { stringify } from "yaml";
import { parseRegister, registerFromEntries, type RegisterState } from "../exceptions/register";
import { judge, type Question } from "../exceptions/verdict";

const FEW = 100;
const MANY = 10_000;
const ROUNDS = 9;
const VERDICTS = 20_000;
/** Flat, with room for caches that no longer fit the processor's. */
const LIMIT = 2;

const now = new Date("2026-06-01T12:00:00Z");

function entryOf(index: number): object {
    return {
        id: `EXC-2026-${index}`,
        techniques: ["sriov"],
        scope: { stacks: ["prod"], resources: [`openstack:database/instance:Instance::db-${index}-*`] },
        reason: "The user plane needs more packets per second than the virtual switch gives.",
        owner: "upf-team",
        approvedBy: "platform-board",
        approvedOn: "2026-01-15",
        expires: "2026-12-31",
    };
}

function registerOf(size: number): RegisterState {
    return registerFromEntries(
        Array.from({ length: size }, (_, index) => entryOf(index)),
        "bench",
    );
}

function questionOf(index: number, carriesMarker: boolean): Question {
    const name = `db-${index}-a`;
    const type = "openstack:database/instance:Instance";
    return {
        techniques: ["sriov"],
        ids: carriesMarker ? [`EXC-2026-${index}`] : [],
        carriesMarker,
        subject: { urn: `urn:pulumi:prod::edge::${type}::${name}`, type, name, project: "edge", stack: "prod" },
    };
}

/** The best of some rounds, in microseconds for one verdict. */
function measure(state: RegisterState, questions: readonly Question[]): number {
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round++) {
        const start = performance.now();
        let granted = 0;
        for (let turn = 0; turn < VERDICTS; turn++) {
            const question = questions[turn % questions.length];
            if (question !== undefined && judge(question, state, { now }).granted) {
                granted++;
            }
        }
        best = Math.min(best, ((performance.now() - start) * 1000) / VERDICTS);
        if (granted !== VERDICTS) {
            throw new Error(`only ${granted} of ${VERDICTS} verdicts granted: the benchmark measures the wrong thing`);
        }
    }
    return best;
}

const few = registerOf(FEW);
const many = registerOf(MANY);
let failed = false;
for (const carriesMarker of [true, false]) {
    const questions = Array.from({ length: FEW }, (_, index) => questionOf(index, carriesMarker));
    measure(few, questions); // Compiles the code for both.
    const one = measure(few, questions);
    const other = measure(many, questions);
    const ratio = other / one;
    failed ||= ratio > LIMIT;
    const way = carriesMarker ? "by ID" : "by resource pattern";
    console.log(
        `verdict ${way}: ${one.toFixed(2)} µs with ${FEW} entries, ${other.toFixed(2)} µs with ${MANY}, ` +
            `ratio ${ratio.toFixed(2)} (limit ${LIMIT})`,
    );
}

const all = { exceptions: Array.from({ length: MANY }, (_, index) => entryOf(index)) };
for (const [form, text] of [
    ["JSON", JSON.stringify(all, undefined, 2)],
    ["YAML", stringify(all)],
] as const) {
    const start = performance.now();
    const parsed = parseRegister(text, "bench");
    console.log(`reading ${MANY} entries in ${form}: ${(performance.now() - start).toFixed(0)} ms (${parsed.state})`);
}
process.exitCode = failed ? 1 : 0;
