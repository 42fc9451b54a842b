/** Charts and kustomizations, rendered by the tools that the user has installed, as the provider renders them. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type ChartRequest, chartOfComponent, chartOfInvoke } from "./chart-arguments";
import { describeExit, type Nursery } from "./child";
import { PreviewFault, undecided } from "./fault";
import { decodeManifest } from "./kubernetes-yaml";
import type { PlainObject } from "./result";
import { within } from "./settle";
import type { WireObject } from "./wire";

/** Runs `helm` and `kustomize`. */
export class ManifestTools {
    public constructor(
        private readonly nursery: Nursery,
        private readonly programDir: string,
        private readonly environment: NodeJS.ProcessEnv,
        private readonly patience: number,
    ) {}

    /** The objects of a chart: `kubernetes:helm:template` with the options as the SDK writes them. */
    public async helmTemplate(jsonOptions: string): Promise<WireObject[]> {
        const request = chartOfInvoke(JSON.parse(jsonOptions) as PlainObject);
        return decodeManifest(await this.helm(request), request.namespace);
    }

    /** The manifest of a `helm.v4.Chart`. */
    public async helmChart(inputs: WireObject, name: string): Promise<string> {
        return await this.helm(chartOfComponent(inputs, name));
    }

    /** The objects of a kustomization: `kubernetes:kustomize:directory`. */
    public async kustomizeDirectory(directory: string): Promise<WireObject[]> {
        return decodeManifest(await this.kustomize([directory]), "");
    }

    /** The manifest of a `kustomize.v2.Directory`, which may read files anywhere and render charts. */
    public async kustomizeText(directory: string): Promise<string> {
        return await this.kustomize([directory, "--load-restrictor", "LoadRestrictionsNone", "--enable-helm"]);
    }

    private async helm(request: ChartRequest): Promise<string> {
        // Values may be secret: only this user can read the folder.
        const folder = mkdtempSync(join(tmpdir(), "virtio-first-helm-"));
        try {
            const paths = request.files.map((content, index) => {
                const path = join(folder, `${index}.yaml`);
                writeFileSync(path, content, { mode: 0o600 });
                return path;
            });
            const words = request.arguments.map((argument) =>
                argument.replace(/^\{(\d+)\}$/, (whole, index: string) => paths[Number(index)] ?? whole),
            );
            return await this.run("helm", words, "helm", "chart");
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    }

    private async kustomize(words: readonly string[]): Promise<string> {
        const needed = "kustomize or kubectl";
        try {
            return await this.run("kustomize", ["build", ...words], needed, "kustomization");
        } catch (error) {
            if (error instanceof MissingTool) {
                return await this.run("kubectl", ["kustomize", ...words], needed, "kustomization");
            }
            throw error;
        }
    }

    private async run(command: string, words: readonly string[], needed: string, what: string): Promise<string> {
        const output: string[] = [];
        const errors: string[] = [];
        const child = this.nursery.start({
            command,
            arguments: words,
            cwd: this.programDir,
            environment: this.environment,
            onOutput: (text, stream) => (stream === "stdout" ? output : errors).push(text),
        });
        const exit = await within(this.patience, child.exit, () =>
            undecided(`${command} did not finish within ${this.patience} s.`),
        ).finally(() => child.kill());
        if (exit.error !== undefined) {
            throw new MissingTool(needed, what, exit.error);
        }
        if (exit.code !== 0) {
            throw undecided(
                `${command}, which renders a ${what} for the program, ${describeExit(exit)}:\n${errors.join("\n")}`,
            );
        }
        return output.join("\n");
    }
}

class MissingTool extends PreviewFault {
    public constructor(tool: string, what: string, why: string) {
        super(
            3,
            `The program renders a ${what}, for which an offline preview needs ${tool}, which cannot be run (${why}). ` +
                "Install it, or use pulumi preview.",
        );
    }
}
