import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { gone, pack, pidIn, preview, project, removeWritten } from "./support";

/** Collects the connections of a process, and gives `cut()`, which drops all of them at once. */
const CUTTING = `
    const { writeFileSync } = require("node:fs");
    const connections = new Set();
    const { Server, Socket } = require("node:net");
    const emit = Server.prototype.emit;
    Server.prototype.emit = function (event, connection) {
        if (event === "connection") connections.add(connection);
        return emit.apply(this, arguments);
    };
    const connect = Socket.prototype.connect;
    Socket.prototype.connect = function () {
        connections.add(this);
        return connect.apply(this, arguments);
    };
    const cut = () => {
        writeFileSync(__dirname + "/cut", "");
        connections.forEach((connection) => connection.destroy());
        connections.clear();
    };
`;

const HARDWARE = `
    const openstack = require("@pulumi/openstack");
    const net = new openstack.networking.Network("net", { name: "blue" });
    new openstack.networking.Port("port", { networkId: net.id, binding: { vnicType: "direct" } });
`;

const REFUSES_HARDWARE = `{ name: "refuses", description: "R.", enforcementLevel: "mandatory",
    validateResource: (args, report) => { if (args.props.binding?.vnicType === "direct") report("hardware"); } }`;

describe("a connection that is cut while its process lives on", () => {
    after(removeWritten);

    for (const method of ["getAnalyzerInfo", "configure", "remediate", "analyze", "analyzeStack"]) {
        it(`the pack's, in the middle of ${method}: exit code 3, and nothing is left running`, async () => {
            const dir = project(HARDWARE);
            const pid = join(dir, "pid");
            const before = `${CUTTING}
                writeFileSync(${JSON.stringify(pid)}, String(process.pid));
                const fromSdk = require("node:module").createRequire(require.resolve("@pulumi/policy"));
                const grpc = fromSdk("@grpc/grpc-js");
                const { addService } = grpc.Server.prototype;
                grpc.Server.prototype.addService = function (definition, handlers) {
                    const own = handlers[${JSON.stringify(method)}];
                    return addService.call(this, definition, { ...handlers, [${JSON.stringify(method)}]: (call, done) => {
                        cut();
                        own(call, done);
                    } });
                };`;
            const harmless = `{ name: "idle", description: "I.", enforcementLevel: "${method === "remediate" ? method : "mandatory"}",
                remediateResource: () => undefined, validateResource: () => {}, validateStack: () => {} }`;
            const rules = pack(harmless, { before });
            const result = await preview(dir, { policyPacks: [{ dir: rules }] });
            assert.ok(existsSync(join(rules, "cut")), `${method} was never called`);
            assert.equal(result.exitCode, 3, result.reason);
            await gone(await pidIn(pid));
        });
    }

    for (const [stage, program] of [
        ["before its first resource", `cut(); ${HARDWARE}`],
        [
            "after its first resource",
            HARDWARE.replace("new openstack.networking.Port", "cut(); new openstack.networking.Port"),
        ],
        ["while a resource is registered", `${HARDWARE} setImmediate(cut);`],
        ["at its end", `${HARDWARE} process.once("beforeExit", cut);`],
    ] as const) {
        it(`the program's, ${stage}: what would be refused does not pass, and nothing is left running`, async () => {
            const dir = project(`${CUTTING} writeFileSync(__dirname + "/pid", String(process.pid)); ${program}`);
            const result = await preview(dir, { policyPacks: [{ dir: pack(REFUSES_HARDWARE) }] });
            assert.ok(existsSync(join(dir, "cut")));
            assert.notEqual(result.exitCode, 0, result.reason);
            await gone(await pidIn(join(dir, "pid")));
        });
    }
});
