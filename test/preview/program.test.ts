import assert from "node:assert/strict";
import { join } from "node:path";

import { maskSecrets, type PreviewEvent, type PreviewResource, type PreviewResult, UNKNOWN } from "../../preview";
import {
    findingLines,
    folder,
    pack,
    preview,
    project,
    type Recorded,
    recorded,
    RECORDING_HELPERS,
    recordingPolicies,
    removeWritten,
} from "./support";

const OPENSTACK_VERSION = (require("@pulumi/openstack/package.json") as { version: string }).version.replace(/^v/, "");
const NETWORK = "openstack:networking/network:Network";
const PORT = "openstack:networking/port:Port";

/** One program with as much of what programs do as fits. */
const EVERYTHING = `
const pulumi = require("@pulumi/pulumi");
const openstack = require("@pulumi/openstack");
const k8s = require("@pulumi/kubernetes");
const { Resource } = require("@pulumi/pulumi/dynamic");

const config = new pulumi.Config();
console.log("the program says hello");

pulumi.runtime.registerResourceTransform((args) => {
    if (args.type === "${NETWORK}" && args.props.tags) {
        return { props: { ...args.props, description: "by the stack" }, opts: args.opts };
    }
    return undefined;
});

class Shop extends pulumi.ComponentResource {
    constructor(name, opts) {
        super("shop:index:Shop", name, { size: 3 }, opts);
        this.network = new openstack.networking.Network(name + "-net", { tags: ["shop"] }, { parent: this });
        this.registerOutputs({ netId: this.network.id, size: 3 });
    }
}

const provider = new openstack.Provider("edge", { region: "edge", password: pulumi.secret("hunter2") });
const shop = new Shop("shop", { providers: [provider], protect: true, aliases: [{ name: "store" }] });
const network = new openstack.networking.Network("net", { name: "blue" }, { aliases: [{ name: "old-net" }] });
const port = new openstack.networking.Port("port", {
    networkId: network.id,
    description: pulumi.secret("s3cr3t"),
    tags: [pulumi.interpolate\`net-\${network.name}\`, pulumi.secret("t2")],
}, {
    dependsOn: [shop], ignoreChanges: ["tags"], additionalSecretOutputs: ["tags"],
    customTimeouts: { create: "1h30m", delete: "45s" }, deleteBeforeReplace: false,
});
const other = new openstack.networking.Port("other", { networkId: port.networkId, macAddress: port.macAddress }, {
    transforms: [async (args) => ({ props: { ...args.props, adminStateUp: false }, opts: args.opts })],
});
const looked = openstack.networking.Port.get("looked", "port-id-1", { binding: { vnicType: "normal" } });
const after = new openstack.networking.Port("after", { networkId: looked.networkId, name: looked.id });
const infra = new pulumi.StackReference("acme/infra/prod");
const image = openstack.images.getImageOutput({ name: "ubuntu" });
const flavor = openstack.compute.getFlavor({ name: "m1" });
const nad = new k8s.apiextensions.CustomResource("nad", {
    apiVersion: "k8s.cni.cncf.io/v1", kind: "NetworkAttachmentDefinition", metadata: { namespace: "default" },
    spec: { config: JSON.stringify({ type: "sriov" }) },
});
const pod = new k8s.core.v1.Pod("pod", {
    metadata: { annotations: { "k8s.v1.cni.cncf.io/networks": nad.metadata.name } },
    spec: { containers: [{ name: "c", image: infra.getOutput("image") }] },
});
new Resource({ async create() { return { id: "1", outs: {} }; } }, "made", { size: port.macAddress });

module.exports = (async () => {
    const plain = await flavor;
    const instance = new openstack.compute.Instance("vm", { imageId: image.id, flavorId: plain.id, networks: [{ port: port.id }] });
    return {
        region: config.require("region"),
        token: config.requireSecret("token"),
        list: config.requireObject("list"),
        name: network.name,
        mac: port.macAddress,
        hidden: port.description,
        shared: infra.getOutput("endpoint"),
        podName: pod.metadata.name,
        status: instance.accessIpV4,
    };
})();
`;

const FILES = {
    "Pulumi.yaml": [
        "name: shop",
        "runtime: nodejs",
        "config:",
        "  region: {type: string, default: north}",
        "  token: {type: string, secret: true}",
        "  list: {type: array, items: {type: integer}, default: [1, 2]}",
        "",
    ].join("\n"),
    "Pulumi.prod.yaml": "config:\n  openstack:region: west\n  openstack:password: {secure: v1:abc}\n",
};

describe("a program that does much, previewed under a pack", () => {
    let result: PreviewResult;
    let seen: Recorded[];
    const events: PreviewEvent[] = [];
    const inputs = (name: string): PreviewResource["inputs"]["values"] => resource(name).inputs.values;
    const shown = (name: string): Recorded => {
        const line = seen.find((entry) => entry.of === "resource" && entry.name === name);
        assert.ok(line !== undefined, name);
        return line;
    };
    const atEnd = (name: string): Recorded => {
        const line = seen.find((entry) => entry.of === "stack" && entry.name === name);
        assert.ok(line !== undefined, name);
        return line;
    };
    function resource(name: string): PreviewResource {
        const found = result.resources.find((candidate) => candidate.name === name);
        assert.ok(found !== undefined, name);
        return found;
    }

    before(async () => {
        const dir = project(EVERYTHING, FILES);
        const file = join(dir, "seen.jsonl");
        result = await preview(dir, {
            stack: "acme/shop/prod",
            config: { token: "tok-1", "openstack:password": "pw" },
            policyPacks: [{ dir: pack(recordingPolicies(file), { before: RECORDING_HELPERS }) }],
            onEvent: (event) => {
                events.push(event);
                throw new Error("what a listener throws is its own affair");
            },
        });
        assert.equal(result.exitCode, 0, result.reason);
        seen = recorded(file);
    });

    after(removeWritten);

    it("says what it previewed, which file it ran and in which form", () => {
        assert.deepEqual(
            [result.project, result.stack, result.organization, result.program.runtimeForm],
            ["shop", "prod", "acme", "compiled"],
        );
        assert.match(result.program.entry, /index\.js$/);
        assert.deepEqual(
            result.packs.map(({ name, version }) => [name, version]),
            [["house-rules", "1.2.3"]],
        );
    });

    it("tells what happens while it happens", () => {
        const phases = events.flatMap((event) => (event.kind === "phase" ? [event.phase] : []));
        assert.deepEqual(phases, ["starting", "program", "stack-policies", "done"]);
        assert.equal(events.filter(({ kind }) => kind === "resource").length, result.resources.length);
        assert.ok(events.some(({ kind }) => kind === "pack"));
    });

    it("keeps what the program prints", () => {
        assert.ok(
            result.diagnostics.some(({ message, source }) => message.includes("says hello") && source === "program"),
        );
    });

    it("gives program and pack the merged configuration, the caller's last", () => {
        assert.deepEqual(result.outputs.values["region"], "north");
        assert.deepEqual(result.outputs.values["list"], [1, 2]);
        const config = seen.find(({ of }) => of === "config");
        assert.deepEqual(config?.["config"], {
            "shop:region": "north",
            "shop:token": "tok-1",
            "shop:list": "[1,2]",
            "openstack:region": "west",
            "openstack:password": "pw",
        });
        assert.deepEqual(
            [config?.["project"], config?.["stack"], config?.["organization"], config?.["dryRun"]],
            ["shop", "prod", "acme", true],
        );
        assert.equal(config?.["cwd"], result.packs[0]?.dir);
    });

    it("makes a default provider with the configuration of its package, before what needs it", () => {
        const provider = resource(`default_${OPENSTACK_VERSION.replaceAll(".", "_")}`);
        assert.deepEqual(provider.inputs.values, { region: "west", password: "pw", version: OPENSTACK_VERSION });
        assert.deepEqual(provider.inputs.secrets, [["password"]]);
        assert.equal(provider.defaultProvider, true);
        assert.equal(provider.parent, undefined);
        assert.equal(resource("net").provider, provider.urn);
        const order = result.resources.map(({ name }) => name);
        assert.ok(order.indexOf(provider.name) < order.indexOf("net"));
    });

    it("hands a component's provider and protection to its children", () => {
        const edge = resource("edge");
        const child = resource("shop-net");
        assert.equal(child.urn, `urn:pulumi:prod::shop::shop:index:Shop$${NETWORK}::shop-net`);
        assert.equal(child.parent, resource("shop").urn);
        assert.equal(child.provider, edge.urn);
        assert.equal(shown("shop-net").opts["protect"], true);
        assert.equal(shown("net").opts["protect"], false);
    });

    it("shows policies the options of a resource", () => {
        const { opts } = shown("port");
        assert.deepEqual(opts["ignoreChanges"], ["tags"]);
        assert.deepEqual(opts["additionalSecretOutputs"], ["tags"]);
        assert.deepEqual(opts["customTimeouts"], { createSeconds: 5400, updateSeconds: 0, deleteSeconds: 45 });
        assert.equal(opts["deleteBeforeReplace"], false);
        assert.ok(!("deleteBeforeReplace" in shown("net").opts));
    });

    it("takes aliases without an effect: a new stack has nothing of the old name", () => {
        assert.deepEqual(shown("net").opts["aliases"], []);
        assert.equal(resource("net").urn, `urn:pulumi:prod::shop::${NETWORK}::net`);
    });

    it("records dependencies, and which property each comes from", () => {
        const port = atEnd("port");
        const net = resource("net").urn;
        assert.deepEqual(port.propertyDependencies, { networkId: [net], tags: [net] });
        // Depending on a component is depending on what it made.
        assert.deepEqual([...(port.dependencies ?? [])].sort(), [net, resource("shop-net").urn].sort());
    });

    it("runs a stack's transform on what it fits, and a resource's own on it alone", () => {
        assert.equal(inputs("shop-net")["description"], "by the stack");
        assert.equal(inputs("net")["description"], undefined);
        assert.equal(inputs("other")["adminStateUp"], false);
        assert.equal(inputs("port")["adminStateUp"], undefined);
    });

    it("leaves unknown what only the update can know", () => {
        assert.equal(inputs("port")["networkId"], UNKNOWN);
        assert.equal(inputs("other")["macAddress"], UNKNOWN);
        assert.equal(inputs("made")["size"], UNKNOWN);
        assert.equal(result.outputs.values["mac"], UNKNOWN);
        assert.equal(result.outputs.values["status"], UNKNOWN);
    });

    it("knows what is only passed on", () => {
        assert.deepEqual(inputs("port")["tags"], ["net-blue", "t2"]);
        assert.equal(result.outputs.values["name"], "blue");
    });

    it("marks secrets wherever they come from, and shows policies their plain values", () => {
        assert.deepEqual(resource("port").inputs.secrets, [["description"], ["tags", 1]]);
        assert.deepEqual(resource("port").outputs.secrets, [["description"], ["tags"]]);
        assert.deepEqual(resource("edge").inputs.secrets, [["password"]]);
        assert.deepEqual([...result.outputs.secrets].sort(), [["hidden"], ["token"]]);
        assert.equal(maskSecrets(result.outputs)["hidden"], "[secret]");
        assert.equal(maskSecrets(resource("port").inputs)["description"], "[secret]");
        assert.equal(result.outputs.values["hidden"], "s3cr3t");
        assert.equal(shown("port").props["description"], "s3cr3t");
        assert.equal(shown("edge").props["password"], "hunter2");
    });

    it("shows a resource that is only read to the stack policy alone, and takes nothing the program says of it", () => {
        assert.ok(!seen.some(({ of, name }) => of === "resource" && name === "looked"));
        assert.equal(resource("looked").read, true);
        const { props } = atEnd("looked");
        assert.equal(props["id"], "port-id-1");
        assert.equal(props["binding"], UNKNOWN);
        assert.equal(props["macAddress"], UNKNOWN);
        assert.equal(inputs("after")["networkId"], UNKNOWN);
        assert.equal(inputs("after")["name"], "port-id-1");
    });

    it("knows no output of another stack", () => {
        assert.equal(result.outputs.values["shared"], UNKNOWN);
        assert.deepEqual((inputs("pod")["spec"] as { containers: unknown[] }).containers, [
            { name: "c", image: UNKNOWN },
        ]);
        assert.deepEqual(atEnd("acme/infra/prod").props, {
            name: "acme/infra/prod",
            outputs: UNKNOWN,
            secretOutputNames: UNKNOWN,
        });
    });

    it("answers a provider's functions with unknown values, under the names that the SDK declares, and lists them", () => {
        assert.equal(inputs("vm")["imageId"], UNKNOWN);
        assert.equal(inputs("vm")["flavorId"], UNKNOWN);
        assert.deepEqual(result.invokes.map(({ token, answered }) => `${token} ${answered}`).sort(), [
            "openstack:compute/getFlavor:getFlavor unknown",
            "openstack:images/getImage:getImage unknown",
        ]);
    });

    it("names Kubernetes objects as the engine's plugin does, so that others can refer to them", () => {
        const metadata = inputs("nad")["metadata"] as { name: string; annotations: Record<string, string> };
        assert.match(metadata.name, /^nad-[0-9a-f]{8}$/);
        assert.deepEqual(metadata.annotations, { "pulumi.com/autonamed": "true" });
        const pod = inputs("pod")["metadata"] as { name: string; annotations: Record<string, string> };
        assert.equal(pod.annotations["k8s.v1.cni.cncf.io/networks"], metadata.name);
        assert.equal(result.outputs.values["podName"], pod.name);
        assert.deepEqual(atEnd("nad").props["metadata"], metadata);
    });

    it("makes resources of dynamic providers, without their code in what policies see", () => {
        assert.equal(resource("made").type, "pulumi-nodejs:dynamic:Resource");
        assert.deepEqual(Object.keys(shown("made").props), ["size"]);
    });

    it("shows the stack's outputs to stack policies", () => {
        assert.equal(atEnd("shop-prod").props["name"], "blue");
        assert.equal(shown("shop-prod").props["name"], undefined);
        assert.equal(atEnd("shop").props["size"], 3);
    });
});

describe("a TypeScript program", () => {
    const PROGRAM = `
        import * as pulumi from "@pulumi/pulumi";
        const count: number = "three";
        class Shelf extends pulumi.ComponentResource {
            constructor(name: string) { super("shop:index:Shelf", name, { count }); }
        }
        new Shelf("shelf");
    `;
    const dir = (): string =>
        folder({
            "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
            "package.json": JSON.stringify({ name: "shop", main: "index.ts" }),
            "index.ts": PROGRAM,
        });
    after(removeWritten);

    it("is transpiled without a look at its types", async () => {
        const result = await preview(dir());
        assert.deepEqual([result.exitCode, result.program.runtimeForm], [0, "transpiled"], result.reason);
    });

    it("is transpiled as an ES module too", async () => {
        const result = await preview(
            folder({
                "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
                "package.json": JSON.stringify({ name: "shop", type: "module", main: "index.ts" }),
                "tsconfig.json": JSON.stringify({
                    compilerOptions: { target: "es2022", module: "nodenext", moduleResolution: "nodenext" },
                }),
                "index.ts": PROGRAM,
            }),
        );
        assert.deepEqual([result.exitCode, result.program.runtimeForm], [0, "transpiled"], result.reason);
        assert.ok(result.resources.some(({ name }) => name === "shelf"));
    });

    it("is refused for a wrong type where types are checked", async () => {
        const result = await preview(dir(), { typeCheck: true });
        assert.deepEqual([result.exitCode, result.program.runtimeForm], [1, "type-checked"]);
        assert.match(result.reason ?? "", /not assignable to type 'number'/);
    });
});

describe("a mandatory finding", () => {
    after(removeWritten);

    it("makes the exit code 1, with the finding on its resource, and lets the others be judged", async () => {
        const rules = pack(`
            { name: "no-blue", description: "No blue.", enforcementLevel: "mandatory", severity: "high",
              validateResource: (args, report) => { if (args.props.name === "blue") report("It is blue."); } },
            { name: "count", description: "Counts.", enforcementLevel: "advisory",
              validateStack: (args, report) => { report("all: " + args.resources.length, "urn:pulumi:dev::shop::x::none"); } }`);
        const result = await preview(
            project(`
                const openstack = require("@pulumi/openstack");
                new openstack.networking.Network("a", { name: "blue" });
                new openstack.networking.Network("b", { name: "red" });`),
            { policyPacks: [{ dir: rules }] },
        );
        assert.equal(result.exitCode, 1);
        assert.ok(!result.diagnostics.some(({ source }) => source === "preview"));
        assert.equal(result.reason, "1 mandatory policy violation");
        assert.deepEqual(findingLines(result), [
            `mandatory no-blue ${NETWORK}::a`,
            "advisory count pulumi:pulumi:Stack::shop-dev",
        ]);
        assert.deepEqual(
            result.findings.map(({ message, severity, packVersion }) => [message, severity, packVersion]),
            [
                ["No blue.\nIt is blue.", "high", "1.2.3"],
                ["Counts.\nall: 4", undefined, "1.2.3"],
            ],
        );
    });

    it("leaves the exit code 0 where the level is advisory", async () => {
        const rules = pack(`{ name: "seen", description: "Seen.", enforcementLevel: "advisory",
            validateResource: (args, report) => { if (args.type === "${PORT}") report("a port"); } }`);
        const result = await preview(
            project(`new (require("@pulumi/openstack").networking.Port)("p", { networkId: "n" });`),
            { policyPacks: [{ dir: rules }] },
        );
        assert.deepEqual([result.exitCode, findingLines(result)], [0, [`advisory seen ${PORT}::p`]]);
    });
});

describe("the stacks that errors carry in a program", () => {
    const stacks = `
        const { Network } = require("@pulumi/openstack").networking;
        const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable");
        new Network("net", {});
        const followed = Promise.resolve();
        debuggablePromise(followed, "a test");
        const frames = (stack) => stack.split("\\n").length > 1;
        console.log("of a followed promise: " + frames(followed._debugStackTrace));
        console.log("of its own: " + frames(new Error("here").stack));`;
    const told = async (): Promise<string> =>
        (await preview(project(stacks))).diagnostics.map(({ message }) => message).join("\n");

    it("are there, but for those of promises that the SDK follows, which cost most of a large stack's time", async () => {
        assert.match(await told(), /^of a followed promise: false\nof its own: true$/m);
    });

    it("are all there where promise leaks are sought", async () => {
        process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = "1";
        try {
            assert.match(await told(), /^of a followed promise: true\nof its own: true$/m);
        } finally {
            delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
        }
    });
});
