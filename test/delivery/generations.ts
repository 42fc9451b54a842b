/**
 * The package as its users install it: by npm, from its tarball, beside the oldest and the newest Pulumi SDKs that its
 * peer ranges allow. It takes the network, so it is no part of `npm test`: `npm run test:delivery`, before a release.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPreview } from "../../preview";
import { build, root } from "../cli/support";
import { compile, manifest, pack, preview, RESOLUTIONS, writeConsumer } from "../package/consumer";

const PEERS = Object.entries(manifest(root)["peerDependencies"] as Record<string, string>);

describe("the installed package", function () {
    this.timeout(900_000);
    let folder: string;
    let tarball: string;

    before(() => {
        build();
        folder = mkdtempSync(join(tmpdir(), "virtio-first-delivery-"));
        tarball = pack(root, folder).tarball;
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    for (const [generation, end] of [
        ["oldest", 0],
        ["newest", -1],
    ] as const) {
        describe(`beside the ${generation} SDKs`, () => {
            let project: string;

            before(() => {
                project = join(folder, generation);
                writeConsumer(project);
                const sdks = PEERS.map(([name, range]) => `${name}@${published(name, range).at(end)}`);
                console.log(`    ${sdks.join(", ")}`);
                npm(project, "install", tarball, "typescript@^5", "@types/node@^20", ...sdks);
            });

            for (const resolution of Object.keys(RESOLUTIONS) as (keyof typeof RESOLUTIONS)[]) {
                it(`compiles in a strict program under moduleResolution ${resolution}`, () => {
                    assert.deepEqual(compile(project, resolution), ["", 0]);
                });
            }

            it("previews the program under its own pack", () => {
                const { stdout, stderr, status } = preview(project);
                assert.equal(status, 0, stderr);
                assert.match(stdout, /fast +sriov +EXC-2026-014/);
            });
        });
    }

    it("has a pack that installs alone, without development dependencies, and starts", async () => {
        const project = join(folder, "pack");
        execFileSync("mkdir", [project]);
        writeFileSync(join(project, "package.json"), JSON.stringify({ name: "consumer", private: true }));
        npm(project, "install", "--omit=dev", pack(join(root, "policy-pack"), folder).tarball);
        const { name } = manifest(join(root, "policy-pack")) as { name: string };
        const { packs, exitCode } = await runPreview({
            dir: join(root, "examples", "openstack-virtio"),
            policyPacks: [{ dir: join(project, "node_modules", name) }],
        });
        assert.deepEqual([packs[0]?.name, exitCode], ["virtio-first", 0]);
    });
});

/** The versions of a range that are published, the oldest first. */
function published(name: string, range: string): string[] {
    const answer = execFileSync("npm", ["view", `${name}@${range}`, "version", "--json"], { encoding: "utf8" });
    return [JSON.parse(answer) as string | string[]]
        .flat()
        .filter((version) => /^[\d.]+$/.test(version))
        .sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
}

function npm(folder: string, ...args: string[]): void {
    execFileSync("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder, stdio: "pipe" });
}
