import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, root, virtioFirst } from "../cli/support";
import { expected } from "../examples/expected";
import type { Report } from "../../report/model";
import { type EngineRun, EngineStack, findCli } from "./pulumi";
import { verdictOf } from "./verdict";

const cli = findCli();
const policyPack = join(root, "policy-pack");

/** True for a stack of Kubernetes resources alone, which an update can render to a folder in place of a cluster. */
function isRenderable(example: string): boolean {
    return !readFileSync(join(root, "examples", example, "package.json"), "utf8").includes("@pulumi/openstack");
}

function runOf(example: string, path: string): EngineRun {
    const dir = join(root, "examples", example);
    const configFile = join(dir, "policy-config.json");
    return { cli: path, dir, policyPack, ...(existsSync(configFile) && { configFile }) };
}

async function offline(example: string): Promise<{ report: Report; code: number }> {
    const { dir, configFile } = runOf(example, "");
    const options = configFile === undefined ? [] : ["--policy-pack-config", configFile];
    const { out, code } = await virtioFirst("preview", dir, "--json", ...options);
    return { report: JSON.parse(out) as Report, code };
}

describe("the examples under the real engine", function () {
    before(function () {
        if ("missing" in cli) {
            this.skip();
        }
        build();
    });

    const why = "missing" in cli ? ` (skipped: ${cli.missing})` : "";
    for (const example of Object.keys(expected)) {
        it(`${example}: pulumi preview gives the verdict of the offline preview${why}`, async function () {
            if ("missing" in cli) {
                this.skip();
            }
            const stack = new EngineStack(runOf(example, cli.path));
            try {
                const engine = stack.preview();
                const { report, code } = await offline(example);
                assert.deepEqual(verdictOf(engine.report, engine.code), verdictOf(report, code));
            } finally {
                stack.remove();
            }
        });

        if (isRenderable(example)) {
            it(`${example}: pulumi up, rendering to a folder, is let through or refused likewise${why}`, function () {
                if ("missing" in cli) {
                    this.skip();
                }
                const rendered = mkdtempSync(join(tmpdir(), "virtio-first-rendered-"));
                const config = { "kubernetes:renderYamlToDirectory": rendered };
                const stack = new EngineStack({ ...runOf(example, cli.path), config });
                try {
                    const exitCode = expected[example]?.exitCode;
                    assert.equal(stack.up(), exitCode);
                    assert.equal(readdirSync(rendered).length > 0, exitCode === 0);
                } finally {
                    stack.remove();
                    rmSync(rendered, { recursive: true, force: true });
                }
            });
        }
    }
});
