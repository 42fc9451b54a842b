import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { EstateReport } from "../../report/estate/model";
import { build, root } from "../cli/support";

const PARTS = [1, 2, 3, 4];

/** A container of a recipe, as far as it is run here. */
interface Container {
    readonly workingDir: string;
    readonly command: readonly string[];
    readonly args: readonly string[];
}

const guide = readFileSync(join(root, "docs", "audit.md"), "utf8");
const blocks = (language: string): string[] =>
    [...guide.matchAll(new RegExp(`\`\`\`${language}\\n([^]+?)\`\`\``, "g"))].map(([, text = ""]) => text);

/** The YAML objects of the guide, by kind and name. */
function object(kind: string, name: string): Record<string, never> {
    const found = blocks("yaml")
        .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Record<string, never>))
        .find((one) => one["kind"] === kind && JSON.stringify(one["metadata"]).includes(name));
    assert.ok(found, `${kind} ${name} is not in the guide`);
    return found;
}

/** The first container under a key, wherever a recipe has it. */
function containerOf(value: unknown): Container {
    const found: Container[] = [];
    JSON.stringify(value, (_, inner: unknown) => {
        if (typeof inner === "object" && inner !== null && "workingDir" in inner) {
            found.push(inner as Container);
        }
        return inner;
    });
    const [first] = found;
    assert.ok(first);
    return first;
}

describe("the recipes for estates beyond one machine, as docs/audit.md has them", () => {
    let folder = "";
    let whole: EstateReport;

    const inEstate = (command: readonly string[], env: NodeJS.ProcessEnv = {}): number | null => {
        const [program = "", ...args] = command;
        const path = `${join(folder, "programs")}:${process.env["PATH"] ?? ""}`;
        return spawnSync(program, args, { cwd: folder, env: { ...process.env, PATH: path, ...env } }).status;
    };
    const sh = (script: string, env: NodeJS.ProcessEnv = {}): number | null => inEstate(["sh", "-c", script], env);
    const container = ({ workingDir, command, args }: Container, env: NodeJS.ProcessEnv = {}): number | null => {
        assert.equal(workingDir, "/estate");
        return inEstate([...command, ...args], env);
    };
    const written = (): EstateReport => ({
        ...(JSON.parse(readFileSync(join(folder, "estate.json"), "utf8")) as EstateReport),
        time: "",
    });

    before(build);
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "audit-recipes-"));
        const estate = join(root, "examples", "estate");
        cpSync(join(estate, "states"), join(folder, "states"), { recursive: true });
        cpSync(join(estate, "clusters"), join(folder, "clusters"), { recursive: true });
        cpSync(join(estate, "openstack"), join(folder, "clusters", "openstack"), { recursive: true });
        cpSync(join(estate, "heat"), join(folder, "clusters", "heat"), { recursive: true });
        cpSync(join(estate, "exceptions.yaml"), join(folder, "exceptions.yaml"));
        mkdirSync(join(folder, "programs"));
        const program = join(folder, "programs", "virtio-first");
        writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${join(root, "bin", "cli", "main.js")}" "$@"\n`);
        chmodSync(program, 0o755);
        const status = sh("virtio-first audit states/*.json clusters/* --register exceptions.yaml -o json=estate.json");
        assert.equal(status, 1);
        whole = written();
        assert.equal(whole.sources.length, 4);
        rmSync(join(folder, "estate.json"));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it("a CI matrix: the parts added up are the whole", () => {
        const [part = "", merge = ""] = blocks("sh").filter((text) => /--part|--merge/.test(text));
        assert.ok(part.includes("--part") && merge.includes("--merge"));
        const codes = PARTS.map((number) => sh(part, { PART: String(number) }));
        assert.ok(codes.includes(1) && !codes.includes(2), "a part that refuses says so");
        assert.equal(sh(merge), 1);
        assert.deepEqual(written(), whole);
        assert.ok(readdirSync(folder).includes("estate.prom"));
    });

    it("an indexed Job of Kubernetes: a part that refuses is no failure, and the merge decides", () => {
        const { completions } = object("Job", "audit")["spec"] as unknown as { completions: number };
        assert.equal(completions, PARTS.length);
        for (const part of PARTS) {
            assert.equal(container(containerOf(object("Job", "audit")), { JOB_COMPLETION_INDEX: String(part - 1) }), 0);
        }
        assert.equal(container(containerOf(object("Job", "audit-merge"))), 1);
        assert.deepEqual(written(), whole);
    });

    it("an Argo workflow: the same", () => {
        const { templates } = object("Workflow", "audit-")["spec"] as unknown as { templates: { name: string }[] };
        const template = (name: string): Container => containerOf(templates.find((one) => one.name === name));
        for (const part of PARTS) {
            const { args, ...rest } = template("part");
            const filled = args.map((text) => text.replaceAll("{{inputs.parameters.part}}", String(part)));
            assert.equal(container({ ...rest, args: filled }), 0);
        }
        assert.equal(container(template("merge")), 1);
        assert.deepEqual(written(), whole);
    });
});
