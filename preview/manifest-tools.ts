/** Charts and kustomizations, rendered by the tools that the user has installed, as the provider renders them. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describeExit, type Nursery } from "./child";
import { PreviewFault, undecided } from "./fault";
import { decodeManifest } from "./kubernetes-yaml";
import { isMapping } from "./project";
import type { PlainObject, PlainValue } from "./result";
import { within } from "./settle";
import type { WireObject } from "./wire";

/** Options of a chart that are options of `helm template` too; those with a value. */
const VALUE_OPTIONS: Readonly<Record<string, string>> = {
    ca_file: "--ca-file",
    cert_file: "--cert-file",
    key_file: "--key-file",
    keyring: "--keyring",
    password: "--password",
    repo: "--repo",
    username: "--username",
    version: "--version",
};

/** Those that are on or off. */
const FLAG_OPTIONS: Readonly<Record<string, string>> = { devel: "--devel", verify: "--verify" };

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
        const options = JSON.parse(jsonOptions) as PlainValue;
        if (!isMapping(options)) {
            throw new PreviewFault(1, "failed to unmarshal 'jsonOpts'");
        }
        const namespace = word(options["namespace"]) ?? "default";
        const values = mkdtempSync(join(tmpdir(), "virtio-first-helm-"));
        try {
            const valuesFile = join(values, "values.json");
            writeFileSync(valuesFile, JSON.stringify(options["values"] ?? {}), { mode: 0o600 });
            const text = await this.run("helm", helmArguments(options, namespace, valuesFile), "chart");
            return decodeManifest(text, namespace);
        } finally {
            rmSync(values, { recursive: true, force: true });
        }
    }

    /** The objects of a kustomization: `kubernetes:kustomize:directory`. */
    public async kustomizeDirectory(directory: string): Promise<WireObject[]> {
        try {
            return decodeManifest(await this.run("kustomize", ["build", directory], "kustomization"), "");
        } catch (error) {
            if (!(error instanceof MissingTool)) {
                throw error;
            }
        }
        try {
            return decodeManifest(await this.run("kubectl", ["kustomize", directory], "kustomization"), "");
        } catch (error) {
            throw error instanceof MissingTool ? missing("kustomize or kubectl", "kustomization") : error;
        }
    }

    private async run(command: string, words: readonly string[], what: string): Promise<string> {
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
            throw exit.error.includes("ENOENT")
                ? new MissingTool(command, what)
                : undecided(`${command} ${describeExit(exit)}.`);
        }
        if (exit.code !== 0) {
            // As with the provider, which fails the program's call.
            throw new PreviewFault(1, `${command} ${describeExit(exit)}:\n${errors.join("\n")}`);
        }
        return output.join("\n");
    }
}

class MissingTool extends PreviewFault {
    public constructor(tool: string, what: string) {
        super(3, missing(tool, what).message);
    }
}

function missing(tool: string, what: string): PreviewFault {
    return undecided(
        `The program renders a ${what}, for which an offline preview needs ${tool}; it is not installed (not in PATH). ` +
            "Install it, or use pulumi preview.",
    );
}

function helmArguments(options: PlainObject, namespace: string, valuesFile: string): string[] {
    const fetch = isMapping(options["fetch_opts"]) ? options["fetch_opts"] : {};
    const path = word(options["path"]);
    const words = ["template", word(options["release_name"]) ?? "release", chartReference(options, fetch, path)];
    words.push("--namespace", namespace, "--values", valuesFile);
    if (options["skip_crd_rendering"] !== true) {
        words.push("--include-crds");
    }
    if (options["include_test_hook_resources"] !== true) {
        words.push("--skip-tests");
    }
    for (const version of Array.isArray(options["api_versions"]) ? options["api_versions"] : []) {
        words.push("--api-versions", String(version));
    }
    const kubeVersion = word(options["kube_version"]);
    if (kubeVersion !== undefined) {
        words.push("--kube-version", kubeVersion);
    }
    if (path === undefined) {
        const source: PlainObject = { ...fetch, version: options["version"] ?? fetch["version"] ?? "" };
        for (const [key, option] of Object.entries(VALUE_OPTIONS)) {
            const value = word(source[key]);
            if (value !== undefined) {
                words.push(option, value);
            }
        }
        words.push(...Object.entries(FLAG_OPTIONS).flatMap(([key, flag]) => (source[key] === true ? [flag] : [])));
    }
    return words;
}

/** A local folder; a chart of a named repository; or the chart as it is written, with a URL or an OCI reference. */
function chartReference(options: PlainObject, fetch: PlainObject, path: string | undefined): string {
    const chart = word(options["chart"]) ?? "";
    if (path !== undefined) {
        return join(path, chart);
    }
    const repository = word(options["repo"])?.replace(/\/$/, "");
    const known = word(fetch["repo"]) !== undefined || chart.startsWith("oci://");
    return repository === undefined || known || chart.startsWith(`${repository}/`) ? chart : `${repository}/${chart}`;
}

function word(value: PlainValue | undefined): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}
