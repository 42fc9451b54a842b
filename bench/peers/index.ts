/**
 * Other policy tools on the same Kubernetes manifests and the same rule on SR-IOV, each in its own idiom, as whole
 * processes with a cold start. What every tool refuses is compared with what the generator knows. A tool that is not on PATH is
 * named as absent.
 *
 *     npm run build && npx tsx bench/peers [--sizes 10,100,1000,10000] [--rounds 3] [--json]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { median } from "../median";
import { manifests } from "./manifests";
import { peers } from "./peers";

const { values } = parseArgs({
    options: {
        sizes: { type: "string", default: "10,100,1000,10000" },
        rounds: { type: "string", default: "3" },
        json: { type: "boolean", default: false },
    },
});
const SIZES = values.sizes.split(",").map(Number);
const ROUNDS = Number(values.rounds);
/** A tool that takes longer is told as such, and not tried again. */
const LONGEST = 120_000;
const OURS = "virtio-first audit";
/** Seconds, on ten objects. */
const START_LIMIT = 0.15;

interface Row {
    readonly peer: string;
    readonly objects: number;
    readonly seconds: number | undefined;
    readonly note: string;
}

const folder = mkdtempSync(join(tmpdir(), "bench-peers-"));
const rows: Row[] = [];
try {
    for (const objects of SIZES) {
        const { text, refused } = manifests(objects);
        const file = join(folder, `manifests-${objects}.yaml`);
        writeFileSync(file, text);
        for (const { name, program, args, refusedIn } of peers(folder)) {
            const before = rows.find((row) => row.peer === name && row.seconds === undefined);
            if (before !== undefined) {
                rows.push({ peer: name, objects, seconds: undefined, note: before.note });
                continue;
            }
            const times: number[] = [];
            let note = "";
            for (let round = 0; round < ROUNDS && note === ""; round++) {
                const start = performance.now();
                const { stdout, stderr, error } = spawnSync(program, args(file), {
                    encoding: "utf8",
                    maxBuffer: 2 ** 30,
                    timeout: LONGEST,
                    env: { ...process.env, CI: "true" },
                });
                times.push((performance.now() - start) / 1000);
                if (error !== undefined) {
                    const { code } = error as NodeJS.ErrnoException;
                    note =
                        code === "ENOENT"
                            ? "absent"
                            : code === "ETIMEDOUT"
                              ? `more than ${LONGEST / 1000} s`
                              : String(code);
                } else if (round === 0) {
                    note = differs(refused, refusedIn(stdout, stderr));
                }
            }
            rows.push({ peer: name, objects, seconds: note === "" ? median(times) : undefined, note });
        }
    }
} finally {
    rmSync(folder, { recursive: true, force: true });
}

if (values.json) {
    console.log(JSON.stringify(rows));
} else {
    for (const { peer, objects, seconds, note } of rows) {
        const ours = rows.find((row) => row.peer === OURS && row.objects === objects)?.seconds;
        const ratio = seconds === undefined || ours === undefined ? "" : `, ${(seconds / ours).toFixed(2)} times ours`;
        console.log(`${objects} objects, ${peer}: ${seconds === undefined ? note : `${seconds.toFixed(2)} s${ratio}`}`);
    }
}
const ours = (objects: number): number =>
    rows.find((row) => row.peer === OURS && row.objects === objects)?.seconds ?? NaN;
const slower = rows.filter(
    ({ peer, objects, seconds }) =>
        seconds !== undefined &&
        objects >= 1000 &&
        !(ours(objects) <= seconds) &&
        !/^(node|virtio-first|opa)/.test(peer),
);
const late = SIZES.includes(10) && !(ours(10) <= START_LIMIT);
slower.forEach(({ peer, objects }) => console.error(`${peer} is ahead at ${objects} objects`));
if (late) {
    console.error(`ten objects take ${ours(10).toFixed(2)} s, above ${START_LIMIT} s`);
}
process.exitCode = slower.length > 0 || late ? 1 : 0;

function differs(expected: ReadonlySet<string>, found: ReadonlySet<string> | number): string {
    const same =
        typeof found === "number"
            ? found === expected.size
            : found.size === expected.size && [...expected].every((one) => found.has(one));
    return same ? "" : `refuses ${typeof found === "number" ? found : found.size} in place of ${expected.size}`;
}
