import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { type PreviewResult, UNKNOWN } from "../../preview";
import { findingLines, folder, IDLE_POLICY, pack, packOf, pidIn, preview, project, removeWritten } from "./support";

const PROGRAM = `
    const pulumi = require("@pulumi/pulumi");
    const openstack = require("@pulumi/openstack");
    const net = new openstack.networking.Network("net", { name: "blue", tags: ["a"] });
    new openstack.networking.Port("port", { networkId: net.id, binding: { vnicType: "direct" }, description: pulumi.secret("hush") });
    exports.tags = net.tags;
`;

/** Reports what it is configured with. */
const CONFIGURED = `{
    name: "configured", description: "Says its settings.", enforcementLevel: "advisory",
    configSchema: {
        properties: { limit: { type: "integer", default: 5 }, names: { type: "array", items: { type: "string" }, default: [] },
            nested: { type: "object", properties: { deep: { type: "string", default: "x" } } } },
        required: ["limit"],
    },
    validateStack: (args, report) => report(JSON.stringify(args.getConfig())),
}`;

async function under(policies: string, options: Parameters<typeof preview>[1] = {}): Promise<PreviewResult> {
    return await preview(project(PROGRAM), { policyPacks: [{ dir: pack(policies) }], ...options });
}

function undecided(result: PreviewResult, reason: RegExp): void {
    assert.equal(result.exitCode, 3, result.reason);
    assert.match(result.reason ?? "", reason);
}

describe("a policy pack that does not do its work", () => {
    after(removeWritten);

    it("is not started where its folder is not there, or is no pack: exit code 2", async () => {
        const dir = project(PROGRAM);
        for (const [packDir, reason] of [
            [join(dir, "nothing"), /no policy pack folder/],
            [dir, /no PulumiPolicy\.yaml/],
        ] as const) {
            const result = await preview(dir, { policyPacks: [{ dir: packDir }] });
            assert.deepEqual([result.exitCode, result.resources.length], [2, 0]);
            assert.match(result.reason ?? "", reason);
        }
    });

    it("is refused by name where it is written in another language", async () => {
        const rules = folder({ "PulumiPolicy.yaml": "runtime: python\n" });
        undecided(
            await preview(project(PROGRAM), { policyPacks: [{ dir: rules }] }),
            /runtime python.*pulumi preview --policy-pack/,
        );
    });

    for (const hidden of [["ts-node"], ["typescript"], ["ts-node", "typescript"]]) {
        it(`starts all the same, compiled, where the project has not installed ${hidden.join(" and ")}`, async () => {
            const dir = folder({
                "hide.js": `
                    const Module = require("node:module");
                    const resolve = Module._resolveFilename;
                    Module._resolveFilename = function (request, ...rest) {
                        if (${JSON.stringify(hidden)}.includes(request)) {
                            throw Object.assign(new Error("Cannot find module '" + request + "'"), { code: "MODULE_NOT_FOUND" });
                        }
                        return resolve.call(this, request, ...rest);
                    };`,
            });
            const before = process.env["NODE_OPTIONS"];
            process.env["NODE_OPTIONS"] = `--require ${join(dir, "hide.js")}`;
            try {
                const result = await under(IDLE_POLICY);
                assert.equal(result.exitCode, 0, result.reason);
                assert.equal(result.packs.length, 1);
            } finally {
                if (before === undefined) {
                    delete process.env["NODE_OPTIONS"];
                } else {
                    process.env["NODE_OPTIONS"] = before;
                }
            }
        });
    }

    it("is told from a folder without the policy SDK", async () => {
        const rules = folder({ "PulumiPolicy.yaml": "runtime: nodejs\n", "index.js": "" }, false);
        undecided(
            await preview(project(PROGRAM), { policyPacks: [{ dir: rules }] }),
            /@pulumi\/policy is not installed.*npm install/,
        );
    });

    it("ends with 3 where it has a syntax error, and shows the line", async () => {
        const result = await preview(project(PROGRAM), { policyPacks: [{ dir: packOf("const a = ;") }] });
        undecided(result, /failed to load:[\s\S]*index\.js:1[\s\S]*SyntaxError/);
    });

    it("ends with 3 where it throws while it loads", async () => {
        undecided(
            await preview(project(PROGRAM), { policyPacks: [{ dir: packOf(`throw new Error("no rules today");`) }] }),
            /no rules today/,
        );
    });

    it("ends with 3 where it starts no server", async () => {
        undecided(
            await preview(project(PROGRAM), { policyPacks: [{ dir: packOf("") }] }),
            /ended with exit code 0 before it was ready/,
        );
    });

    it("ends with 3 where it exits while it loads", async () => {
        undecided(
            await preview(project(PROGRAM), { policyPacks: [{ dir: packOf("process.exit(7)") }] }),
            /exit code 7 before it was ready/,
        );
    });

    it("ends with 3 where it prints before its port", async () => {
        const rules = pack(IDLE_POLICY, { before: `console.log("loading rules");` });
        undecided(
            await preview(project(PROGRAM), { policyPacks: [{ dir: rules }] }),
            /printed "loading rules".*before its port/,
        );
    });

    it("may print afterwards", async () => {
        const result = await under(`{ name: "talks", description: "Talks.", enforcementLevel: "mandatory",
            validateResource: (args) => { console.log("looking at", args.name); console.error("closely"); } }`);
        assert.equal(result.exitCode, 0, result.reason);
        const said = result.diagnostics.map(({ message }) => message).join("\n");
        assert.match(said, /looking at port/);
        assert.match(said, /closely/);
    });

    it("ends with 3 where it never opens its port", async () => {
        const rules = packOf("setInterval(() => {}, 1000);");
        const result = await preview(project(PROGRAM), { policyPacks: [{ dir: rules }], limits: { packStart: 1.5 } });
        undecided(result, /gave no sign of readiness within 1\.5 s/);
    });

    it("ends with 3 where a rule throws, advisory or not, and says what it threw", async () => {
        const result = await under(`{ name: "broken", description: "Broken.", enforcementLevel: "advisory",
            validateResource: (args) => { if (args.name === "port") throw new Error("cannot read this"); } }`);
        undecided(result, /failed to run a policy:[\s\S]*cannot read this/);
    });

    it("ends with 3 where a stack rule throws", async () => {
        undecided(
            await under(`{ name: "broken", description: "B.", enforcementLevel: "advisory",
                validateStack: () => { throw new Error("cannot read the stack"); } }`),
            /failed to run a stack policy:[\s\S]*cannot read the stack/,
        );
    });

    it("ends with 3 where a rule leaves a rejected promise behind", async () => {
        undecided(
            await under(`{ name: "floating", description: "F.", enforcementLevel: "mandatory",
                validateResource: () => { Promise.reject(new Error("nobody waits for me")); } }`),
            /nothing handled[\s\S]*nobody waits for me/,
        );
    });

    it("ends with 3 where a rule's work fails after all was judged", async () => {
        undecided(
            await under(`{ name: "late", description: "L.", enforcementLevel: "mandatory",
                validateStack: () => { setTimeout(() => { throw new Error("too late"); }, 200); } }`),
            /nothing handled[\s\S]*too late/,
        );
    });

    it("ends with 3 where a promise is rejected while it loads", async () => {
        const rules = pack(IDLE_POLICY, { before: `Promise.reject(new Error("no register"));` });
        undecided(await preview(project(PROGRAM), { policyPacks: [{ dir: rules }] }), /no register/);
    });

    it("ends with 3 where a rule never answers", async () => {
        undecided(
            await under(
                `{ name: "slow", description: "S.", enforcementLevel: "mandatory", validateResource: () => new Promise(() => {}) }`,
                { limits: { packAnswer: 0.5 } },
            ),
            /gave no answer within 0\.5 s/,
        );
    });

    it("ends with 3 where a rule never stops computing", async () => {
        undecided(
            await under(
                `{ name: "busy", description: "B.", enforcementLevel: "mandatory", validateResource: () => { for (;;) {} } }`,
                { limits: { packAnswer: 0.5 } },
            ),
            /gave no answer within 0\.5 s/,
        );
    });

    it("ends with 3 where it exits in the middle", async () => {
        undecided(
            await under(`{ name: "quits", description: "Q.", enforcementLevel: "mandatory",
                validateResource: (args) => { if (args.name === "port") process.exit(0); } }`),
            /exit code 0 before all was judged|failed to run a policy/,
        );
    });

    it("ends with 3 where its process is killed", async () => {
        const dir = project(PROGRAM);
        const file = join(dir, "pid");
        const rules =
            pack(`{ name: "waits", description: "W.", enforcementLevel: "mandatory", validateResource: (args) => {
            if (args.name === "net") { require("node:fs").writeFileSync(${JSON.stringify(file)}, String(process.pid)); return new Promise(() => {}); }
        } }`);
        const running = preview(dir, { policyPacks: [{ dir: rules }] });
        const pid = await pidIn(file);
        process.kill(pid, "SIGKILL");
        undecided(await running, /was ended by SIGKILL before all was judged|failed to run a policy/);
    });

    for (const level of ["disabled", "loud"]) {
        it(`ends with 3 where a finding has the level ${level}, which is none`, async () => {
            undecided(
                await under(`{ name: "odd", description: "O.", enforcementLevel: "mandatory",
                    validateResource: (args, report) => { if (args.name === "port") report({ message: "m", enforcementLevel: "${level}" }); } }`),
                /no usable level|Unknown enforcement level type 'loud'/,
            );
        });
    }

    it("may give a finding a level and a severity of its own", async () => {
        const result = await under(`{ name: "mild", description: "M.", enforcementLevel: "mandatory", severity: "low",
            validateResource: (args, report) => {
                if (args.name === "port") { report({ message: "m", enforcementLevel: "advisory", severity: "critical" }); }
            } }`);
        assert.deepEqual(
            [result.exitCode, result.findings.map(({ level, severity, message }) => [level, severity, message])],
            [0, [["advisory", "critical", "m"]]],
        );
    });

    it("ends with 3 where one of two packs fails", async () => {
        const result = await preview(project(PROGRAM), {
            policyPacks: [{ dir: pack(IDLE_POLICY) }, { dir: packOf("throw new Error('second')") }],
        });
        undecided(result, /second/);
    });
});

describe("the settings of policies", () => {
    after(removeWritten);

    const withSettings = async (settings: string): Promise<PreviewResult> => {
        const dir = project(PROGRAM);
        const configFile = join(dir, "policy-config.json");
        writeFileSync(configFile, settings);
        return await preview(dir, { policyPacks: [{ dir: pack(CONFIGURED), configFile }] });
    };
    const told = (result: PreviewResult): unknown =>
        JSON.parse(result.findings[0]?.message.split("\n")[1] ?? "null") as unknown;

    it("are the schema's own defaults where nothing is configured", async () => {
        assert.deepEqual(told(await under(CONFIGURED)), { limit: 5, names: [] });
    });

    it("are those of the file, over the defaults", async () => {
        const result = await withSettings(`{ "configured": { "enforcementLevel": "mandatory", "limit": 7 } }`);
        assert.deepEqual(told(result), { limit: 7, names: [] });
        assert.deepEqual([result.exitCode, findingLines(result)[0]?.split(" ")[0]], [1, "mandatory"]);
        assert.equal(result.packs[0]?.policies[0]?.level, "mandatory");
    });

    it("take the level of all policies at once", async () => {
        const result = await withSettings(`{ "all": "disabled" }`);
        assert.deepEqual([result.exitCode, result.findings], [0, []]);
    });

    it("lie between the defaults and the file where the pack brings its own", async () => {
        const rules = packOf(`const { PolicyPack } = require("@pulumi/policy");
            new PolicyPack("house-rules", { policies: [${CONFIGURED}] }, { configured: { enforcementLevel: "mandatory", names: ["a"], limit: 6 } });`);
        const result = await preview(project(PROGRAM), { policyPacks: [{ dir: rules }] });
        assert.deepEqual(told(result), { limit: 6, names: ["a"] });
        assert.equal(result.exitCode, 1);
    });

    it("are refused with exit code 2 where they break the schema, before the program is judged", async () => {
        const result = await withSettings(`{ "configured": { "limit": "many", "names": [1] } }`);
        assert.deepEqual([result.exitCode, result.findings], [2, []]);
        assert.match(
            result.reason ?? "",
            /validating policy config: house-rules[\s\S]*configured: limit: must be integer[\s\S]*names\.0: must be string/,
        );
    });

    for (const [what, settings, reason] of [
        ["no JSON", "{", /is no JSON/],
        ["no object", "[]", /must be a JSON object/],
        ["no level", `{ "configured": "loud" }`, /must be one of advisory, mandatory, remediate, disabled/],
        [
            "a policy that is not there",
            `{ "configurd": { "limit": 3 } }`,
            /configurd, which house-rules does not have; its policies are \w/,
        ],
        ["an environment of Pulumi ESC", `{ "environments": ["prod"] }`, /Pulumi ESC/],
    ] as const) {
        it(`are refused where the file holds ${what}`, async () => {
            const result = await withSettings(settings);
            assert.equal(result.exitCode, what.includes("ESC") ? 3 : 2);
            assert.match(result.reason ?? "", reason);
        });
    }

    it("are refused where the file is not there", async () => {
        const result = await preview(project(PROGRAM), {
            policyPacks: [{ dir: pack(CONFIGURED), configFile: "/nowhere/config.json" }],
        });
        assert.equal(result.exitCode, 2);
        assert.match(result.reason ?? "", /config\.json is not there/);
    });

    it("warn of a level for a policy that is not there", async () => {
        const result = await withSettings(`{ "configurd": "mandatory" }`);
        assert.equal(result.exitCode, 0);
        assert.ok(
            result.diagnostics.some(({ severity, message }) => severity === "warning" && message.includes("configurd")),
        );
    });
});

describe("a policy that remediates", () => {
    after(removeWritten);

    const REMEDIATES = `{ name: "virtio", description: "Back to virtio.", enforcementLevel: "remediate",
        remediateResource: (args) => {
            if (args.type.endsWith(":Port")) { args.props.binding.vnicType = "normal"; return args.props; }
            if (args.type.endsWith(":Network")) { args.props.tags = ["a", "b"]; return args.props; }
        },
        validateResource: (args, report) => {
            if (args.type.endsWith(":Port") && args.props.binding.vnicType !== "normal") report("still direct");
        } }`;

    it("changes what is registered, keeps unknowns and secrets, and says what it changed", async () => {
        const result = await under(REMEDIATES);
        assert.equal(result.exitCode, 0, result.reason);
        assert.deepEqual(
            result.findings.map(({ level, policy, remediation }) => ({ level, policy, remediation })),
            [
                {
                    level: "remediate",
                    policy: "virtio",
                    remediation: [{ path: ["tags"], before: ["a"], after: ["a", "b"], secret: false }],
                },
                {
                    level: "remediate",
                    policy: "virtio",
                    remediation: [{ path: ["binding", "vnicType"], before: "direct", after: "normal", secret: false }],
                },
            ],
        );
        const port = result.resources.find(({ name }) => name === "port");
        assert.deepEqual(port?.inputs.values["binding"], { vnicType: "normal" });
        assert.equal(port?.inputs.values["networkId"], UNKNOWN);
        assert.deepEqual(port?.inputs.secrets, [["description"]]);
        // The program goes on with what was changed.
        assert.deepEqual(result.outputs.values["tags"], ["a", "b"]);
    });

    it("refuses what is still wrong afterwards", async () => {
        const result = await under(
            REMEDIATES.replace(`args.props.binding.vnicType = "normal"; return args.props;`, "return undefined;"),
        );
        assert.equal(result.exitCode, 1);
        assert.ok(findingLines(result).some((line) => line.startsWith("mandatory virtio")));
    });

    it("works on what the pack before it left", async () => {
        const second = pack(
            `{ name: "more", description: "More tags.", enforcementLevel: "remediate",
                remediateResource: (args) => { if (args.type.endsWith(":Network")) { args.props.tags.push("c"); return args.props; } } }`,
            { name: "second" },
        );
        const result = await preview(project(PROGRAM), { policyPacks: [{ dir: pack(REMEDIATES) }, { dir: second }] });
        assert.deepEqual(result.outputs.values["tags"], ["a", "b", "c"]);
    });
});
