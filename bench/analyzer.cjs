// The pack as the engine runs it: in a process of its own behind the SDK's server, one call of the analyzer protocol for each
// resource, one after another, and one for the stack.
const { spawn } = require("node:child_process");
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { performance } = require("node:perf_hooks");

const ofSdk = createRequire(require.resolve("@pulumi/policy"));
const grpc = ofSdk("@grpc/grpc-js");
const analyzer = ofSdk("@pulumi/pulumi/proto/analyzer_pb");
const { AnalyzerClient } = ofSdk("@pulumi/pulumi/proto/analyzer_grpc_pb");
const { Struct } = ofSdk("google-protobuf/google/protobuf/struct_pb");

const LARGE = { "grpc.max_receive_message_length": 2 ** 30, "grpc.max_send_message_length": 2 ** 30 };

/** Fills a message of the protocol with a resource: `{ urn, type, name, properties }`. */
function described(message, { urn, type, name, properties }) {
    message.setType(type);
    message.setName(name);
    message.setUrn(urn);
    message.setProperties(Struct.fromJavaScript(properties));
    const options = new analyzer.AnalyzerResourceOptions();
    options.setCustomtimeouts(new analyzer.AnalyzerResourceOptions.CustomTimeouts());
    message.setOptions(options);
    const [packageName] = type.split(":");
    const provider = new analyzer.AnalyzerProviderResource();
    provider.setName("provider");
    provider.setType(`pulumi:providers:${packageName}`);
    provider.setUrn(`urn:pulumi:dev::bench::pulumi:providers:${packageName}::provider`);
    provider.setProperties(new Struct());
    message.setProvider(provider);
    return message;
}

/** The peak of a process's memory in MiB, where the system tells it. */
function peakOf(pid) {
    try {
        const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
        return Number(peak?.[1] ?? 0) / 1024;
    } catch {
        return 0;
    }
}

/** The message that gives a policy its config. */
function configured(policy, properties) {
    const config = new analyzer.PolicyConfig();
    config.setEnforcementlevel(analyzer.EnforcementLevel.MANDATORY);
    config.setProperties(Struct.fromJavaScript(properties));
    const request = new analyzer.ConfigureAnalyzerRequest();
    request.getPolicyconfigMap().set(policy, config);
    return request;
}

/**
 * Has the pack in a folder judge a stack, with `{ policy, properties }` for a policy that has a config. Gives what it said
 * as `{ urn, mandatory }`, the milliseconds from its first call to its last answer, and its peak of memory in MiB.
 */
exports.judged = function judged(folder, resources, config) {
    const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
    const pack = spawn(process.execPath, [runner, "127.0.0.1:0", folder], {
        cwd: folder,
        stdio: ["ignore", "pipe", "inherit"],
    });
    return new Promise((done, fail) => {
        pack.on("error", fail);
        pack.once("exit", (code) => fail(new Error(`the pack ended with ${code}`)));
        pack.stdout.once("data", async (port) => {
            const client = new AnalyzerClient(
                `127.0.0.1:${String(port).trim()}`,
                grpc.credentials.createInsecure(),
                LARGE,
            );
            const findings = [];
            const call = (method, request, urn = "") =>
                new Promise((answered, refused) =>
                    client[method](request, (error, answer) => {
                        if (error) {
                            refused(error);
                            return;
                        }
                        for (const found of answer.getDiagnosticsList()) {
                            // 1 is mandatory.
                            findings.push({ urn: found.getUrn() || urn, mandatory: found.getEnforcementlevel() === 1 });
                        }
                        answered();
                    }),
                );
            try {
                const alone = resources.map((resource) => described(new analyzer.AnalyzeRequest(), resource));
                const stack = new analyzer.AnalyzeStackRequest();
                stack.setResourcesList(
                    resources.map((resource) => described(new analyzer.AnalyzerResource(), resource)),
                );
                if (config !== undefined) {
                    await new Promise((answered, refused) =>
                        client.configure(configured(config.policy, config.properties), (error) =>
                            error ? refused(error) : answered(),
                        ),
                    );
                }
                const start = performance.now();
                for (const [index, request] of alone.entries()) {
                    await call("analyze", request, resources[index].urn);
                }
                await call("analyzeStack", stack);
                done({ findings, milliseconds: performance.now() - start, megabytes: peakOf(pack.pid) });
            } catch (error) {
                fail(error);
            } finally {
                pack.kill();
                client.close();
            }
        });
    });
};
