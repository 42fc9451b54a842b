import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import type { Command } from "commander";
import { program } from "../../cli/program";
import { virtioFirst } from "./support";

const silent = { out: () => {}, err: () => {}, interactive: false, colour: false, exit: () => {} };

function leaves(command: Command, path: readonly string[] = []): { path: string[]; command: Command }[] {
    return command.commands.length === 0
        ? [{ path: [...path], command }]
        : command.commands.flatMap((child) => leaves(child, [...path, child.name()]));
}

const all = leaves(program(silent));
const hasBash = spawnSync("bash", ["--version"]).status === 0;

describe("the command line", () => {
    for (const { path } of all) {
        it(`virtio-first ${path.join(" ")} --help describes it, on standard output`, async () => {
            const { out, code } = await virtioFirst(...path, "--help");
            assert.equal(code, 0);
            assert.match(out, new RegExp(`^Usage: (virtio-first )?${path.join(" ")}`));
            assert.match(out, /\nExamples:\n[^\n]*virtio-first /);
        });
    }

    it("guesses a mistyped command and a mistyped option", async () => {
        const command = await virtioFirst("previw");
        assert.deepEqual([command.code, /Did you mean preview\?/.test(command.err)], [2, true]);
        const option = await virtioFirst("preview", "--polcy-pack", "x");
        assert.deepEqual([option.code, /Did you mean --policy-pack\?/.test(option.err)], [2, true]);
    });
});

describe("virtio-first completion", () => {
    /** What bash would offer after these words. */
    async function offered(...words: string[]): Promise<string[]> {
        const { out } = await virtioFirst("completion", "bash");
        const line = ["virtio-first", ...words].map((word) => `'${word}'`).join(" ");
        const script = `${out}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length}; _virtio_first; printf '%s\\n' "\${COMPREPLY[@]}"`;
        return execFileSync("bash", ["-c", script], { encoding: "utf8" })
            .split("\n")
            .filter((word) => word !== "");
    }

    it(`in bash offers commands, their options and the formats${hasBash ? "" : " (skipped: no bash)"}`, async function () {
        if (!hasBash) {
            this.skip();
        }
        assert.deepEqual((await offered("pre")).sort(), ["preview"]);
        assert.deepEqual(await offered("exceptions", "fore"), ["forecast"]);
        assert.ok((await offered("preview", "--policy-p")).includes("--policy-pack-config"));
        assert.ok((await offered("exceptions", "forecast", "--o")).includes("--on"));
        assert.deepEqual(await offered("preview", "--output", "sar"), ["sarif"]);
    });

    it("is written for zsh and fish too, and refuses another shell", async () => {
        assert.match((await virtioFirst("completion", "zsh")).out, /^autoload -U \+X bashcompinit/);
        const fish = await virtioFirst("completion", "fish");
        assert.match(fish.out, /complete -c virtio-first -n '__fish_use_subcommand' -f -a preview/);
        assert.match(fish.out, /complete -c virtio-first -n '__fish_seen_subcommand_from preview' -l output/);
        assert.equal((await virtioFirst("completion", "tcsh")).code, 2);
    });
});
