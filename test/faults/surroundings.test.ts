import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"; // prettier-ignore
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, root } from "../cli/support";

const main = join(root, "bin", "cli", "main.js");
const REFUSED = join(root, "examples", "refused");
const PASSING = join(root, "examples", "openstack-virtio");
const FULL = "/dev/full";
const NOBODY = 65_534;

interface Ran {
    readonly code: number | null;
    readonly out: string;
    readonly err: string;
}

function run(args: readonly string[], options: Parameters<typeof spawnSync>[2] = {}): Ran {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { ...options, encoding: "utf8" });
    return { code: status, out: stdout ?? "", err: stderr ?? "" };
}

/** The processes that a process has started, and theirs, by what the system tells. */
function descendants(of: number): number[] {
    const parents = readdirSync("/proc").flatMap((name) => {
        try {
            const stat = readFileSync(join("/proc", name, "stat"), "utf8");
            const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
            return /^\d+$/.test(name) ? [[Number(name), parent] as const] : [];
        } catch {
            return [];
        }
    });
    const found = [of];
    for (const one of found) {
        found.push(...parents.filter(([, parent]) => parent === one).map(([child]) => child));
    }
    return found.slice(1);
}

function lives(process_: number): boolean {
    try {
        // A process that has ended and was not waited for is none.
        return !/\) Z/.test(readFileSync(`/proc/${process_}/stat`, "utf8"));
    } catch {
        return false;
    }
}

describe("faults of the surroundings", function () {
    this.timeout(120_000);
    let folder: string;
    before(build);
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "faults-"))));
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const onFullDisk = existsSync(FULL) ? it : it.skip;
    const title = existsSync(FULL) ? "" : " (skipped: this system has no /dev/full)";

    onFullDisk(`a full disk under standard output is no pass${title}`, () => {
        const full = openSync(FULL, "w");
        try {
            for (const args of [
                ["preview", PASSING],
                ["audit", join(root, "examples", "estate", "clusters")],
            ]) {
                const { code, err } = run(args, { stdio: ["ignore", full, "pipe"] });
                assert.equal(code, 3, args.join(" "));
                assert.match(err, /^standard output cannot be written \(ENOSPC\)/m);
                assert.doesNotMatch(err, /^ {4}at /m);
            }
        } finally {
            closeSync(full);
        }
    });

    onFullDisk(`a report that cannot be written is no pass, and the file is named${title}`, () => {
        symlinkSync(FULL, join(folder, "report.json"));
        const { code, err } = run(["preview", PASSING, "-o", `json=${join(folder, "report.json")}`]);
        assert.notEqual(code, 0);
        assert.match(err, /report\.json/);
        const { code: nowhere, err: why } = run([
            "preview",
            PASSING,
            "-o",
            `html=${join(folder, "no", "such", "r.html")}`,
        ]);
        assert.notEqual(nowhere, 0);
        assert.match(why, /r\.html/);
    });

    it("no HOME, and a HOME that cannot be written, change no verdict", () => {
        const home = join(folder, "home");
        mkdirSync(home);
        chmodSync(home, 0o500);
        const homeless = { ...process.env };
        delete homeless["HOME"];
        for (const env of [homeless, { ...process.env, HOME: home }, { ...process.env, HOME: join(folder, "gone") }]) {
            assert.equal(run(["preview", PASSING], { env }).code, 0);
            assert.equal(run(["preview", REFUSED], { env }).code, 1);
        }
    });

    it("a register that there are no rights to read refuses what rests on it", function () {
        const register = join(folder, "exceptions.yaml");
        writeFileSync(register, "exceptions: []\n");
        writeFileSync(join(folder, "config.json"), JSON.stringify({ "paravirtual-io": { registerFile: register } }));
        chmodSync(folder, 0o755);
        chmodSync(register, 0o000);
        const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
        const manifest = join(root, "examples", "estate", "clusters", "edge");
        const { code, out } = run(
            ["audit", manifest, "--policy-pack-config", join(folder, "config.json"), "--json"],
            identity,
        );
        assert.equal(code, 1);
        assert.match(out, /register-fault/);
    });

    it("a register that is a broken link refuses as well", () => {
        symlinkSync(join(folder, "gone.yaml"), join(folder, "exceptions.yaml"));
        const manifest = join(root, "examples", "estate", "clusters", "edge");
        const { code, err } = run(["audit", manifest, "--register", join(folder, "exceptions.yaml")]);
        assert.ok(code === 1 || code === 2, String(code));
        assert.match(err, /exceptions\.yaml|mandatory/);
    });

    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const) {
        it(`${signal} in the middle of a preview ends all that it started, and is no pass`, async () => {
            const program = join(folder, "program");
            mkdirSync(program);
            writeFileSync(join(program, "Pulumi.yaml"), "name: slow\nruntime: nodejs\n");
            writeFileSync(join(program, "package.json"), '{ "main": "index.js" }');
            const begun = join(folder, "begun");
            writeFileSync(
                join(program, "index.js"),
                `require("fs").writeFileSync(${JSON.stringify(begun)}, ""); setInterval(() => {}, 1000); exports.never = new Promise(() => {});`,
            );
            symlinkSync(join(root, "node_modules"), join(program, "node_modules"));
            const child = spawn(process.execPath, [main, "preview", program], { stdio: "ignore" });
            const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
            await until(() => existsSync(begun));
            const started = descendants(child.pid ?? 0);
            assert.ok(started.length > 0);
            child.kill(signal);
            assert.notEqual(await ended, 0);
            await until(() => !started.some(lives));
        });
    }

    it("a thousand findings are all told, once each", () => {
        const many = Array.from({ length: 1000 }, (_, index) =>
            JSON.stringify({
                apiVersion: "v1",
                kind: "Pod",
                metadata: { name: `p${index}` },
                spec: { containers: [{ name: "c", resources: { limits: { "nvidia.com/gpu": "1" } } }] },
            }),
        );
        const file = join(folder, "many.yaml");
        writeFileSync(file, many.join("\n---\n"));
        const { code, out } = run(["audit", file, "--no-color"], { maxBuffer: 2 ** 26 });
        assert.equal(code, 1);
        assert.equal(new Set(out.match(/p\d+ \(kubernetes:core\/v1:Pod, /g)).size, 1000);
        assert.match(out, /1000 refused/);
    });
});

/** Waits for what must come, and fails where it does not. */
async function until(what: () => boolean): Promise<void> {
    for (const start = Date.now(); !what(); await new Promise((resolve) => setImmediate(resolve))) {
        assert.ok(Date.now() - start < 30_000, "it did not come within half a minute");
    }
}
