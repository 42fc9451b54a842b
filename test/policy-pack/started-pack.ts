import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { analyzerService, grpc } from "../../preview/protocol";
import { build, root } from "../cli/support";

/** The built pack in a process of its own, started by the SDK's own runner. */
export interface StartedPack {
    readonly client: analyzerService.AnalyzerClient;
    readonly end: () => Promise<void>;
}

/** Starts the pack as the engine does, and connects to it. */
export async function startPack(): Promise<StartedPack> {
    build();
    const script = join(root, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack", "index.js");
    const pack = join(root, "policy-pack");
    // The pack calls its engine only to log, which it has no cause for here.
    const runner = spawn(process.execPath, [script, "127.0.0.1:1", pack], {
        cwd: pack,
        stdio: ["ignore", "pipe", "inherit"],
    });
    assert.ok(runner.stdout);
    const [port] = (await once(createInterface(runner.stdout), "line")) as [string];
    const client = new analyzerService.AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    return {
        client,
        end: async () => {
            client.close();
            const ended = once(runner, "exit");
            runner.kill();
            await ended;
        },
    };
}
