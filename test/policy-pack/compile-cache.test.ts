import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { on, once } from "node:events";
import { type Dirent, mkdtempSync, readdirSync, rmSync, watch } from "node:fs";
import * as nodeModule from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, root } from "../cli/support";

const canKeep = "flushCompileCache" in nodeModule;

describe("the compile cache of Node.js, under the engine", () => {
    const title = "is written by a pack that is then killed, as the engine does";
    (canKeep ? it : it.skip)(
        canKeep ? title : `${title} (skipped: Node.js ${process.version} cannot write it before it ends)`,
        async () => {
            build();
            const cache = mkdtempSync(join(tmpdir(), "virtio-first-compile-cache-"));
            const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
            const watcher = watch(cache, { recursive: true });
            const files = (): Dirent[] =>
                readdirSync(cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
            const pack = spawn(process.execPath, [runner, "127.0.0.1:0", join(root, "policy-pack")], {
                env: { ...process.env, NODE_COMPILE_CACHE: cache },
                stdio: ["ignore", "pipe", "inherit"],
            });
            try {
                const changes = on(watcher, "change", { signal: AbortSignal.timeout(60_000) });
                // Node.js makes the folder itself as soon as it starts.
                while (files().length <= 100) {
                    await changes.next();
                }
                assert.equal(pack.exitCode, null, "the pack still runs");
            } finally {
                watcher.close();
                pack.kill("SIGKILL");
                await once(pack, "exit");
                rmSync(cache, { recursive: true, force: true });
            }
        },
    );
});
