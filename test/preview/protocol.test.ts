import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { type PreviewResource, type PreviewResult, UNKNOWN } from "../../preview";
import { preview, project, removeWritten } from "./support";

const START = `const pulumi = require("@pulumi/pulumi");
    const openstack = require("@pulumi/openstack");
    class Thing extends pulumi.CustomResource {
        constructor(name, props, opts, packageRef) { super("acme:index:Thing", name, { ...props, made: undefined }, opts, false, packageRef); }
    }`;

async function run(program: string, config: Readonly<Record<string, string>> = {}): Promise<PreviewResult> {
    return await preview(project(`${START}\n${program}`), { config });
}

function named(result: PreviewResult, name: string): PreviewResource {
    const found = result.resources.find((candidate) => candidate.name === name);
    assert.ok(found !== undefined, `${name}: ${result.reason}`);
    return found;
}

describe("what the program asks of the engine", () => {
    after(removeWritten);

    it("a resource that a provider made for its parent's package takes the parent's provider", async () => {
        const result = await run(`
            const edge = new pulumi.ProviderResource("acme", "edge", { size: 1 });
            const outer = new Thing("outer", {}, { provider: edge, protect: true });
            new Thing("inner", {}, { parent: outer });`);
        assert.equal(result.exitCode, 0, result.reason);
        assert.equal(named(result, "inner").provider, named(result, "edge").urn);
        assert.equal(named(result, "inner").urn, "urn:pulumi:dev::shop::acme:index:Thing$acme:index:Thing::inner");
    });

    it("default providers are refused where the stack disables them", async () => {
        const result = await run(`new Thing("thing", {});`, { "pulumi:disable-default-providers": '["acme"]' });
        assert.equal(result.exitCode, 1);
        assert.match(
            result.reason ?? "",
            /Default provider for acme is disabled.*acme:index:Thing must use an explicit provider/,
        );
        const other = await run(`new Thing("thing", {});`, { "pulumi:disable-default-providers": '["other"]' });
        assert.equal(other.exitCode, 0, other.reason);
    });

    it("packages made of a plugin and a parameter have default providers of their own version", async () => {
        const result = await run(`
            const proto = require("@pulumi/pulumi/proto/resource_pb");
            const monitor = pulumi.runtime.getMonitor();
            const parameterization = new proto.Parameterization();
            parameterization.setName("acme");
            parameterization.setVersion("2.1.0");
            const request = new proto.RegisterPackageRequest();
            request.setName("terraform-provider");
            request.setVersion("1.0.0");
            request.setParameterization(parameterization);
            const ref = new Promise((resolve, reject) =>
                monitor.registerPackage(request, (error, answer) => error ? reject(error) : resolve(answer.getRef())));
            new Thing("thing", {}, {}, ref);`);
        assert.equal(result.exitCode, 0, result.reason);
        const provider = named(result, "default_2_1_0");
        assert.deepEqual([provider.type, provider.inputs.values], ["pulumi:providers:acme", { version: "2.1.0" }]);
        assert.equal(named(result, "thing").provider, provider.urn);
    });

    it("a provider that is not registered is refused", async () => {
        const result = await run(`
            const gone = new pulumi.DependencyProviderResource("urn:pulumi:dev::shop::pulumi:providers:acme::gone::id");
            new Thing("thing", {}, { provider: gone });`);
        assert.equal(result.exitCode, 1);
        assert.match(result.reason ?? "", /names the provider .*gone::id, which the program has not registered/);
    });

    it("transforms of invokes change what is asked", async () => {
        const result = await run(`
            const k8s = require("@pulumi/kubernetes");
            pulumi.runtime.registerInvokeTransform((args) => args.token === "kubernetes:yaml:decode"
                ? { args: { ...args.args, text: args.args.text.replace("one", "two") }, opts: args.opts } : undefined);
            new k8s.yaml.ConfigGroup("group", { yaml: "kind: ConfigMap\\napiVersion: v1\\nmetadata: {name: one}\\n" });`);
        assert.equal(result.exitCode, 0, result.reason);
        assert.equal(named(result, "two").type, "kubernetes:core/v1:ConfigMap");
    });

    it("a transform that throws fails the program", async () => {
        const result = await run(`pulumi.runtime.registerResourceTransform(() => { throw new Error("not this one"); });
            new Thing("thing", {});`);
        assert.equal(result.exitCode, 1);
        assert.match(result.reason ?? "", /not this one/);
    });

    it("transforms see unknown and secret values as outputs, and may pass them on", async () => {
        const result = await run(`
            const first = new Thing("first", {});
            new Thing("second", { given: first.made, hidden: pulumi.secret("s"), both: pulumi.secret(first.made) }, {
                transforms: [async (args) => {
                    const kinds = Object.entries(args.props).filter(([key]) => key !== "kinds")
                        .map(([key, value]) => key + ":" + pulumi.Output.isInstance(value)).sort().join();
                    return { props: { ...args.props, kinds }, opts: args.opts };
                }],
            });`);
        assert.equal(result.exitCode, 0, result.reason);
        const { inputs } = named(result, "second");
        assert.deepEqual(inputs.values, {
            given: UNKNOWN,
            hidden: "s",
            both: UNKNOWN,
            kinds: "both:true,given:true,hidden:true",
        });
        assert.deepEqual([...inputs.secrets].sort(), [["both"], ["hidden"]]);
    });

    it("transforms that change nothing keep the dependencies of each property", async () => {
        const result = await run(`
            const first = new Thing("first", {});
            new Thing("second", { given: first.made, plain: 1 }, { transforms: [async () => undefined] });`);
        assert.deepEqual(named(result, "second").propertyDependencies, { given: [named(result, "first").urn] });
        assert.deepEqual(named(result, "second").dependencies, [named(result, "first").urn]);
    });

    it("hooks run at a preview only where they ask for it", async () => {
        const dir = project(`${START}
            const note = (text) => require("node:fs").appendFileSync(__dirname + "/notes", text + "\\n");
            const dry = new pulumi.ResourceHook("dry", (args) => note("dry " + args.name + " " + args.newInputs.size), { onDryRun: true });
            const wet = new pulumi.ResourceHook("wet", () => note("wet"));
            const after = new pulumi.ResourceHook("after", (args) => { throw new Error("too small"); }, { onDryRun: true });
            new Thing("thing", { size: 3 }, { hooks: { beforeCreate: [dry, wet], afterCreate: [after] } });`);
        const result = await preview(dir);
        assert.equal(result.exitCode, 0, result.reason);
        assert.equal(readFileSync(join(dir, "notes"), "utf8"), "dry thing 3\n");
        assert.ok(
            result.diagnostics.some(({ severity, message }) => severity === "warning" && message.includes("too small")),
        );
    });

    it("a hook that fails before a resource is made fails the preview", async () => {
        const result = await run(`
            const hook = new pulumi.ResourceHook("check", () => { throw new Error("not today"); }, { onDryRun: true });
            new Thing("thing", {}, { hooks: { beforeCreate: [hook] } });`);
        assert.equal(result.exitCode, 1);
        assert.match(result.reason ?? "", /before hook "check" of .*::thing failed: not today/);
    });

    it("a resource that is imported has its ID, and a word that nothing is compared", async () => {
        const result = await run(`
            const taken = new openstack.networking.Network("taken", { name: "blue" }, { import: "id-7" });
            exports.id = taken.id;`);
        assert.equal(result.exitCode, 0, result.reason);
        assert.equal(result.outputs.values["id"], "id-7");
        assert.ok(
            result.diagnostics.some(
                ({ urn, message }) => urn?.endsWith("::taken") && message.includes("imported as id-7"),
            ),
        );
    });

    it("resources as properties of others are references: an unknown ID to policies, a name to the program", async () => {
        const result = await run(`
            const first = new Thing("first", {});
            const second = new Thing("second", { other: first });
            exports.other = second.other;`);
        assert.equal(result.exitCode, 0, result.reason);
        assert.equal(named(result, "second").inputs.values["other"], UNKNOWN);
        assert.equal(result.outputs.values["other"], named(result, "first").urn);
    });

    it("files and archives travel as what they are", async () => {
        const result = await run(
            `new Thing("thing", { file: new pulumi.asset.FileAsset("./a.txt"), text: new pulumi.asset.StringAsset("t") });`,
        );
        assert.equal(result.exitCode, 0, result.reason);
        const { file, text } = named(result, "thing").inputs.values as Record<string, Record<string, string>>;
        assert.deepEqual([file?.["path"], text?.["text"]], ["./a.txt", "t"]);
    });

    it("a time-out that is no duration is refused", async () => {
        const result = await run(`new Thing("thing", {}, { customTimeouts: { create: "soon" } });`);
        assert.equal(result.exitCode, 1);
        assert.match(result.reason ?? "", /unable to parse customTimeout value soon/);
    });

    it("what was left in the environment by another run does not reach the program", async () => {
        process.env["PULUMI_NODEJS_STACK"] = "stale";
        process.env["PULUMI_CONFIG"] = '{"shop:size":"9"}';
        try {
            const dir = project(
                `${START} new Thing("thing", { stack: pulumi.getStack(), size: new pulumi.Config().get("size") ?? "none" });`,
            );
            const result = await preview(dir);
            assert.deepEqual(named(result, "thing").inputs.values, { stack: "dev", size: "none" });
            assert.ok(!existsSync(join(dir, "notes")));
        } finally {
            delete process.env["PULUMI_NODEJS_STACK"];
            delete process.env["PULUMI_CONFIG"];
        }
    });
});
