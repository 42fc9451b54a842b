/** Small projects and packs for the preview's tests, written to a temporary folder. */

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

import { type PreviewOptions, type PreviewResult, runPreview } from "../../preview";

/** The repository's root. */
export const ROOT = resolve(__dirname, "..", "..");

const made: string[] = [];

/** Removes what the tests wrote. To be called once, after all. */
export function removeWritten(): void {
    for (const folder of made.splice(0)) {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** A folder with these files, and with this repository's dependencies unless told otherwise. */
export function folder(files: Readonly<Record<string, string>>, dependencies: boolean = true): string {
    const dir = mkdtempSync(join(tmpdir(), "preview-test-"));
    made.push(dir);
    for (const [name, content] of Object.entries(files)) {
        const file = join(dir, name);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
    }
    if (dependencies) {
        symlinkSync(join(ROOT, "node_modules"), join(dir, "node_modules"));
    }
    return dir;
}

/** A project with a JavaScript program. */
export function project(program: string, files: Readonly<Record<string, string>> = {}): string {
    return folder({
        "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
        "package.json": JSON.stringify({ name: "shop", main: "index.js" }),
        "index.js": program,
        ...files,
    });
}

/** A pack in JavaScript; the text is the list of its policies. */
export function pack(policies: string, options: { readonly before?: string; readonly name?: string } = {}): string {
    const name = options.name ?? "house-rules";
    return packOf(
        `const { PolicyPack } = require("@pulumi/policy");\n${options.before ?? ""}\n` +
            `new PolicyPack(${JSON.stringify(name)}, { policies: [${policies}] });\n`,
    );
}

/** A pack with this program. */
export function packOf(program: string): string {
    return folder({
        "PulumiPolicy.yaml": "runtime: nodejs\n",
        "package.json": JSON.stringify({ name: "house-rules", version: "1.2.3", main: "index.js" }),
        "index.js": program,
    });
}

/** A pack that does nothing. */
export const IDLE_POLICY = `{ name: "idle", description: "Does nothing.", enforcementLevel: "mandatory", validateResource: () => {} }`;

/** A preview of a folder. */
export async function preview(dir: string, options: Partial<PreviewOptions> = {}): Promise<PreviewResult> {
    return await runPreview({ dir, ...options });
}

/** A policy that writes what it is given to a file, one JSON line a call. */
export function recordingPolicies(file: string): string {
    return `
        {
            name: "record-resource", description: "Records.", enforcementLevel: "advisory",
            validateResource: (args) => write({
                of: "resource", type: args.type, name: args.name, urn: args.urn, props: raw(args.props), opts: args.opts,
                provider: args.provider && { urn: args.provider.urn, props: raw(args.provider.props) },
            }),
        },
        {
            name: "record-stack", description: "Records.", enforcementLevel: "advisory",
            validateStack: (args) => args.resources.forEach((resource) => write({
                of: "stack", type: resource.type, name: resource.name, urn: resource.urn, props: raw(resource.props),
                opts: resource.opts, parent: resource.parent && resource.parent.urn,
                provider: resource.provider && { urn: resource.provider.urn, props: raw(resource.provider.props) },
                dependencies: resource.dependencies.map((other) => other.urn),
                propertyDependencies: Object.fromEntries(Object.entries(resource.propertyDependencies)
                    .map(([key, others]) => [key, others.map((other) => other.urn)])),
            })),
        },
        {
            name: "record-config", description: "Records.", enforcementLevel: "advisory",
            validateStack: (args) => write({
                of: "config", cwd: process.cwd(), project: pulumi.getProject(), stack: pulumi.getStack(),
                organization: pulumi.getOrganization(), dryRun: pulumi.runtime.isDryRun(),
                config: JSON.parse(process.env.PULUMI_CONFIG),
            }),
        },`
        .replaceAll("write(", `write(${JSON.stringify(file)}, `)
        .trim();
}

/** What {@link recordingPolicies} need before them. */
export const RECORDING_HELPERS = `
    const pulumi = require("@pulumi/pulumi");
    const write = (file, line) => require("node:fs").appendFileSync(file, JSON.stringify(line) + "\\n");
    const raw = (value) => value["__getSpecialProxyTarget"];`;

/** A line that a recording policy wrote. */
export interface Recorded {
    readonly of: "resource" | "stack" | "config";
    readonly type: string;
    readonly name: string;
    readonly urn: string;
    readonly props: Readonly<Record<string, unknown>>;
    readonly opts: Readonly<Record<string, unknown>>;
    readonly provider?: { readonly urn: string; readonly props: Readonly<Record<string, unknown>> };
    readonly parent?: string;
    readonly dependencies?: readonly string[];
    readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
    readonly [other: string]: unknown;
}

/** The lines that recording policies wrote. */
export function recorded(file: string): Recorded[] {
    return readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as Recorded);
}

/** The names of the findings' policies with their levels and resources, for short comparisons. */
export function findingLines(result: PreviewResult): string[] {
    return result.findings.map(({ policy, level, urn }) => `${level} ${policy} ${urn.split("::").slice(2).join("::")}`);
}

/** How long the tests wait for what must happen. Milliseconds. */
const PATIENCE = 20_000;

async function until<T>(what: string, look: () => T | undefined): Promise<T> {
    for (const end = Date.now() + PATIENCE; Date.now() < end;) {
        const found = look();
        if (found !== undefined) {
            return found;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`waited in vain: ${what}`);
}

/** The process number that a file is going to hold. */
export async function pidIn(file: string): Promise<number> {
    return await until(`a process number in ${file}`, () => {
        const text = existsSync(file) ? readFileSync(file, "utf8") : "";
        return /^\d+$/.test(text) ? Number(text) : undefined;
    });
}

/** Settles when the process has ended. */
export async function gone(pid: number): Promise<void> {
    await until(`the end of process ${pid}`, () => {
        try {
            process.kill(pid, 0);
            // A process that has ended but whose parent has not asked for its exit code still has its number.
            return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8")) || undefined;
        } catch {
            return true;
        }
    });
}
