import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

import type { PreviewResult } from "../../preview";
import { findingLines, folder, gone, IDLE_POLICY, pack, pidIn, preview, project, removeWritten, ROOT } from "./support";

const RESOURCE = `const openstack = require("@pulumi/openstack");
    const net = new openstack.networking.Network("net", { name: "blue" });`;

const REFUSES_BLUE = `{ name: "no-blue", description: "No blue.", enforcementLevel: "mandatory",
    validateResource: (args, report) => { if (args.props.name === "blue") report("blue"); } },
    { name: "stack", description: "Looks at the stack.", enforcementLevel: "mandatory",
    validateStack: (args, report) => { report("the stack was judged"); } }`;

function ends(result: PreviewResult, exitCode: number, reason: RegExp): void {
    assert.deepEqual(result.diagnostics.at(-1), { severity: "error", message: result.reason, source: "preview" });
    assert.equal(result.exitCode, exitCode, result.reason);
    assert.match(result.reason ?? "", reason);
}

describe("a preview that is called wrongly", () => {
    after(removeWritten);

    it("ends with 2 where the folder is not there", async () => {
        ends(await preview("/nowhere/at/all"), 2, /There is no folder \/nowhere\/at\/all/);
    });

    it("ends with 2 where there is no Pulumi.yaml, here or above", async () => {
        ends(await preview(folder({}, false)), 2, /no Pulumi\.yaml in .* or above/);
    });

    it("ends with 2 where the stack is not there, and names those that are", async () => {
        const dir = project(RESOURCE, { "Pulumi.dev.yaml": "", "Pulumi.test.yaml": "" });
        ends(await preview(dir, { stack: "prod" }), 2, /There is no stack prod.*There is: dev, test\./);
        ends(await preview(dir), 2, /several stacks \(dev, test\).*--stack/);
    });

    it("ends with 2 where Pulumi.yaml is no YAML, or names nothing", async () => {
        ends(await preview(project("", { "Pulumi.yaml": "name: [" })), 2, /Pulumi\.yaml is no YAML/);
        ends(await preview(project("", { "Pulumi.yaml": "runtime: nodejs" })), 2, /has no name/);
        ends(await preview(project("", { "Pulumi.yaml": "name: a" })), 2, /names no runtime/);
        ends(
            await preview(project("", { "Pulumi.yaml": "name: a\nruntime: nodejs\nmain: infra" })),
            2,
            /infra, which is not there/,
        );
    });

    it("ends with 2 where a secret value cannot be decrypted, naming the key and the way out", async () => {
        const dir = project(RESOURCE, {
            "Pulumi.dev.yaml": "config:\n  shop:token:\n    secure: AAABAKx\n  openstack:password:\n    secure: BBB\n",
        });
        ends(
            await preview(dir, { config: { "openstack:password": "pw" } }),
            2,
            /cannot be decrypted.*shop:token.*--config token=VALUE/,
        );
        const result = await preview(dir, { config: { token: "t", "openstack:password": "pw" } });
        assert.equal(result.exitCode, 0, result.reason);
    });

    it("ends with 3 for a runtime that is not Node.js", async () => {
        ends(
            await preview(project("", { "Pulumi.yaml": "name: a\nruntime: go" })),
            3,
            /runtime go.*Use pulumi preview/,
        );
    });

    it("ends with 3 for configuration of Pulumi ESC", async () => {
        const dir = project(RESOURCE, { "Pulumi.dev.yaml": "environment:\n  - prod\n" });
        ends(await preview(dir), 3, /Pulumi ESC.*pulumi preview/);
    });

    it("ends with 3 where the SDK is not installed", async () => {
        const dir = folder({ "Pulumi.yaml": "name: a\nruntime: nodejs\n", "index.js": "" }, false);
        ends(await preview(dir), 3, /@pulumi\/pulumi is not installed.*npm install/);
    });
});

describe("a program that fails", () => {
    after(removeWritten);

    const judged = async (program: string): Promise<PreviewResult> =>
        await preview(project(program), { policyPacks: [{ dir: pack(REFUSES_BLUE) }] });

    it("ends with 1 where it throws: what it registered is judged, the stack is not", async () => {
        const result = await judged(`${RESOURCE}
            module.exports = net.urn.apply(() => new Promise((resolve) => setTimeout(resolve, 50))).apply(() => { throw new Error("no more"); });`);
        ends(result, 1, /The program failed:[\s\S]*no more/);
        assert.deepEqual(findingLines(result), ["mandatory no-blue openstack:networking/network:Network::net"]);
    });

    it("ends with 1 where it cannot be read", async () => {
        ends(await judged("const a = ;"), 1, /SyntaxError|Unexpected token/);
    });

    it("ends with 1 where its entry is not there", async () => {
        const dir = folder({ "Pulumi.yaml": "name: a\nruntime: nodejs\n", "package.json": "{}" });
        ends(await preview(dir), 1, /failed to locate|Cannot find module/);
    });

    it("ends with 1 where it leaves a rejected promise behind", async () => {
        ends(await judged(`${RESOURCE} Promise.reject(new Error("forgotten"));`), 1, /forgotten/);
    });

    it("ends with 1 where it exits early, though with exit code 0", async () => {
        ends(await judged(`${RESOURCE} net.urn.apply(() => process.exit(0));`), 1, /exit code 0\)|The program failed/);
        ends(
            await judged(`${RESOURCE} process.exit(0);`),
            1,
            /before the following resource\s+registrations could complete/,
        );
    });

    it("ends with 1 where it exits with another code", async () => {
        ends(await judged(`${RESOURCE} process.exit(9);`), 1, /exit code 9/);
    });

    it("ends with 1 where two resources have one name", async () => {
        ends(
            await judged(`${RESOURCE} new openstack.networking.Network("net", {});`),
            1,
            /Duplicate resource URN urn:pulumi:dev::shop::openstack:networking\/network:Network::net/,
        );
    });

    it("ends with 1 where configuration that it requires is missing", async () => {
        ends(
            await judged(`new (require("@pulumi/pulumi").Config)().require("size");`),
            1,
            /Missing required configuration variable 'shop:size'/,
        );
    });

    it("ends with 3 where it fails over what only a provider could answer", async () => {
        const result = await judged(`${RESOURCE}
            module.exports = openstack.compute.getAvailabilityZones({}).then((zones) => zones.names.map((name) => name));`);
        ends(result, 3, /not a function[\s\S]*getAvailabilityZones[\s\S]*pulumi preview/);
    });

    it("ends with 1 where its process is killed", async () => {
        const dir = project(`require("node:fs").writeFileSync(__dirname + "/pid", String(process.pid));
            ${RESOURCE} setInterval(() => {}, 1000);`);
        const running = preview(dir, { policyPacks: [{ dir: pack(IDLE_POLICY) }] });
        process.kill(await pidIn(join(dir, "pid")), "SIGKILL");
        ends(await running, 1, /was ended by SIGKILL/);
    });
});

describe("a program that cannot be judged offline", () => {
    after(removeWritten);

    it("ends with 3 where it registers nothing", async () => {
        ends(await preview(project("exports.answer = 42;")), 3, /registered no resource/);
    });

    it("ends with 3 where it shows no sign of life", async () => {
        const result = await preview(project(`${RESOURCE} setInterval(() => {}, 1000);`), {
            limits: { programSilence: 1 },
        });
        ends(result, 3, /no sign of life for 1 s/);
    });

    it("ends with 3 for a component that a provider builds, and names it", async () => {
        const result = await preview(
            project(`const pulumi = require("@pulumi/pulumi");
                class Cluster extends pulumi.ComponentResource {
                    constructor(name) { super("eks:index:Cluster", name, { size: 3 }, {}, true); }
                }
                new Cluster("main");`),
        );
        ends(result, 3, /eks:index:Cluster main is a component that a provider plugin builds.*pulumi preview/);
    });

    it("ends with 3 for a resource of the stack's existing state", async () => {
        const result = await preview(
            project(`const pulumi = require("@pulumi/pulumi");
                const openstack = require("@pulumi/openstack");
                new openstack.networking.Network("net", {});
                class Old extends pulumi.CustomResource {
                    constructor() { super("my:index:Old", "old", { size: undefined }, { urn: "urn:pulumi:dev::shop::my:index:Old::old" }); }
                }
                new Old();`),
        );
        ends(result, 3, /my:index:Old::old.*existing state.*pulumi preview/);
    });

    it("ends with 3 for a function of which nothing says what it answers", async () => {
        const result = await preview(
            project(`const pulumi = require("@pulumi/pulumi"); ${RESOURCE}
                module.exports = pulumi.runtime.invoke("acme:index:getThings", {});`),
        );
        ends(result, 3, /acme:index:getThings.*provider acme/);
    });

    it("ends with 3 for a method that only a provider can run", async () => {
        const result = await preview(
            project(`const pulumi = require("@pulumi/pulumi"); ${RESOURCE}
                exports.x = pulumi.runtime.call("acme:index:Thing/grow", {}, net);`),
        );
        ends(result, 3, /acme:index:Thing\/grow.*pulumi preview/);
    });
});

describe("child processes", () => {
    after(removeWritten);

    /** A program and a pack that write their numbers and never end. */
    function endless(): { readonly dir: string; readonly rules: string; readonly pids: readonly string[] } {
        const dir = project(`const { spawn } = require("node:child_process");
            const fs = require("node:fs");
            fs.writeFileSync(__dirname + "/program", String(process.pid));
            fs.writeFileSync(__dirname + "/grandchild", String(spawn("sleep", ["600"], { stdio: "ignore" }).pid));
            ${RESOURCE} setInterval(() => {}, 1000);`);
        const file = join(dir, "pack");
        const rules =
            pack(`{ name: "endless", description: "E.", enforcementLevel: "mandatory", validateResource: () => {
            require("node:fs").writeFileSync(${JSON.stringify(file)}, String(process.pid)); return new Promise(() => {}); } }`);
        return { dir, rules, pids: [join(dir, "program"), join(dir, "grandchild"), file] };
    }

    it("end with the preview when it is interrupted, and theirs too", async () => {
        const { dir, rules, pids } = endless();
        const interrupt = new AbortController();
        const running = preview(dir, { policyPacks: [{ dir: rules }], signal: interrupt.signal });
        const numbers = await Promise.all(pids.map(pidIn));
        interrupt.abort();
        ends(await running, 3, /interrupted/);
        await Promise.all(numbers.map(gone));
    });

    it("are not started where it was interrupted before", async () => {
        const { dir, rules, pids } = endless();
        const result = await preview(dir, { policyPacks: [{ dir: rules }], signal: AbortSignal.abort() });
        ends(result, 3, /interrupted/);
        assert.ok(!pids.some(existsSync));
    });

    it("end where the process of the preview is killed", async () => {
        const { dir, rules, pids } = endless();
        const temporary = join(dir, "temporary");
        mkdirSync(temporary);
        const script = `require("tsx/cjs"); require(${JSON.stringify(join(ROOT, "preview"))}).runPreview(${JSON.stringify(
            {
                dir,
                policyPacks: [{ dir: rules }],
            },
        )});`;
        const own = spawn(process.execPath, ["-e", script], {
            cwd: ROOT,
            stdio: "ignore",
            env: { ...process.env, TMPDIR: temporary },
        });
        const [program = 0, , packPid = 0] = await Promise.all(pids.map(pidIn));
        own.kill("SIGKILL");
        await Promise.all([program, packPid].map(gone));
        const left = readdirSync(temporary).filter((name) => name.startsWith("virtio-first"));
        assert.deepEqual(left, []);
        process.kill(await pidIn(pids[1] ?? ""), "SIGKILL");
    });

    it("leave nothing behind after an ordinary preview", async () => {
        const dir = project(
            `require("node:fs").writeFileSync(__dirname + "/program", String(process.pid)); ${RESOURCE}`,
        );
        const file = join(dir, "pack");
        const rules = pack(IDLE_POLICY, {
            before: `require("node:fs").writeFileSync(${JSON.stringify(file)}, String(process.pid));`,
        });
        const result = await preview(dir, { policyPacks: [{ dir: rules }] });
        assert.equal(result.exitCode, 0, result.reason);
        await Promise.all([await pidIn(join(dir, "program")), await pidIn(file)].map(gone));
    });
});
