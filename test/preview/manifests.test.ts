import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { type PreviewResult, UNKNOWN } from "../../preview";
import { findingLines, folder, pack, preview, project, removeWritten } from "./support";

const NAD = `apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata: {name: fast, namespace: edge}
spec: {config: '{"type":"sriov"}'}
`;

/** Refuses every SR-IOV network attachment definition that it sees. */
const REFUSES_SRIOV = `{ name: "no-sriov", description: "No SR-IOV.", enforcementLevel: "mandatory",
    validateResource: (args, report) => {
        if (args.type.endsWith(":NetworkAttachmentDefinition") && args.props.spec.config.includes("sriov")) report("asks for SR-IOV");
    } }`;

const K8S = `const k8s = require("@pulumi/kubernetes"); const pulumi = require("@pulumi/pulumi");
    const openstack = require("@pulumi/openstack");`;

async function judged(program: string, files: Readonly<Record<string, string>> = {}): Promise<PreviewResult> {
    return await preview(project(`${K8S}\n${program}`, files), { policyPacks: [{ dir: pack(REFUSES_SRIOV) }] });
}

function names(result: PreviewResult): string[] {
    return result.resources
        .filter(({ type, custom }) => type.startsWith("kubernetes:") && custom)
        .map(({ type, name }) => `${type.slice("kubernetes:".length)} ${name}`)
        .sort();
}

describe("manifests that a program reads with the first generation of YAML components", () => {
    after(removeWritten);

    it("are taken apart and judged: an SR-IOV attachment in a ConfigGroup is refused", async () => {
        const result = await judged(
            `
            const provider = new k8s.Provider("cluster", { namespace: "shop" });
            new k8s.yaml.ConfigGroup("group", { yaml: ${JSON.stringify(
                `${NAD}---\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n- {apiVersion: v1, kind: Namespace, metadata: {name: b}}\n---\n---\nkind: Nothing\n`,
            )} }, { provider });
            new k8s.yaml.ConfigFile("file", { file: "more.yaml" }, { provider });`,
            {
                "more.yaml":
                    "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {hostNetwork: yes, containers: [{name: c, image: i}]}\n",
            },
        );
        assert.equal(result.exitCode, 1, result.reason);
        assert.deepEqual(findingLines(result), [
            "mandatory no-sriov kubernetes:yaml:ConfigGroup$kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition::edge/fast",
        ]);
        assert.deepEqual(names(result), [
            "core/v1:ConfigMap a",
            "core/v1:Namespace b",
            "core/v1:Pod p",
            "k8s.cni.cncf.io/v1:NetworkAttachmentDefinition edge/fast",
        ]);
        const pod = result.resources.find(({ name }) => name === "p");
        // The provider reads YAML 1.1, and puts what has no namespace into its own.
        assert.deepEqual(pod?.inputs.values["spec"], { hostNetwork: true, containers: [{ name: "c", image: "i" }] });
        assert.deepEqual(pod?.inputs.values["metadata"], { name: "p", namespace: "shop" });
        const plain = result.resources.find(({ name }) => name === "b");
        assert.deepEqual(plain?.inputs.values["metadata"], { name: "b" });
        assert.deepEqual(
            result.invokes.map(({ token, answered }) => [token, answered]),
            [
                ["kubernetes:yaml:decode", "served"],
                ["kubernetes:yaml:decode", "served"],
            ],
        );
    });

    it("fail the program where they are no YAML", async () => {
        const result = await judged(`new k8s.yaml.ConfigGroup("group", { yaml: "a: [" });`);
        assert.equal(result.exitCode, 1);
        assert.match(result.reason ?? "", /error converting YAML to JSON/);
    });
});

describe("manifests of the second generation of YAML components", () => {
    after(removeWritten);

    it("are built in place, as the provider does", async () => {
        const result = await judged(
            `
            const group = new k8s.yaml.v2.ConfigGroup("group", {
                files: ["manifests/*.yaml"],
                yaml: ${JSON.stringify(NAD)},
                objs: [
                    { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, stringData: { key: "value" } },
                    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m", annotations: { "config.kubernetes.io/depends-on": "/namespaces/default/Secret/s" } },
                      data: { net: new openstack.networking.Network("net", { name: "blue" }).id } },
                ],
            });
            new k8s.yaml.v2.ConfigFile("file", { file: "one.yaml", resourcePrefix: "", skipAwait: true });
            exports.count = group.resources.apply((all) => all.length);`,
            {
                "manifests/b.yaml": "apiVersion: acme.example/v1\nkind: Widget\nmetadata: {name: w, namespace: team}\n",
                "manifests/a.yaml":
                    "apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n" +
                    "metadata: {name: widgets.acme.example}\nspec: {group: acme.example, scope: Namespaced, names: {kind: Widget}}\n",
                "manifests/c.txt": "not: read",
                "one.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n",
            },
        );
        assert.equal(result.exitCode, 1, result.reason);
        assert.deepEqual(names(result), [
            "acme.example/v1:Widget group:team/w",
            "apiextensions.k8s.io/v1:CustomResourceDefinition group:widgets.acme.example",
            "apps/v1:Deployment default/d",
            "core/v1:ConfigMap group:default/m",
            "core/v1:Namespace group:team",
            "core/v1:Secret group:default/s",
            "k8s.cni.cncf.io/v1:NetworkAttachmentDefinition group:edge/fast",
        ]);
        const find = (name: string) => {
            const found = result.resources.find((candidate) => candidate.name === name);
            assert.ok(found !== undefined, name);
            return found;
        };
        assert.deepEqual(
            [...find("group:team/w").dependencies].sort(),
            [find("group:widgets.acme.example").urn, find("group:team").urn].sort(),
        );
        assert.deepEqual(find("group:default/m").dependencies, [find("group:default/s").urn]);
        assert.deepEqual(find("group:default/m").inputs.values["data"], { net: UNKNOWN });
        assert.deepEqual(find("group:default/s").inputs.secrets, [["stringData"]]);
        assert.deepEqual(find("default/d").inputs.values["metadata"], {
            name: "d",
            namespace: "default",
            annotations: { "pulumi.com/skipAwait": "true" },
        });
        assert.equal(find("group:team").parent, find("group").urn);
        assert.equal(result.outputs.values["count"], 6);
    });

    it("end with 3 where the text of a manifest is not known before the update", async () => {
        const result = await judged(`
            const net = new openstack.networking.Network("net", {});
            new k8s.yaml.v2.ConfigGroup("group", { yaml: pulumi.interpolate\`kind: \${net.id}\` });`);
        assert.equal(result.exitCode, 3);
        assert.match(result.reason ?? "", /yaml\/v2:ConfigGroup group .*not known before the update: yaml/);
    });

    it("end with 3 where the name of an object is not known before the update", async () => {
        const result = await judged(`
            const net = new openstack.networking.Network("net", {});
            new k8s.yaml.v2.ConfigGroup("group", { objs: [{ apiVersion: "v1", kind: "Pod", metadata: { name: net.id } }] });`);
        assert.equal(result.exitCode, 3);
        assert.match(result.reason ?? "", /an object's metadata\.name/);
    });

    it("fail the program where an object has no kind, or a file is not there", async () => {
        const noKind = await judged(`new k8s.yaml.v2.ConfigGroup("group", { objs: [{ metadata: { name: "x" } }] });`);
        assert.deepEqual(
            [noKind.exitCode, /require a kind and apiVersion/.test(noKind.reason ?? "")],
            [1, true],
            noKind.reason,
        );
        const noFile = await judged(`new k8s.yaml.v2.ConfigFile("file", { file: "gone.yaml" });`);
        assert.deepEqual(
            [noFile.exitCode, /gone\.yaml is not there/.test(noFile.reason ?? "")],
            [1, true],
            noFile.reason,
        );
    });
});

describe("charts and kustomizations", () => {
    const path = process.env["PATH"];

    after(removeWritten);
    afterEach(() => {
        process.env["PATH"] = path;
    });

    /** Makes only these tools available: scripts that note their arguments and print a manifest. */
    function tools(scripts: Readonly<Record<string, string>>): string {
        const bin = join(folder({}, false), "bin");
        mkdirSync(bin);
        for (const [name, script] of Object.entries(scripts)) {
            const file = join(bin, name);
            writeFileSync(file, `#!${process.execPath}\n${script}`);
            chmodSync(file, 0o755);
        }
        symlinkSync(process.execPath, join(bin, "node"));
        process.env["PATH"] = bin;
        return bin;
    }

    const NOTING = (bin: string, text: string): string => `
        const fs = require("node:fs");
        const given = process.argv.slice(2);
        fs.writeFileSync(${JSON.stringify("BIN/arguments.json")}.replace("BIN", ${JSON.stringify(bin)}), JSON.stringify(given));
        const values = given[given.indexOf("--values") + 1];
        if (given.includes("--values")) fs.copyFileSync(values, ${JSON.stringify(bin)} + "/values.yaml");
        console.log(${JSON.stringify(text)});`;

    function noting(name: string): string {
        const bin = tools({});
        writeFileSync(join(bin, name), `#!${process.execPath}\n${NOTING(bin, NAD)}`);
        chmodSync(join(bin, name), 0o755);
        return bin;
    }

    const given = (bin: string): string[] => JSON.parse(readFileSync(join(bin, "arguments.json"), "utf8")) as string[];

    const CHART = `new k8s.helm.v3.Chart("web", { chart: "nginx", version: "1.2.3", namespace: "edge", fetchOpts: { repo: "https://charts.example" },
        values: { password: "hush" }, apiVersions: ["a/v1"] });`;

    it("are rendered by helm, with the chart's own options, and judged", async () => {
        const bin = noting("helm");
        const result = await judged(CHART);
        assert.equal(result.exitCode, 1, result.reason);
        assert.deepEqual(names(result), ["k8s.cni.cncf.io/v1:NetworkAttachmentDefinition edge/fast"]);
        const [template, release, chart, ...options] = given(bin);
        assert.deepEqual([template, release, chart], ["template", "web", "nginx"]);
        const at = (option: string): string | undefined => options[options.indexOf(option) + 1];
        assert.deepEqual(
            [at("--namespace"), at("--version"), at("--repo"), at("--api-versions")],
            ["edge", "1.2.3", "https://charts.example", "a/v1"],
        );
        assert.ok(options.includes("--include-crds") && options.includes("--skip-tests"));
        assert.deepEqual(JSON.parse(readFileSync(join(bin, "values.yaml"), "utf8")), { password: "hush" });
        // Secret values must not stay behind.
        assert.ok(!existsSync(dirname(at("--values") ?? "")));
        assert.deepEqual(result.invokes, [
            { token: "kubernetes:helm:template", answered: "served", detail: "helm template" },
        ]);
    });

    it("end with 3 where helm is not installed, and name it", async () => {
        tools({});
        const result = await judged(CHART);
        assert.equal(result.exitCode, 3);
        assert.match(result.reason ?? "", /renders a chart.*needs helm.*pulumi preview/);
    });

    it("end with 3 where helm fails, and repeat what it says", async () => {
        tools({ helm: `console.error("chart not found"); process.exit(1);` });
        const result = await judged(CHART);
        assert.equal(result.exitCode, 3);
        assert.match(result.reason ?? "", /helm.*exit code 1:\nchart not found/s);
    });

    it("end with 3 where helm does not finish", async () => {
        tools({ helm: "setInterval(() => {}, 1000);" });
        const result = await preview(project(`${K8S}\n${CHART}`), { limits: { tool: 0.5 } });
        assert.equal(result.exitCode, 3);
        assert.match(result.reason ?? "", /helm did not finish within 0\.5 s/);
    });

    it("are built in place in their second generation too", async () => {
        const bin = noting("helm");
        const result =
            await judged(`new k8s.helm.v4.Chart("web", { chart: "./charts/web", namespace: "edge", values: { size: 3 },
            valueYamlFiles: [new pulumi.asset.StringAsset("base: 1")], skipCrds: true });`);
        assert.equal(result.exitCode, 1, result.reason);
        assert.deepEqual(names(result), ["k8s.cni.cncf.io/v1:NetworkAttachmentDefinition web:edge/fast"]);
        const words = given(bin);
        assert.deepEqual(words.slice(0, 4), ["template", "web", "./charts/web", "--no-hooks"]);
        assert.ok(!words.includes("--include-crds"));
        assert.equal(words.filter((word) => word === "--values").length, 2);
        assert.equal(readFileSync(join(bin, "values.yaml"), "utf8"), "base: 1");
    });

    it("are rendered by kustomize, or by kubectl where there is no kustomize", async () => {
        const program = `new k8s.kustomize.Directory("web", { directory: "overlay" });
            new k8s.kustomize.v2.Directory("more", { directory: "overlay" });`;
        const first = noting("kustomize");
        const result = await judged(program);
        assert.equal(result.exitCode, 1, result.reason);
        assert.deepEqual(names(result), [
            "k8s.cni.cncf.io/v1:NetworkAttachmentDefinition edge/fast",
            "k8s.cni.cncf.io/v1:NetworkAttachmentDefinition more:edge/fast",
        ]);
        assert.deepEqual(given(first).slice(0, 2), ["build", "overlay"]);
        const second = noting("kubectl");
        assert.equal((await judged(program)).exitCode, 1);
        assert.deepEqual(given(second).slice(0, 2), ["kustomize", "overlay"]);
    });

    it("end with 3 where neither is installed", async () => {
        tools({});
        const result = await judged(`new k8s.kustomize.Directory("web", { directory: "overlay" });`);
        assert.equal(result.exitCode, 3);
        assert.match(result.reason ?? "", /renders a kustomization.*needs kustomize or kubectl/);
    });
});
