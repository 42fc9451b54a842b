import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stackOfState } from "../../../report/sources/pulumi-state";
import type { PreviewResult } from "../../../preview/result";
import { PORT_TYPE, yamlEntry, yamlRegister } from "../sample";
import { exportedStack, Folder, runExceptions } from "./run";

const tag = (id: string): string => `virtio-first:exception-id=${id}`;
const urn = (name: string, stack = "prod"): string => `urn:pulumi:${stack}::edge::${PORT_TYPE}::${name}`;

const REGISTER = yamlRegister(
    yamlEntry({
        id: "EXC-0001",
        expires: "2026-07-31",
        transition:
            "{ target: virtio, plan: https://example.com/p, milestones: [{ name: Tested, date: 2026-06-01 }, { name: Moved, date: 2026-07-01 }, { name: Planned, date: 2026-05-01, done: true }] }",
    }),
    yamlEntry({ id: "EXC-0002", expires: "2026-12-31", transition: "{ target: vdpa }" }),
    yamlEntry({ id: "EXC-0003", expires: "2026-06-14" }),
);

const STACK = exportedStack({
    n3: { vnicType: "direct", tags: [tag("EXC-0001")] },
    n4: { vnicType: "direct", tags: [tag("EXC-0002")] },
    n6: { vnicType: "direct", tags: [tag("EXC-0002")] },
    mgmt: { vnicType: "normal" },
    bare: { vnicType: "direct" },
});

/** The result of an offline preview of a stack with one port. */
function previewed(over: Partial<PreviewResult> = {}): PreviewResult {
    const values = { binding: { vnicType: "direct" }, tags: [tag("EXC-0001")] };
    return {
        project: "edge",
        stack: "prod",
        organization: "organization",
        program: { entry: "index.js", dir: ".", runtimeForm: "compiled" },
        packs: [],
        resources: [
            {
                urn: urn("n3"),
                type: PORT_TYPE,
                name: "n3",
                provider: "urn:pulumi:prod::edge::pulumi:providers:openstack::default",
                custom: true,
                read: false,
                defaultProvider: false,
                inputs: { values, secrets: [] },
                outputs: { values, secrets: [] },
                dependencies: [],
                propertyDependencies: {},
            },
        ],
        findings: [],
        outputs: { values: {}, secrets: [] },
        invokes: [],
        diagnostics: [],
        exitCode: 0,
        timings: { total: 1 },
        ...over,
    };
}

describe("virtio-first exceptions, on a stack:", () => {
    let folder: Folder;
    beforeEach(() => {
        folder = new Folder();
        folder.write("exceptions.yaml", REGISTER);
        folder.write("prod.json", STACK);
    });
    afterEach(() => folder.remove());

    describe("forecast", () => {
        const forecast = (...args: string[]) =>
            runExceptions(folder.path, ["forecast", "--stack-export", "prod.json", ...args]);

        it("says what will be refused then and is not refused today", async () => {
            const { out, exit } = await forecast("--on", "2026-08-01");
            assert.equal(exit, 1);
            assert.match(
                out,
                /^Forecast for 2026-08-01 \(UTC\)\. Exceptions that will have ended by then: EXC-0001 \(2026-07-31\)\./,
            );
            assert.match(out, /edge\/prod: 1 will be refused, beside the 1 refused today/);
            assert.match(
                out,
                /n3 \(openstack:networking\/port:Port\)[^]*Exception EXC-0001 expired at the end of 2026-07-31/,
            );
            assert.ok(!/EXC-0002|bare/.test(out));
        });

        it("passes up to the last day of an exception", async () => {
            const { out, exit } = await forecast("--on", "2026-07-31");
            assert.equal(exit, 0);
            assert.match(
                out,
                /ended by then: none\.[^]*edge\/prod: nothing more will be refused, beside the 1 refused today/,
            );
        });

        it("names the stack of each of several", async () => {
            folder.write("dev.json", exportedStack({ n3: { vnicType: "normal" } }, "dev"));
            const { out, exit } = await forecast("--on", "2027-01-01", "--stack-export", "dev.json");
            assert.equal(exit, 1);
            assert.match(out, /edge\/prod: 3 will be refused[^]*edge\/dev: nothing more will be refused$/);
        });

        it("writes JSON", async () => {
            const { out } = await forecast("--on", "2026-08-01", "--json");
            const report = JSON.parse(out) as {
                on: string;
                ended: { id: string }[];
                stacks: { refused: { rule: string; urn: string }[] }[];
            };
            assert.deepEqual([report.on, report.ended.map(({ id }) => id)], ["2026-08-01", ["EXC-0001"]]);
            assert.deepEqual(
                report.stacks[0]?.refused.map(({ rule, urn: where }) => [rule, where]),
                [["exception-expired", urn("n3")]],
            );
        });

        it("takes a day that lies ahead, and that alone", async () => {
            for (const day of ["2026-06-15", "2026-06-14", "2026-02-30"]) {
                assert.equal((await forecast("--on", day)).exit, 2, day);
            }
            assert.equal((await forecast()).exit, 2);
        });

        it("is refused by a faulty register, and called wrongly without a stack", async () => {
            const none = await runExceptions(folder.path, ["forecast", "--on", "2026-08-01"]);
            assert.equal(none.exit, 2);
            assert.match(none.err, /--stack-export FILE/);
            for (const [name, text] of [
                ["broken.json", "{"],
                ["other.json", "{}"],
            ] as const) {
                folder.write(name, text);
                assert.equal(
                    (await runExceptions(folder.path, ["forecast", "--on", "2026-08-01", "--stack-export", name])).exit,
                    2,
                );
            }
            assert.equal(
                (await runExceptions(folder.path, ["forecast", "--on", "2026-08-01", "--stack-export", "no.json"]))
                    .exit,
                2,
            );
            folder.write("exceptions.yaml", "");
            assert.equal((await forecast("--on", "2026-08-01")).exit, 1);
        });

        it("previews the project where no state is given", async () => {
            const asked: unknown[] = [];
            const { out, exit } = await runExceptions(
                folder.path,
                ["forecast", "stacks/core", "-s", "prod", "--on", "2026-08-01"],
                {
                    preview: (options) => {
                        asked.push(options);
                        return Promise.resolve(previewed());
                    },
                },
            );
            assert.deepEqual(asked, [{ dir: join(folder.path, "stacks/core"), stack: "prod" }]);
            assert.equal(exit, 1);
            assert.match(out, /edge\/prod: 1 will be refused$/m);
        });

        it("decides nothing on a preview that failed", async () => {
            const under = async (over: Partial<PreviewResult>) =>
                runExceptions(folder.path, ["forecast", "--on", "2026-08-01"], {
                    preview: () => Promise.resolve(previewed(over)),
                });
            const failed = await under({ exitCode: 1, reason: "the program failed" });
            assert.deepEqual([failed.exit, failed.err], [3, "the stack cannot be judged: the program failed"]);
            assert.equal((await under({ exitCode: 3, reason: "x" })).exit, 3);
            assert.equal((await under({ exitCode: 2, reason: "no such stack" })).exit, 2);
        });
    });

    describe("plan", () => {
        const plan = (...args: string[]) =>
            runExceptions(folder.path, ["plan", "--stack-export", "prod.json", ...args]);

        it("shows for each exception its end, its plan, its milestones, and what changes on which resource", async () => {
            const { out, exit } = await plan();
            assert.equal(exit, 0);
            const [first, second] = out.split("\n\n");
            assert.equal(
                first,
                [
                    "EXC-0001: sriov to virtio; ends on 2026-07-31, in 47 days; owner upf-team",
                    "  plan: https://example.com/p",
                    "  milestone 2026-06-01  LATE  Tested",
                    "  milestone 2026-07-01  open  Moved",
                    "  milestone 2026-05-01  done  Planned",
                    "  n3 (openstack:networking/port:Port) in edge/prod",
                    "    uses: sriov (binding.vnicType)",
                    "    change: set the port's vnic_type to normal and drop its binding profile; the port is attached to its machine anew",
                ].join("\n"),
            );
            assert.match(
                second ?? "",
                /^EXC-0002: sriov to vdpa;[^]*plan: none in the register[^]*n4 [^]*move it to vdpa[^]*n6 /,
            );
            assert.ok(!/EXC-0003|bare|mgmt/.test(out));
        });

        it("shows one exception alone, used or not", async () => {
            const { out } = await plan("--id", "EXC-0003");
            assert.match(out, /^EXC-0003: sriov to virtio; ended on 2026-06-14;[^]*Nothing here rests on it\.$/);
            const unknown = await plan("--id", "EXC-9999");
            assert.deepEqual([unknown.exit, unknown.err], [2, "the register has no EXC-9999."]);
        });

        it("says so where nothing rests on an exception", async () => {
            folder.write("prod.json", exportedStack({ mgmt: { vnicType: "normal" } }));
            assert.equal((await plan()).out, "Nothing here rests on an exception.");
        });

        it("writes JSON", async () => {
            const plans = JSON.parse((await plan("--json")).out) as {
                entry: { id: string };
                steps: { urn: string }[];
            }[];
            assert.deepEqual(
                plans.map(({ entry, steps }) => [entry.id, steps.map((step) => step.urn)]),
                [
                    ["EXC-0001", [urn("n3")]],
                    ["EXC-0002", [urn("n4"), urn("n6")]],
                ],
            );
        });
    });

    describe("export --pulumi", () => {
        const exported = (...args: string[]) => runExceptions(folder.path, ["export", "--pulumi", ...args]);

        it("writes the local form: the policy and the resources that use each exception", async () => {
            const { out, err, exit } = await exported("--stack-export", "prod.json");
            assert.equal(exit, 0);
            const { exceptions } = JSON.parse(out) as { exceptions: { reason: string; match: unknown }[] };
            assert.deepEqual(
                exceptions.map(({ match }) => match),
                [
                    [{ policies: ["paravirtual-io"], targets: [urn("n3")] }],
                    [{ policies: ["paravirtual-io"], targets: [urn("n4"), urn("n6")] }],
                ],
            );
            assert.equal(
                exceptions[0]?.reason,
                "EXC-0001 for sriov, until 2026-07-31, owner upf-team, approved by platform-board on 2026-01-15: The user plane needs it.",
            );
            assert.equal(err, "EXC-0003 is left out: it expired on 2026-06-14.");
        });

        it("takes whole URNs of the register without any stack, and says what is left out", async () => {
            folder.write(
                "exceptions.yaml",
                yamlRegister(
                    yamlEntry({
                        id: "EXC-0001",
                        scope: `{ resources: ["${urn("n3")}", "${PORT_TYPE}::n4", "${urn("n*")}"] }`,
                    }),
                    yamlEntry({ id: "EXC-0002", scope: `{ stacks: [dev], resources: ["${urn("n3")}"] }` }),
                    yamlEntry({ id: "EXC-0003", validFrom: "2026-07-01" }),
                ),
            );
            const { out, err } = await exported();
            assert.deepEqual(
                (JSON.parse(out) as { exceptions: { match: unknown }[] }).exceptions.map(({ match }) => match),
                [[{ policies: ["paravirtual-io"], targets: [urn("n3")] }]],
            );
            assert.match(
                err,
                /^EXC-0002 is left out: no resource that uses it is known[^]*EXC-0003 is left out: it holds from 2026-07-01 on\.$/,
            );
        });

        it("keeps to a hundred targets in a match, and to the length of a reason", async () => {
            const names = Array.from({ length: 250 }, (_, index) => `p${String(index).padStart(3, "0")}`);
            folder.write(
                "prod.json",
                exportedStack(
                    Object.fromEntries(names.map((name) => [name, { vnicType: "direct", tags: [tag("EXC-0001")] }])),
                ),
            );
            folder.write("exceptions.yaml", yamlRegister(yamlEntry({ id: "EXC-0001", reason: "x".repeat(2048) })));
            const { out } = await exported("--stack-export", "prod.json");
            const { exceptions } = JSON.parse(out) as {
                exceptions: { reason: string; match: { targets: string[] }[] }[];
            };
            assert.deepEqual(
                exceptions[0]?.match.map(({ targets }) => targets.length),
                [100, 100, 50],
            );
            assert.deepEqual(
                exceptions[0].match.flatMap(({ targets }) => targets),
                names.map((name) => urn(name)),
            );
            assert.equal(exceptions[0].reason.length, 2048);
        });

        it("writes what Pulumi Cloud takes, ending with the exception's last day in whole hours", async () => {
            const { out } = await exported("--cloud", "--stack-export", "prod.json");
            const requests = JSON.parse(out) as { policyPack: string; expiresInSeconds: number }[];
            assert.deepEqual(
                requests.map(({ policyPack, expiresInSeconds }) => [policyPack, expiresInSeconds]),
                [
                    ["virtio-first", (Date.UTC(2026, 7, 1) - Date.UTC(2026, 5, 15, 12)) / 1000],
                    ["virtio-first", (Date.UTC(2027, 0, 1) - Date.UTC(2026, 5, 15, 12)) / 1000],
                ],
            );
            const late = await runExceptions(
                folder.path,
                ["export", "--pulumi", "--cloud", "--policy-pack-name", "ours", "--stack-export", "prod.json"],
                { now: () => new Date("2026-07-31T23:30:00Z") },
            );
            assert.deepEqual(
                (JSON.parse(late.out) as { policyPack: string; expiresInSeconds: number }[]).map((one) => [
                    one.policyPack,
                    one.expiresInSeconds % 3600,
                ]),
                [["ours", 0]],
            );
        });

        it("writes to a file", async () => {
            const { out } = await exported("--stack-export", "prod.json", "-o", "pulumi.json");
            assert.equal(out, "");
            assert.match(
                readFileSync(join(folder.path, "pulumi.json"), "utf8"),
                /^\{\n {2}"exceptions": \[[^]*\n\}\n$/,
            );
        });

        it("asks for the form", async () => {
            const { exit, err } = await runExceptions(folder.path, ["export"]);
            assert.deepEqual([exit, err], [2, "say in which form: --pulumi."]);
        });
    });

    describe("an exported state", () => {
        it("is refused where a deciding value is an encrypted secret, and read where the secret is shown", async () => {
            const secret = (over: object) => ({
                "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
                ...over,
            });
            const judged = async (tags: unknown): Promise<string> => {
                folder.write("prod.json", exportedStack({ n3: { vnicType: "direct", tags } }));
                return (await runExceptions(folder.path, ["plan", "--stack-export", "prod.json"])).out;
            };
            assert.match(await judged(secret({ plaintext: JSON.stringify([tag("EXC-0001")]) })), /^EXC-0001/);
            assert.equal(await judged(secret({ ciphertext: "v1:abc" })), "Nothing here rests on an exception.");
            assert.equal(await judged(secret({ plaintext: "[" })), "Nothing here rests on an exception.");
        });

        it("leaves out what is about to be deleted, and takes what is only read by its outputs", () => {
            const resources = [
                { urn: urn("gone"), type: PORT_TYPE, custom: true, delete: true },
                {
                    urn: urn("here"),
                    type: PORT_TYPE,
                    custom: true,
                    inputs: { a: 1 },
                    outputs: { a: 2 },
                    propertyDependencies: { a: ["u"], b: null },
                },
                { urn: urn("read"), type: PORT_TYPE, custom: true, external: true, outputs: { a: 3 } },
                { type: PORT_TYPE },
                null,
            ];
            const stack = stackOfState({ deployment: { resources } });
            assert.deepEqual([stack?.project, stack?.stack], ["edge", "prod"]);
            assert.deepEqual(
                stack?.resources.map(({ name, read, inputs, outputs }) => ({ name, read, inputs, outputs })),
                [
                    { name: "here", read: false, inputs: { a: 1 }, outputs: { a: 2 } },
                    { name: "read", read: true, inputs: {}, outputs: { a: 3 } },
                ],
            );
            assert.deepEqual(stack?.resources[0]?.propertyDependencies, { a: ["u"] });
        });

        it("is none without a resource", () => {
            for (const state of [null, 3, {}, { deployment: { resources: [] } }, { deployment: { resources: [{}] } }]) {
                assert.equal(stackOfState(state), undefined);
            }
        });
    });
});
