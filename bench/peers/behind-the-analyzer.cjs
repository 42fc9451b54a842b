// The pack as the engine runs it, on manifests: each object goes to the pack's server by a call of the analyzer protocol, then all
// of them in one. Prints every object that is refused, as `Kind/name`. An engine of its own would add its program and its plugins.
const { spawn } = require("node:child_process");
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");

const pack = join(__dirname, "..", "..", "policy-pack");
const ofSdk = createRequire(require.resolve("@pulumi/policy"));
const grpc = ofSdk("@grpc/grpc-js");
const analyzer = ofSdk("@pulumi/pulumi/proto/analyzer_pb");
const { AnalyzerClient } = ofSdk("@pulumi/pulumi/proto/analyzer_grpc_pb");
const { Struct } = ofSdk("google-protobuf/google/protobuf/struct_pb");
const { loadAll } = require("js-yaml");

const LARGE = { "grpc.max_receive_message_length": 2 ** 30, "grpc.max_send_message_length": 2 ** 30 };

function described(message, object, urn, type) {
    message.setType(type);
    message.setName(object.metadata.name);
    message.setUrn(urn);
    message.setProperties(Struct.fromJavaScript(object));
    const options = new analyzer.AnalyzerResourceOptions();
    options.setCustomtimeouts(new analyzer.AnalyzerResourceOptions.CustomTimeouts());
    message.setOptions(options);
    const provider = new analyzer.AnalyzerProviderResource();
    provider.setName("cluster");
    provider.setType("pulumi:providers:kubernetes");
    provider.setUrn("urn:pulumi:dev::bench::pulumi:providers:kubernetes::cluster");
    provider.setProperties(new Struct());
    message.setProvider(provider);
    return message;
}

const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
const child = spawn(process.execPath, [runner, "127.0.0.1:0", pack], {
    cwd: pack,
    stdio: ["ignore", "pipe", "ignore"],
});
const objects = new Map();
for (const object of loadAll(readFileSync(process.argv[2], "utf8"))) {
    const group = object.apiVersion === "v1" ? "core/v1" : object.apiVersion;
    const type = `kubernetes:${group}:${object.kind}`;
    objects.set(`urn:pulumi:dev::bench::${type}::${object.metadata.name}`, { object, type });
}

child.stdout.once("data", async (port) => {
    const client = new AnalyzerClient(`127.0.0.1:${String(port).trim()}`, grpc.credentials.createInsecure(), LARGE);
    const refused = new Set();
    const call = (method, request, urn = "") =>
        new Promise((done, fail) =>
            client[method](request, (error, answer) => {
                if (error) {
                    fail(error);
                    return;
                }
                for (const found of answer.getDiagnosticsList()) {
                    // 1 is mandatory.
                    const { object } = objects.get(found.getUrn() || urn) ?? {};
                    if (found.getEnforcementlevel() === 1 && object) {
                        refused.add(`${object.kind}/${object.metadata.name}`);
                    }
                }
                done();
            }),
        );
    const stack = new analyzer.AnalyzeStackRequest();
    for (const [urn, { object, type }] of objects) {
        await call("analyze", described(new analyzer.AnalyzeRequest(), object, urn, type), urn);
        stack.addResources(described(new analyzer.AnalyzerResource(), object, urn, type));
    }
    await call("analyzeStack", stack);
    console.log([...refused].join("\n"));
    child.kill();
    client.close();
});
