import { strict as assert } from "node:assert";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { audit } from "../../cli/audit/audit";
import { namedSource } from "../../cli/audit/named-source";
import { ESTATE_FORMATS } from "../../report/estate/formats";
import { buildEstate } from "../../report/estate/build";
import type { EstateReport } from "../../report/estate/model";
import { build, root, virtioFirst } from "./support";

const PORT = "openstack:networking/port:Port";

/** A port in a state, by its vnic_type and the tags that it has. */
function port(name: string, vnicType: string, tags: string[] = []): object {
    const properties = { binding: { vnicType }, tags };
    return { name, type: PORT, properties };
}

/** A state as `pulumi stack export` writes it. */
function state(project: string, stack: string, ports: readonly object[]): string {
    const resources = (ports as { name: string; type: string; properties: object }[]).map(
        ({ name, type, properties }) => ({
            urn: `urn:pulumi:${stack}::${project}::${type}::${name}`,
            type,
            custom: true,
            inputs: properties,
            outputs: properties,
        }),
    );
    const root = { urn: `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::root`, type: "pulumi:pulumi:Stack" };
    return JSON.stringify({ version: 3, deployment: { resources: [root, ...resources] } });
}

const REGISTER = `exceptions:
  - id: EXC-2040-001
    techniques: [sriov]
    scope: { projects: [core] }
    reason: The user plane needs more packets per second than the virtual switch gives.
    owner: upf-team
    approvedBy: board
    approvedOn: 2026-01-01
    expires: 2040-12-31
    transition: { target: virtio, milestones: [{ name: half moved, date: 2040-06-30 }] }
  - id: EXC-2040-002
    techniques: [sriov]
    scope: { projects: [elsewhere] }
    reason: Nothing uses this one any more.
    owner: ran-team
    approvedBy: board
    approvedOn: 2026-01-01
    expires: 2040-12-31
  - id: EXC-2020-001
    techniques: [sriov]
    scope: { projects: [core] }
    reason: This one has ended.
    owner: upf-team
    approvedBy: board
    approvedOn: 2019-01-01
    expires: 2020-12-31
`;

describe("virtio-first audit", () => {
    let folder = "";
    const at = (...parts: string[]): string => join(folder, ...parts);
    const write = (name: string, content: string | Buffer): string => {
        mkdirSync(join(at(name), ".."), { recursive: true });
        writeFileSync(at(name), content);
        return at(name);
    };
    const estateOf = async (...args: string[]): Promise<EstateReport & { readonly code: number }> => {
        const { out, code } = await virtioFirst("audit", ...args, "--json", "--workers", "1");
        return { ...(JSON.parse(out) as EstateReport), code };
    };
    const attachments = ({ sources }: EstateReport): string[] =>
        sources.flatMap((source) =>
            source.attachments.map(
                ({ name, techniques, verdict }) => `${name}: ${techniques.join(" or ")} ${verdict.state}`,
            ),
        );

    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "audit-"))));
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it("judges exported states and the folder of a self-managed backend, packed or not", async () => {
        write("s/.pulumi/stacks/core/prod.json.gz", gzipSync(state("core", "prod", [port("fast", "direct")])));
        write("s/.pulumi/history/core/prod/old.json", "not read at all");
        write("s/dev.json", state("core", "dev", [port("oam", "normal")]));
        const estate = await estateOf(at("s"));
        assert.deepEqual(
            estate.sources.map(({ name, conformance }) => [name, conformance.level]),
            [
                ["core/dev", "Fully Conformant"],
                ["core/prod", "not conformant"],
            ],
        );
        assert.deepEqual(estate.problems, []);
        assert.equal(estate.code, 1);
    });

    it("joins manifests of all documents and files of a folder, lists included", async () => {
        write(
            "k/net.yaml",
            `apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata: { name: fast, namespace: ran }
spec: { config: '{"cniVersion":"0.3.1","type":"host-device","device":"eth1"}' }
`,
        );
        const pod = {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { name: "du", namespace: "ran", annotations: { "k8s.v1.cni.cncf.io/networks": "fast" } },
            spec: { containers: [{ name: "du" }] },
        };
        write("k/pods.json", JSON.stringify({ apiVersion: "v1", kind: "List", items: [pod] }));
        assert.deepEqual(attachments(await estateOf(at("k"))), [
            "ran/du: pci-passthrough refused",
            "ran/fast: pci-passthrough refused",
        ]);
    });

    it("takes quoted lines at any column, as Kubernetes does", async () => {
        write(
            "net.yaml",
            `apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata:
  name: fast
spec:
  config: '{
  "type": "host-device",
"device": "eth1"
}'
`,
        );
        const estate = await estateOf(at("net.yaml"));
        assert.deepEqual(estate.problems, []);
        assert.deepEqual(attachments(estate), ["fast: pci-passthrough refused"]);
    });

    it("judges what the OpenStack client prints, ports beside the servers that hold them", async () => {
        const ports = [
            {
                id: "p1",
                name: "fast",
                "binding:vnic_type": "direct",
                device_id: "s1",
                mac_address: "fa:16:3e:00:00:01",
            },
            { id: "p2", name: "oam", binding_vnic_type: "normal", device_id: "s1", mac_address: "fa:16:3e:00:00:02" },
        ];
        write("o/ports.json", JSON.stringify({ ports }));
        write("o/servers.json", JSON.stringify([{ ID: "s1", Name: "gw", Networks: {}, Image: "", Flavor: "m1.gpu" }]));
        write(
            "o/flavors.json",
            JSON.stringify([{ ID: "f", Name: "m1.gpu", RAM: 1, VCPUs: 1, Properties: "resources:VGPU='1'" }]),
        );
        const found = attachments(await estateOf(at("o")));
        assert.deepEqual(found, [
            "m1.gpu: accelerator refused",
            "gw: accelerator refused",
            "gw: sriov refused",
            "fast: sriov refused",
        ]);
    });

    it("does not take a list that leaves out what decides for one of software", async () => {
        write("ports.json", JSON.stringify([{ ID: "p1", Name: "x", "MAC Address": "fa:16:3e:00:00:01" }]));
        const estate = await estateOf(at("ports.json"));
        assert.match(estate.problems[0]?.message ?? "", /1 port without binding_vnic_type/);
        assert.equal(estate.code, 3);
    });

    it("reads Heat templates with the environment beside them", async () => {
        write(
            "h/vnf.yaml",
            `heat_template_version: 2018-08-31
parameters: { kind: { type: string } }
resources: { nic: { type: OS::Neutron::Port, properties: { network: n, "binding:vnic_type": { get_param: kind } } } }
`,
        );
        write("h/vnf.env", "parameters: { kind: direct-physical }\n");
        assert.deepEqual(attachments(await estateOf(at("h"))), ["vnf.yaml: pci-passthrough refused"]);
    });

    it("gives each Heat template the one environment of its own folder, and says where it cannot tell", async () => {
        const template = `heat_template_version: 2018-08-31
parameters: { kind: { type: string, default: normal } }
resources: { nic: { type: OS::Neutron::Port, properties: { network: n, "binding:vnic_type": { get_param: kind } } } }
`;
        write("h/fast/vnf.yaml", template);
        write("h/fast/vnf.env", "parameters: { kind: direct }\n");
        write("h/slow/vnf.yaml", template);
        write("h/slow/vnf.env", "parameters: { kind: normal }\n");
        write("h/package/base.yaml", template);
        write("h/package/base.env", "parameters: { kind: normal }\n");
        write("h/package/module_1.yaml", template);
        write("h/package/module_1.env", "parameters: { kind: direct-physical }\n");
        const told = await estateOf(at("h"));
        assert.deepEqual(attachments(told), [
            "fast/vnf.yaml: sriov refused",
            "package/module_1.yaml: pci-passthrough refused",
        ]);
        assert.deepEqual(told.problems, []);
        write("h/slow/other.env", "parameters: { kind: direct }\n");
        write("h/apart/third.env", "parameters: { kind: direct }\n");
        const untold = await estateOf(at("h"));
        assert.deepEqual(attachments(untold), attachments(told));
        assert.deepEqual(
            untold.problems.map(({ kind, message }) => [
                kind,
                /none counts: ([^ ]+(?:, [^ ]+)*)\. /.exec(message)?.[1],
            ]),
            [["gap", "apart/third.env, slow/other.env"]],
        );
        assert.equal(untold.code, 3);
    });

    it("finds every input that cannot be read, and says that the audit is incomplete", async () => {
        write("good.json", state("core", "dev", [port("oam", "normal")]));
        const bad: Record<string, RegExp> = {
            [write("cut.json", '{"version":3,\n"deployment": {')]: /ends before it is complete/,
            [write("none.json.gz", "plain")]: /not packed with gzip/,
            [write("torn.json.gz", gzipSync(state("core", "x", [])).subarray(0, 30))]: /damaged or cut off/,
            [write("binary.json", Buffer.from([1, 0, 2]))]: /binary/,
            [write("deep.yaml", `a: ${"[".repeat(100_000)}`)]: /nested more than/,
            [write("bomb.yaml", bomb())]: /repeats itself by aliases/,
            [write("chart.yaml", "kind: Pod\nspec: {{- if .Values.x }}\n")]: /helm template/,
            [write("other.json", '{"name": "something"}')]: /nothing that is known here/,
            [at("gone.json")]: /not there/,
        };
        symlinkSync(at("self.json"), at("self.json"));
        bad[at("self.json")] = /leads to itself/;
        const estate = await estateOf(at("good.json"), ...Object.keys(bad));
        for (const [place, message] of Object.entries(bad)) {
            const found = estate.problems.filter((problem) => problem.place === place);
            assert.equal(found.length, 1, place);
            assert.equal(found[0]?.kind, "gap");
            assert.match(found[0]?.message ?? "", message);
        }
        assert.equal(estate.problems.find(({ place }) => place.endsWith("cut.json"))?.line, 2);
        assert.equal(estate.sources.length, 1);
        assert.equal(estate.code, 3);
    });

    it("tells a template of Helm from a file that is broken", async () => {
        const file = write(
            "chart/templates/pod.yaml",
            "{{- if .Values.fast }}\napiVersion: v1\nkind: Pod\n{{- end }}\n",
        );
        const { problems, code } = await estateOf(file);
        assert.equal(code, 3);
        assert.match(problems.map(({ message }) => message).join(), /not rendered; give what `helm template` prints/);
    });

    it("enters a folder once, however many links lead to it", async () => {
        write("s/dev.json", state("core", "dev", [port("oam", "normal")]));
        symlinkSync(at("s"), at("s", "again"));
        const estate = await estateOf(at("s"));
        assert.equal(estate.sources.length, 1);
        assert.match(estate.problems[0]?.message ?? "", /read once/);
        assert.equal(estate.code, 0);
    });

    it("notes a link that leads nowhere, and takes one that should be a source for a gap", async () => {
        write("s/dev.json", state("core", "dev", [port("oam", "normal")]));
        symlinkSync(at("nowhere"), at("s", "hook"));
        assert.equal((await estateOf(at("s"))).code, 0);
        symlinkSync(at("nowhere"), at("s", "prod.json"));
        const estate = await estateOf(at("s"));
        assert.deepEqual(
            estate.problems.map(({ kind, place }) => [kind, place]),
            [
                ["note", at("s", "hook")],
                ["gap", at("s", "prod.json")],
            ],
        );
        assert.equal(estate.code, 3);
    });

    it("says that two sources have one name", async () => {
        const one = write("one.json", state("core", "dev", []));
        const two = write("two.json", state("core", "dev", []));
        const estate = await estateOf(one, two);
        assert.match(estate.problems[0]?.message ?? "", /Several sources have this name/);
        assert.equal(estate.code, 3);
    });

    it("tells exceptions in use, those that nothing uses anywhere, and the forecast", async () => {
        const register = write("exceptions.yaml", REGISTER);
        const file = write(
            "s.json",
            state("core", "prod", [port("fast", "direct", ["virtio-first:exception-id=EXC-2040-001"])]),
        );
        const estate = await estateOf(file, "--register", register);
        assert.equal(estate.conformance, "Conformant with Exceptions");
        assert.deepEqual(
            estate.exceptions.map(({ id, uses, sources }) => [id, uses, sources]),
            [["EXC-2040-001", 1, ["core/prod"]]],
        );
        assert.deepEqual(
            estate.unused.map(({ id }) => id),
            ["EXC-2040-002"],
        );
        assert.equal(estate.forecast[0]?.alive, 1);
    });

    it("lets be what a baseline holds, refuses what is new and what has ended, and never grows", async () => {
        const baseline = at("baseline.json");
        const register = write("exceptions.yaml", REGISTER);
        const old = port("old", "direct");
        const ended = port("ended", "direct", ["virtio-first:exception-id=EXC-2020-001"]);
        const file = write("s.json", state("core", "prod", [old, ended, port("leaving", "vdpa")]));
        const flags = ["--baseline", baseline, "--register", register];
        await estateOf(file, ...flags, "--update-baseline");
        write("s.json", state("core", "prod", [old, ended, port("new", "direct")]));
        const estate = await estateOf(file, ...flags, "--update-baseline");
        assert.deepEqual(attachments(estate), ["ended: sriov refused", "new: sriov refused", "old: sriov tolerated"]);
        assert.equal(estate.baseline?.gone.length, 1);
        const held = JSON.parse(readFileSync(baseline, "utf8")) as { violations: { resource: string }[] };
        assert.deepEqual(
            held.violations.map(({ resource }) => resource.split("::").at(-1)),
            ["old"],
        );
    });

    it("compares with an earlier audit: who moved to virtio, who came, who went", async () => {
        const file = write("s.json", state("core", "prod", [port("a", "direct"), port("b", "direct")]));
        const before = at("before.json");
        await virtioFirst("audit", file, "-o", `json=${before}`);
        write("s.json", state("core", "prod", [port("a", "normal"), port("c", "vdpa")]));
        const { out } = await virtioFirst("audit", file, "--compare", before);
        assert.match(out, /moved to virtio: 1\n.*::a at/);
        assert.match(out, /gone: 1\n.*::b at/);
        assert.match(out, /new: 1\n.*::c at/);
    });

    it("prints every format", async () => {
        const file = write("s.json", state("=core", "prod", [port("=cmd()", "direct")]));
        const outputs = Object.keys(ESTATE_FORMATS).flatMap((format) => ["-o", `${format}=${at(`out.${format}`)}`]);
        await virtioFirst("audit", file, ...outputs);
        const read = (format: string): string => readFileSync(at(`out.${format}`), "utf8");
        assert.match(read("csv"), /^source,kind,.*\r\n.*'=cmd\(\)/);
        assert.match(read("openmetrics"), /virtio_first_verdicts\{verdict="refused"\} 1\n[^]*# EOF\n$/);
        assert.match(read("html"), /<h1>Estate<\/h1>/);
        assert.match(read("markdown"), /Open attachments/);
        assert.match(read("sarif"), /missing-exception-id/);
        assert.match(read("junit"), /<testsuite/);
    });

    it("says in which file and line a manifest or template stands, and of a state its file", async () => {
        const folder = at("placed");
        const gpu = "spec: {containers: [{name: c, image: i, resources: {limits: {nvidia.com/gpu: 1}}}]}";
        const object = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\n${gpu}\n`;
        write("placed/pods.yaml", `# Two pods.\n${object("first")}---\n${object("second")}`);
        const heat = "heat_template_version: 2018-08-31\nresources: {p: {type: 'OS::Neutron::Port', properties: ";
        write("placed/t.heat.yaml", `${heat}{network: n, 'binding:vnic_type': direct}}}\n`);
        const old = write("old.json", state("core", "prod", [port("old", "direct")]));
        const formats = ["sarif", "codequality", "github", "markdown", "text"];
        const outputs = formats.flatMap((format) => ["-o", `${format}=${at(`placed.${format}`)}`]);
        await virtioFirst("audit", folder, old, ...outputs);
        const read = (format: string): string => readFileSync(at(`placed.${format}`), "utf8");
        const lines = [
            [join(folder, "pods.yaml"), 2],
            [join(folder, "pods.yaml"), 7],
            [join(folder, "t.heat.yaml"), 1],
        ] as const;
        interface Sarif {
            runs: { results: { locations: { physicalLocation: { artifactLocation: object; region: object } }[] }[] }[];
        }
        const results = (JSON.parse(read("sarif")) as Sarif).runs[0]?.results ?? [];
        const pinned = new Set(results.map(({ locations }) => JSON.stringify(locations[0]?.physicalLocation)));
        const issues = (JSON.parse(read("codequality")) as { location: object }[]).map(({ location }) => location);
        for (const [file, line] of [...lines, [old, 1] as const]) {
            const place = { artifactLocation: { uri: `file://${file}` }, region: { startLine: line } };
            assert.ok(pinned.has(JSON.stringify(place)), file);
            assert.ok(
                issues.some(
                    (each) =>
                        JSON.stringify(each) === JSON.stringify({ path: file, lines: { begin: line, end: line } }),
                ),
            );
            assert.match(read("github"), new RegExp(`file=${file},line=${line},`));
        }
        for (const [file, line] of lines) {
            assert.ok(read("text").includes(`${file}:${line})`), file);
            assert.ok(read("markdown").includes(`${file}:${line}`), file);
        }
        assert.equal(pinned.size, 4);
    });

    it("gives the same bytes for parts merged in any order and grouping as for one run", async () => {
        const register = write("exceptions.yaml", REGISTER);
        const files = ["a", "b", "c", "d", "e"].map((stack, index) =>
            write(
                `${stack}.json`,
                state("core", stack, [
                    port(`p${index}`, index % 2 === 0 ? "direct" : "normal", [
                        "virtio-first:exception-id=EXC-2040-001",
                    ]),
                ]),
            ),
        );
        files.push(write("broken.json", "{"), write("twice.json", state("core", "a", [])));
        const now = new Date("2026-06-01T00:00:00Z");
        const judging = { raw: { registerFile: register }, packFolder: folder };
        const run = (those: readonly string[]) => audit(those.map(namedSource), judging, now, 1);
        const whole = JSON.stringify(buildEstate([await run(files)]));
        await fc.assert(
            fc.asyncProperty(
                fc.shuffledSubarray(files, { minLength: files.length }),
                fc.integer({ min: 1, max: 6 }),
                fc.integer({ min: 1, max: 6 }),
                async (order, first, second) => {
                    const [low, high] = [Math.min(first, second), Math.max(first, second)];
                    const groups = [order.slice(0, low), order.slice(low, high), order.slice(high)];
                    const [one, two, three] = await Promise.all(groups.map(run));
                    assert.ok(one !== undefined && two !== undefined && three !== undefined);
                    assert.equal(JSON.stringify(buildEstate([buildEstate([one, two]), three])), whole);
                    assert.equal(JSON.stringify(buildEstate([three, buildEstate([two, one])])), whole);
                },
            ),
            { numRuns: 25 },
        );
    });

    it("adds up nothing that was changed by hand so that it no longer fits, and says where", async () => {
        const { out } = await virtioFirst("audit", write("s.json", state("core", "prod", [])), "--json");
        const estate = JSON.parse(out) as { sources: { resources: unknown }[] };
        for (const source of estate.sources) {
            source.resources = "many";
        }
        const changed = write("part.json", JSON.stringify(estate));
        const { err, code } = await virtioFirst("audit", "--merge", changed);
        assert.equal(code, 2);
        assert.match(err, /part\.json is no whole result of an audit: \/sources\/0\/resources must be number/);
    });

    describe("as it is installed", () => {
        before(build);
        const main = join(root, "bin", "cli", "main.js");

        it("gives its baseline to a preview too: what it holds advises, the rest refuses", async () => {
            const resource = `urn:pulumi:dev::refused::${PORT}::sriov`;
            const violations = [{ resource, technique: "sriov" }];
            const baseline = write("baseline.json", JSON.stringify({ version: 1, violations }));
            const { out, code } = await virtioFirst(
                ...["preview", join(root, "examples", "refused"), "--baseline", baseline, "--json"],
            );
            const { findings } = JSON.parse(out) as { findings: { urn?: string; level: string }[] };
            assert.deepEqual(
                findings.filter(({ urn }) => urn === resource).map(({ level }) => level),
                ["advisory"],
            );
            assert.equal(findings.filter(({ level }) => level === "mandatory").length, 5);
            assert.equal(code, 1);
        });

        it("loads no Pulumi SDK", () => {
            const file = write("s.json", state("core", "prod", [port("oam", "normal")]));
            const hook = write(
                "hook.js",
                'process.on("exit", () => console.error(Object.keys(require.cache).filter((f) => /@pulumi/.test(f)).join()));',
            );
            const { stderr } = spawnSync("node", ["-r", hook, main, "audit", file], { encoding: "utf8" });
            assert.equal(stderr.trim(), "");
        });

        it("judges in worker threads as in one, and in parts of separate processes that are merged", () => {
            const files = ["a", "b", "c", "d"].map((stack) =>
                write(`${stack}.json`, state("core", stack, [port("oam", "normal")])),
            );
            const runIt = (...args: string[]): EstateReport => {
                const out = execFileSync("node", [main, "audit", ...args, "--json"], { encoding: "utf8" });
                return { ...(JSON.parse(out) as EstateReport), time: "" };
            };
            const one = runIt(...files, "--workers", "1");
            assert.deepEqual(runIt(...files, "--workers", "3"), one);
            const parts = ["1/3", "2/3", "3/3"].map((part, index) => {
                const file = at(`part-${index}.json`);
                execFileSync("node", [main, "audit", ...files, "--part", part, "-o", `json=${file}`]);
                return file;
            });
            assert.deepEqual(runIt("--merge", ...parts), one);
        });
    });
});

/** A few lines that would fill the memory if they were followed. */
function bomb(): string {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 10; level++) {
        lines.push(
            `a${level}: &a${level} [${Array<string>(9)
                .fill(`*a${level - 1}`)
                .join(", ")}]`,
        );
    }
    return lines.join("\n");
}
