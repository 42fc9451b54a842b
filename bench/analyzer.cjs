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

/** A pack in a process of its own, and the calls of the protocol to it. */
class Pack {
    /** What it said, as `{ urn, mandatory }`. */
    findings = [];
    /** From its first call to its last answer, without what others took in between. */
    milliseconds = 0;

    constructor(process, client) {
        this.process = process;
        this.client = client;
    }

    /** Starts the pack in a folder, with `{ policy, properties }` for a policy that has a config. */
    static start(folder, config) {
        const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
        const pack = spawn(process.execPath, [runner, "127.0.0.1:0", folder], {
            cwd: folder,
            stdio: ["ignore", "pipe", "inherit"],
        });
        return new Promise((started, fail) => {
            pack.on("error", fail);
            pack.once("exit", (code) => fail(new Error(`the pack ended with ${code}`)));
            pack.stdout.once("data", (port) => {
                const address = `127.0.0.1:${String(port).trim()}`;
                const client = new AnalyzerClient(address, grpc.credentials.createInsecure(), LARGE);
                const own = new Pack(pack, client);
                if (config === undefined) {
                    started(own);
                } else {
                    const request = configured(config.policy, config.properties);
                    client.configure(request, (error) => {
                        if (error) {
                            own.end();
                            fail(error);
                        } else {
                            started(own);
                        }
                    });
                }
            });
        });
    }

    /** One call, whose time counts. */
    async call(method, request, urn = "") {
        const start = performance.now();
        const answer = await new Promise((answered, refused) =>
            this.client[method](request, (error, given) => (error ? refused(error) : answered(given))),
        );
        this.milliseconds += performance.now() - start;
        for (const found of answer.getDiagnosticsList()) {
            // 1 is mandatory.
            this.findings.push({ urn: found.getUrn() || urn, mandatory: found.getEnforcementlevel() === 1 });
        }
    }

    get megabytes() {
        return peakOf(this.process.pid);
    }

    end() {
        this.process.kill();
        this.client.close();
    }
}

/** The requests for each resource alone and for the stack of them, ready to be sent. */
function requestsFor(resources) {
    const stack = new analyzer.AnalyzeStackRequest();
    stack.setResourcesList(resources.map((resource) => described(new analyzer.AnalyzerResource(), resource)));
    return { alone: resources.map((resource) => described(new analyzer.AnalyzeRequest(), resource)), stack };
}

/** So many resources go to one pack before the next one has its turn. */
const TURN = 500;

/** The packs judge the stack in turns, `round` telling who begins. */
async function inTurns(packs, resources, { alone, stack }, round) {
    const started = [];
    try {
        for (const { folder, config } of packs) {
            started.push(await Pack.start(folder, config));
        }
        const inTurn = (turn) => (turn % 2 === 0 ? started : [...started].reverse());
        let turn = round;
        for (let first = 0; first < resources.length; first += TURN, turn++) {
            for (const pack of inTurn(turn)) {
                for (let index = first; index < Math.min(first + TURN, resources.length); index++) {
                    await pack.call("analyze", alone[index], resources[index].urn);
                }
            }
        }
        for (const pack of inTurn(turn)) {
            // What this process itself left behind must not be collected while a pack is waited for.
            global.gc?.();
            await pack.call("analyzeStack", stack);
        }
        return started.map(({ findings, milliseconds, megabytes }) => ({ findings, milliseconds, megabytes }));
    } finally {
        started.forEach((pack) => pack.end());
    }
}

/**
 * Has several packs judge the same stack, each `{ folder, config }`, in turns of a few hundred resources, whose order turns as
 * well: the speed of a machine moves within minutes, and so moves all of them. Gives for each what it said, its milliseconds, and
 * its peak of memory in MiB.
 */
exports.judgedInTurns = async function judgedInTurns(packs, resources, round) {
    const requests = requestsFor(resources);
    // A turn that does not count: otherwise the pack that comes first pays for what this process itself has to compile, which was a
    // tenth of it.
    await inTurns(packs.slice(0, 1), resources.slice(0, TURN), requests, 0);
    return inTurns(packs, resources, requests, round);
};

/** What one pack said of a stack, and what it took: all of it, with what this process has to do the first time. */
exports.judged = async function judged(folder, resources, config) {
    const [result] = await inTurns([{ folder, config }], resources, requestsFor(resources), 0);
    return result;
};
