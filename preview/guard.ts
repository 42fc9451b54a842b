/**
 * A few lines that run inside each child before the SDK's runner (`node -r`). They end the child when the preview is
 * gone, however it went, so that no process is left behind; they tell the preview of errors that the SDK's pack runner
 * prints and then forgets; and they let a pack that has answered everything end by itself, so that errors that are
 * still under way come to light instead of being cut off.
 *
 * Errors are printed without colours: reports have no use for them, and Node.js 20 never comes back from colouring a
 * stack that leads through `node_modules/@scope/file`, as stacks of the SDK do.
 *
 * A program is spared the stack that the SDK draws, through source maps, of every promise that it follows, unless
 * PULUMI_DEBUG_PROMISE_LEAKS asks for it: of a large stack that takes ten times as long as all the rest.
 *
 * It is plain JavaScript, written to a file at run time, because the child must be able to load it as it is.
 */

/** The environment variable that tells the guard its role and its file descriptor; taken away at once. */
export const GUARD_VARIABLE = "VIRTIO_FIRST_PREVIEW_GUARD";

/** What the preview says to a pack that may end by itself. */
export const GUARD_RELEASE = "released";

/** The file descriptor between the preview and the child. */
export const GUARD_DESCRIPTOR = 3;

/**
 * What a child is to the guard. A compiled pack is spared the TypeScript compiler until it requires a TypeScript file:
 * the SDK's runner loads the compiler for every pack, which takes as long as all the rest of its start.
 */
export type GuardRole = "program" | "pack" | "compiled-pack";

/** The guard's source. */
export const GUARD_SOURCE = `"use strict";
const role = process.env.${GUARD_VARIABLE};
delete process.env.${GUARD_VARIABLE};
if (role && require("node:worker_threads").isMainThread) {
    const { rmSync, writeSync } = require("node:fs");
    const { Socket } = require("node:net");
    const line = new Socket({ fd: ${GUARD_DESCRIPTOR}, readable: true, writable: true, allowHalfOpen: true });
    line.unref();
    line.on("error", () => undefined);
    let said = "";
    line.on("data", (chunk) => (said += chunk));
    line.on("end", () => {
        // The preview does so as well, if it still can.
        rmSync(__dirname, { recursive: true, force: true });
        // Without the word of release the preview is gone: what is still loading would open its port and never end.
        if (role === "program" || said !== "${GUARD_RELEASE}") {
            process.kill(process.pid, "SIGKILL");
        }
        for (const handle of process._getActiveHandles()) {
            if (typeof handle.unref === "function") {
                handle.unref();
            }
        }
    });
    const util = require("node:util");
    util.inspect = new Proxy(util.inspect, {
        apply(inspect, self, [value, options, ...others]) {
            const plain = value instanceof Error && options && options.colors ? { ...options, colors: false } : options;
            return Reflect.apply(inspect, self, [value, plain, ...others]);
        },
    });
    if (role === "compiled-pack") {
        const Module = require("node:module");
        const load = Module._load;
        let needed = false;
        const whenNeeded = (request, parent) => (options) => {
            for (const extension of [".ts", ".tsx"]) {
                Module._extensions[extension] = (module, file) => {
                    needed = true;
                    delete Module._extensions[".ts"];
                    delete Module._extensions[".tsx"];
                    load.call(Module, request, parent, false).register(options);
                    return Module._extensions[extension](module, file);
                };
            }
        };
        // Where the user has installed no TypeScript or no ts-node, the SDK takes the copy that it carries along.
        const isTypeScript = /^typescript$|[\\\\/]vendor[\\\\/]typescript@([0-9.]+)[\\\\/]/;
        const isTsNode = /^ts-node$|[\\\\/]vendor[\\\\/]ts-node@/;
        Module._load = function (request, parent, ...others) {
            const ofSdk = !needed && parent && /[\\\\/]@pulumi[\\\\/]pulumi[\\\\/]/.test(parent.filename || "");
            const typescript = ofSdk && isTypeScript.exec(request);
            if (typescript) {
                return { version: typescript[1] || "5.0.0" };
            }
            if (ofSdk && isTsNode.test(request)) {
                return { VERSION: "10.0.0", register: whenNeeded(request, parent) };
            }
            return load.call(this, request, parent, ...others);
        };
    }
    if (role === "program" && !process.env.PULUMI_DEBUG_PROMISE_LEAKS) {
        const Module = require("node:module");
        const load = Module._load;
        const spared = new WeakSet();
        Module._load = function (request, parent, ...others) {
            const loaded = load.call(this, request, parent, ...others);
            const ofSdk = /(?:^|[\\\\/])debuggable(?:\\.js)?$/.test(request) && parent && /[\\\\/]@pulumi[\\\\/]pulumi[\\\\/]/.test(parent.filename || "");
            if (ofSdk && typeof loaded.debuggablePromise === "function" && !spared.has(loaded)) {
                spared.add(loaded);
                const follow = loaded.debuggablePromise;
                loaded.debuggablePromise = (...given) => {
                    const limit = Error.stackTraceLimit;
                    Error.stackTraceLimit = 0;
                    try {
                        return follow(...given);
                    } finally {
                        Error.stackTraceLimit = limit;
                    }
                };
            }
            return loaded;
        };
    }
    if (role !== "program") {
        const tell = (error) => {
            const text = error instanceof Error ? error.stack || error.message : String(error);
            try {
                writeSync(${GUARD_DESCRIPTOR}, JSON.stringify({ uncaught: text }) + "\\n");
            } catch {
                // The preview is gone.
            }
        };
        process.on("uncaughtExceptionMonitor", tell);
        process.on("unhandledRejection", (reason) => {
            tell(reason);
            if (process.listenerCount("unhandledRejection") === 1) {
                throw reason;
            }
        });
    }
}
`;
