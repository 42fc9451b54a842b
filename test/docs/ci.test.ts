import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { build, root, virtioFirst } from "../cli/support";

const page = readFileSync(join(root, "docs", "ci.md"), "utf8");
const blocks = (language: string): string[] =>
    [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, text = ""]) => text);

describe("the CI recipes", () => {
    let folder: string;
    before(() => {
        build();
        folder = mkdtempSync(join(tmpdir(), "virtio-first-ci-"));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it("are YAML without a fault: a workflow with jobs, a GitLab job, hooks", () => {
        const [workflow, gitlab, hooks, ...others] = blocks("yaml").map((text) => {
            const document = parseDocument(text);
            assert.deepEqual(document.errors, []);
            return document.toJS() as Record<string, never>;
        });
        assert.deepEqual(others, []);
        assert.deepEqual(Object.keys(workflow ?? {}), ["name", "on", "permissions", "jobs"]);
        assert.deepEqual(Object.keys(gitlab?.["virtio-first"] ?? {}), ["image", "script", "artifacts"]);
        assert.ok(Array.isArray(hooks?.["repos"]));
    });

    const commands = [
        ...new Set([...page.matchAll(/npx virtio-first (preview[^'\n`]*)/g)].map(([, line = ""]) => line.trim())),
    ];

    it("hold the commands that are tried here", () => {
        assert.ok(commands.length >= 4, commands.join("\n"));
    });

    for (const line of commands) {
        it(`virtio-first ${line}: fails on what is refused, and writes its reports`, async () => {
            const files = [...line.matchAll(/-o (\w+)=(\S+)/g)].map(([, format, file]) => ({
                format,
                file: join(folder, String(file)),
            }));
            const args = line.split(" ").map((word) => {
                const [format, file] = word.split("=");
                return file === undefined ? word : `${format}=${join(folder, file)}`;
            });
            const [name = "", ...rest] = args;
            const refused = await virtioFirst(name, join(root, "examples", "refused"), ...rest);
            assert.equal(refused.code, 1);
            files.forEach(({ file }) => assert.ok(existsSync(file), file));
            const passed = await virtioFirst(name, join(root, "examples", "openstack-virtio"), ...rest);
            assert.equal(passed.code, 0);
        });
    }
});
