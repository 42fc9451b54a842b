import assert from "node:assert/strict";
import { join } from "node:path";

import fc from "fast-check";

import { maskSecrets, UNKNOWN } from "../../preview";
import { chartOfComponent, chartOfInvoke } from "../../preview/chart-arguments";
import { DeclaredShapes } from "../../preview/declared-shape";
import { durationSeconds } from "../../preview/duration";
import { filesMatching } from "../../preview/file-pattern";
import { isKubernetesObject, isNamespaced, prepareObject } from "../../preview/kubernetes";
import { decodeManifest } from "../../preview/kubernetes-yaml";
import { settingsFaults } from "../../preview/policy-config-schema";
import {
    defaultProviderName,
    formatReference,
    parseReference,
    providerRequest,
    requestKey,
} from "../../preview/provider-request";
import { remediatedProperties } from "../../preview/remediation";
import { makeUrn, parseUrn, stackUrn } from "../../preview/urn";
import {
    addDependencies,
    downgradeOutputs,
    forPolicy,
    forProgram,
    outputDependencies,
    reveal,
    secret,
    SIGNATURE,
    SIGNATURES,
    unwrap,
    upgradeOutputs,
    type WireObject,
    type WireValue,
} from "../../preview/wire";
import { folder, removeWritten, ROOT } from "./support";

const UNKNOWN_BOOLEAN = "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7";

function output(members: WireObject): WireObject {
    return { [SIGNATURE]: SIGNATURES.output, ...members };
}

function reference(urn: string, id?: string): WireObject {
    return { [SIGNATURE]: SIGNATURES.resource, urn, ...(id === undefined ? {} : { id }) };
}

/** Any value that a program can send: no outputs, which only transforms are given. */
const wireValues = fc.letrec<{ value: WireValue }>((tie) => ({
    value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<WireValue>(null, true, 3, "text", UNKNOWN),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tie("value"), { maxKeys: 3 }),
        tie("value").map(secret),
    ),
})).value;

describe("values on the wire", () => {
    it("are shown in plain, with the places of the secrets, and of nothing else", () => {
        const { values, secrets } = reveal({
            a: secret({ b: secret("x") }),
            list: [1, secret(UNKNOWN)],
            flag: UNKNOWN_BOOLEAN,
            __internal: "hidden",
        });
        assert.deepEqual(values, { a: { b: "x" }, list: [1, UNKNOWN], flag: UNKNOWN });
        assert.deepEqual(secrets, [["a"], ["list", 1]]);
        assert.deepEqual(maskSecrets({ values, secrets }), { a: "[secret]", list: [1, "[secret]"], flag: UNKNOWN });
        assert.deepEqual(values["a"], { b: "x" });
    });

    it("survive the way to a transform and back", () => {
        fc.assert(
            fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), wireValues), (values) => {
                const once = downgradeOutputs(values);
                assert.deepEqual(downgradeOutputs(upgradeOutputs(once)), collapse(once));
            }),
        );
    });

    it("lose no secret and no unknown on the way to a policy", () => {
        assert.deepEqual(
            forPolicy({
                a: secret("s"),
                b: output({ value: [output({})], secret: true }),
                c: reference("urn:x", "id-1"),
                d: reference("urn:x"),
                e: reference("urn:x", ""),
                __defaults: [],
                nested: { __defaults: [] },
            }),
            { a: secret("s"), b: secret([UNKNOWN]), c: "id-1", d: "urn:x", e: UNKNOWN, nested: { __defaults: [] } },
        );
        assert.deepEqual(forPolicy({ __defaults: [] }, true), { __defaults: [] });
    });

    it("tell the program of a reference without an ID that it is not known", () => {
        assert.deepEqual(forProgram({ list: [reference("urn:x", UNKNOWN)] }), { list: [reference("urn:x", "")] });
        assert.deepEqual(forProgram(reference("urn:x", "id")), reference("urn:x", "id"));
    });

    it("carry dependencies through transforms", () => {
        const values = addDependencies(
            { a: 1, b: output({ value: 2, dependencies: ["u1"] }), c: 3 },
            {
                a: new Set(["u1"]),
                b: new Set(["u1", "u2"]),
                c: new Set<string>(),
            },
        );
        assert.deepEqual(values["a"], output({ value: 1, dependencies: ["u1"] }));
        assert.deepEqual(values["c"], 3);
        assert.deepEqual([...outputDependencies(values)].sort(), ["u1", "u2"]);
    });

    it("are unwrapped to the value inside, unknown where there is none", () => {
        assert.equal(unwrap(secret(output({ value: 1 }))), 1);
        assert.equal(unwrap(output({})), UNKNOWN);
        assert.equal(unwrap(undefined), undefined);
    });
});

/** As the protocol sees it, a secret inside a secret adds nothing. */
function collapse(value: WireValue): WireValue {
    if (Array.isArray(value)) {
        return value.map(collapse);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, collapse(member)]));
}

describe("names of resources", () => {
    it("hold the types of a resource's parents, but not the stack's", () => {
        const stack = stackUrn("dev", "shop");
        assert.equal(stack, "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev");
        const component = makeUrn("dev", "shop", stack, "a:b:C", "c");
        assert.equal(component, "urn:pulumi:dev::shop::a:b:C::c");
        assert.equal(makeUrn("dev", "shop", component, "x:y:Z", "z::1"), "urn:pulumi:dev::shop::a:b:C$x:y:Z::z::1");
    });

    it("are taken apart again", () => {
        assert.deepEqual(parseUrn("urn:pulumi:dev::shop::a:b:C$x:y:Z::z::1"), {
            stack: "dev",
            project: "shop",
            qualifiedType: "a:b:C$x:y:Z",
            type: "x:y:Z",
            name: "z::1",
        });
        assert.equal(parseUrn("urn:other"), undefined);
    });
});

describe("default providers", () => {
    it("are called by version and address", () => {
        const name = (version: string, url: string = ""): string =>
            defaultProviderName(providerRequest("p", version, url));
        assert.equal(name(""), "default");
        assert.equal(name("0.18.1"), "default_0_18_1");
        assert.equal(name("0.17.7-dev.1555435978+gb7030aa4.dirty"), "default_0_17_7_dev_1555435978_gb7030aa4_dirty");
        assert.equal(name("0.18.1", "pulumi.com/pkg/"), "default_0_18_1_pulumi.com/pkg");
        assert.equal(name("1.0.0", "https://x.y/-z"), "default_1_0_0_https_/x.y/_z");
    });

    it("are one for each package and version", () => {
        const base = { plugin: "terraform-provider", version: "1.0.0", downloadUrl: "" };
        const first = { ...base, parameterization: { name: "acme", version: "2.0.0" } };
        assert.equal(defaultProviderName(first), "default_2_0_0");
        assert.notEqual(requestKey(first), requestKey(base));
        assert.notEqual(requestKey(providerRequest("p", "1.0.0", "")), requestKey(providerRequest("p", "1.0.1", "")));
        assert.throws(() => providerRequest("p", "latest", ""), /no semantic version/);
    });

    it("are referred to by name and ID", () => {
        assert.deepEqual(parseReference("urn:pulumi:d::p::t::n::id"), { urn: "urn:pulumi:d::p::t::n", id: "id" });
        assert.equal(formatReference({ urn: "u", id: "i" }), "u::i");
        assert.equal(parseReference(""), undefined);
    });
});

describe("Kubernetes objects", () => {
    const POD = "kubernetes:core/v1:Pod";
    const named = (metadata: WireValue | undefined): WireValue | undefined =>
        prepareObject(POD, "web", metadata === undefined ? {} : { metadata }, undefined)["metadata"];

    it("get a name of the provider's form where they have none", () => {
        const metadata = named(undefined) as { name: string; annotations: WireObject };
        assert.match(metadata.name, /^web-[0-9a-f]{8}$/);
        assert.deepEqual(metadata.annotations, { "pulumi.com/autonamed": "true" });
        assert.notEqual((named({}) as { name: string }).name, metadata.name);
    });

    it("keep a name that they have, will get from the API server, or that is not known yet", () => {
        const kept: WireValue[] = [
            { name: "a" },
            { generateName: "a-" },
            { name: UNKNOWN },
            { name: secret("a") },
            UNKNOWN,
        ];
        for (const metadata of kept) {
            assert.deepEqual(named(metadata), metadata);
        }
        const patch = prepareObject("kubernetes:apps/v1:DeploymentPatch", "web", { metadata: {} }, undefined);
        assert.deepEqual(patch, { metadata: {} });
    });

    it("keep what else is in their metadata, secret or unknown", () => {
        const { annotations, labels } = named({ annotations: { a: "b" }, labels: UNKNOWN }) as WireObject;
        assert.deepEqual([annotations, labels], [{ a: "b", "pulumi.com/autonamed": "true" }, UNKNOWN]);
        assert.equal((named({ annotations: UNKNOWN }) as WireObject)["annotations"], UNKNOWN);
        const hidden = named(secret({ annotations: secret({ a: "b" }) })) as { value: WireObject };
        assert.deepEqual(hidden.value["annotations"], secret({ a: "b", "pulumi.com/autonamed": "true" }));
    });

    it("get the provider's namespace where they can have one", () => {
        const place = (type: string, metadata: WireObject, provider: WireObject): WireValue | undefined =>
            (prepareObject(type, "x", { metadata: { name: "x", ...metadata } }, provider)["metadata"] as WireObject)[
                "namespace"
            ];
        assert.equal(place(POD, {}, { namespace: "shop" }), "shop");
        assert.equal(place(POD, { namespace: "own" }, { namespace: "shop" }), "own");
        assert.equal(place("kubernetes:core/v1:Namespace", {}, { namespace: "shop" }), undefined);
        assert.equal(place("kubernetes:acme.io/v1:Widget", {}, { namespace: secret("shop") }), "shop");
        assert.equal(place(POD, {}, { namespace: UNKNOWN }), undefined);
        assert.equal(place(POD, {}, {}), undefined);
    });

    it("are told from the package's components and releases", () => {
        assert.ok(isKubernetesObject(POD) && isKubernetesObject("kubernetes:helm.cattle.io/v1:HelmChart"));
        for (const type of [
            "yaml:ConfigGroup",
            "yaml/v2:ConfigFile",
            "helm.sh/v3:Release",
            "kustomize:Directory",
            "helm:Chart",
        ]) {
            assert.ok(!isKubernetesObject(`kubernetes:${type}`), type);
        }
        assert.ok(!isKubernetesObject("openstack:x:Y"));
    });

    it("have a scope that is known for Kubernetes' own kinds alone", () => {
        assert.equal(isNamespaced("v1", "Pod"), true);
        assert.equal(isNamespaced("v1", "NamespacePatch"), false);
        assert.equal(isNamespaced("resource.k8s.io/v1", "DeviceClass"), false);
        assert.equal(isNamespaced("gateway.networking.k8s.io/v1", "GatewayClass"), undefined);
        assert.equal(isNamespaced("k8s.cni.cncf.io/v1", "NetworkAttachmentDefinition"), undefined);
    });

    it("are read from manifests as the provider reads them", () => {
        const text =
            "# nothing\n---\nkind: A\n---\n{kind: B, apiVersion: v1, off: yes, at: 2026-01-02, a: 1, a: 2}\n---\n[1]\n";
        assert.deepEqual(decodeManifest(text, "ns"), [
            { kind: "B", apiVersion: "v1", false: true, at: "2026-01-02", a: 2, metadata: { namespace: "ns" } },
        ]);
        assert.deepEqual(decodeManifest("kind: Node\napiVersion: v1\nb: &x {c: 1}\nd: {<<: *x}", "ns"), [
            { kind: "Node", apiVersion: "v1", b: { c: 1 }, d: { c: 1 } },
        ]);
        assert.throws(() => decodeManifest("a: [", ""), /error converting YAML to JSON/);
    });
});

describe("what an SDK declares", () => {
    const shapes = new DeclaredShapes(ROOT);
    after(removeWritten);

    it("is read for functions and resources of generated SDKs", () => {
        const image = shapes.resultNames("openstack:images/getImage:getImage") ?? [];
        assert.ok(image.includes("id") && image.includes("properties") && image.includes("mostRecent"), image.join());
        const port = shapes.outputNames("openstack:networking/port:Port") ?? [];
        assert.ok(
            port.includes("binding") && port.includes("macAddress") && port.includes("dnsAssignments"),
            port.join(),
        );
        assert.deepEqual(shapes.outputNames("kubernetes:core/v1:ConfigMap"), [
            "apiVersion",
            "binaryData",
            "data",
            "immutable",
            "kind",
            "metadata",
        ]);
        assert.ok(shapes.outputNames("kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition")?.includes("spec"));
    });

    it("is read where the SDK keeps its compiled files in bin, and functions of the root module", () => {
        const dir = folder(
            {
                "node_modules/@pulumi/acme/package.json": "{}",
                "node_modules/@pulumi/acme/bin/index.d.ts": "",
                "node_modules/@pulumi/acme/bin/getThing.d.ts":
                    "export interface GetThingResult {\n    readonly id: string;\n    readonly size?: number;\n}\n",
            },
            false,
        );
        assert.deepEqual(new DeclaredShapes(dir).resultNames("acme:index/getThing:getThing"), ["id", "size"]);
        assert.deepEqual(new DeclaredShapes(dir).resultNames("acme:index:getThing"), ["id", "size"]);
    });

    it("is not made up", () => {
        assert.equal(shapes.resultNames("acme:index:getThing"), undefined);
        assert.equal(shapes.resultNames("openstack:images/getNothing:getNothing"), undefined);
        assert.equal(shapes.resultNames("nonsense"), undefined);
        assert.equal(shapes.outputNames("openstack:x/y:Z"), undefined);
    });
});

describe("arguments of helm", () => {
    it("leave out what a chart does not say", () => {
        assert.deepEqual(chartOfInvoke({ chart: "web", release_name: "r" }), {
            arguments: [
                "template",
                "r",
                "web",
                "--namespace",
                "default",
                "--values",
                "{0}",
                "--include-crds",
                "--skip-tests",
            ],
            namespace: "default",
            files: ["{}"],
        });
    });

    it("name a local chart by its path and no repository", () => {
        const { arguments: words } = chartOfInvoke({
            path: "./charts",
            chart: "web",
            fetch_opts: { repo: "https://x" },
            version: "1.0.0",
        });
        assert.equal(words[2], "charts/web");
        assert.ok(!words.includes("--repo") && !words.includes("--version"));
    });

    it("put a repository's name before the chart, once, and not where its address is given", () => {
        const chart = (options: WireObject): string | undefined => chartOfInvoke(options).arguments[2];
        assert.equal(chart({ repo: "stable/", chart: "web" }), "stable/web");
        assert.equal(chart({ repo: "stable", chart: "stable/web" }), "stable/web");
        assert.equal(chart({ repo: "stable", chart: "web", fetch_opts: { repo: "https://x" } }), "web");
        assert.equal(chart({ repo: "stable", chart: "oci://x/web" }), "oci://x/web");
    });

    it("take options from where the old form keeps them", () => {
        const { arguments: words } = chartOfInvoke({
            chart: "web",
            skip_crd_rendering: true,
            include_test_hook_resources: true,
            kube_version: "1.30",
            fetch_opts: { version: "0.9", username: "u", password: "p", devel: true, verify: true, ca_file: "ca" },
        });
        for (const pair of [
            "--kube-version 1.30",
            "--version 0.9",
            "--username u",
            "--password p",
            "--ca-file ca",
            "--devel --verify",
        ]) {
            assert.ok(words.join(" ").includes(pair), pair);
        }
        assert.ok(!words.includes("--include-crds") && !words.includes("--skip-tests"));
    });

    it("take options and files from where the new form keeps them", () => {
        const asset = (members: WireObject): WireObject => ({ [SIGNATURE]: SIGNATURES.asset, ...members });
        const request = chartOfComponent(
            {
                chart: "web",
                name: "release",
                version: "1",
                repositoryOpts: { repo: "https://x", caFile: asset({ path: "ca.pem" }) },
                valueYamlFiles: [asset({ path: "a.yaml" }), asset({ text: "b: 1" })],
                values: { c: 1 },
                keyring: asset({ text: "ring" }),
                plainHttp: true,
                dependencyUpdate: true,
                postRenderer: { command: "./fix", args: ["-a"] },
            },
            "component",
        );
        const words = request.arguments.join(" ");
        assert.match(
            words,
            /^template release web --no-hooks --include-crds --values a\.yaml --values \{0\} --values \{1\}/,
        );
        for (const part of [
            "--repo https://x",
            "--ca-file ca.pem",
            "--keyring {2}",
            "--plain-http",
            "--dependency-update",
            "--post-renderer ./fix --post-renderer-args -a",
        ]) {
            assert.ok(words.includes(part), part);
        }
        assert.deepEqual(request.files, ["b: 1", '{"c":1}', "ring"]);
    });
});

describe("small parts", () => {
    after(removeWritten);

    it("durations are read as the engine reads them", () => {
        assert.deepEqual(
            ["", "0", "45s", "5m", "1h30m", "1.5h", "250ms"].map(durationSeconds),
            [0, 0, 45, 300, 5400, 5400, 0.25],
        );
        assert.deepEqual(["5", "m5", "5 m", "five"].map(durationSeconds), [undefined, undefined, undefined, undefined]);
    });

    it("patterns name files of one segment each, sorted", () => {
        const dir = folder(
            { "a/1.yaml": "", "a/2.yml": "", "b/1.yaml": "", "b/[x].yaml": "", "c/d/1.yaml": "" },
            false,
        );
        const names = (pattern: string): string[] =>
            filesMatching(dir, pattern).map((file) => file.slice(dir.length + 1));
        assert.deepEqual(names("*/*.yaml"), ["a/1.yaml", "b/1.yaml", "b/[x].yaml"]);
        assert.deepEqual(names("a/?.y*ml"), ["a/1.yaml", "a/2.yml"]);
        assert.deepEqual(names("./[ab]/1.yaml"), ["a/1.yaml", "b/1.yaml"]);
        assert.deepEqual(names("a/none.yaml"), ["a/none.yaml"]);
        assert.deepEqual(names("z/*.yaml"), []);
        assert.deepEqual(filesMatching("/elsewhere", join(dir, "a/*.yaml")), [join(dir, "a/1.yaml")]);
    });

    it("remediations tell each property that differs, and hide secrets", () => {
        assert.deepEqual(
            remediatedProperties(
                { same: [1], list: [1, { a: 1 }], gone: 1, hidden: secret("x"), object: { a: 1 } },
                { same: [1], list: [1, { a: 2 }], hidden: "y", object: "text", added: null },
            ),
            [
                { path: ["list", 1, "a"], before: 1, after: 2, secret: false },
                { path: ["gone"], before: 1, secret: false },
                { path: ["hidden"], before: "x", after: "y", secret: true },
                { path: ["object"], before: { a: 1 }, after: "text", secret: false },
                { path: ["added"], after: null, secret: false },
            ],
        );
    });

    it("a schema with a pattern that the engine cannot read is refused", () => {
        const policy = {
            name: "p",
            level: "advisory" as const,
            schema: { id: { type: "string", pattern: "^(?!x)" } },
            required: [],
        };
        assert.deepEqual(settingsFaults([policy], new Map()), [
            "p: the pattern ^(?!x) of its schema is none that the engine can use (RE2)",
        ]);
        const date = { ...policy, schema: { on: { type: "string", format: "date" } }, required: ["on", "by"] };
        assert.deepEqual(settingsFaults([date], new Map([["p", { level: undefined, properties: { on: "soon" } }]])), [
            "p: must have required property 'by'",
            'p: on: must match format "date"',
        ]);
    });
});
