import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { reportOfEvents } from "../../cli/reports/of-source";
import { paravirtualIoConfig } from "../../cli/packs";
import type { Report } from "../../report/model";
import { operationOfEvents } from "../../report/sources/engine-events";

/** The real CLI, or why there is none to test with. */
export type Cli = { readonly path: string } | { readonly missing: string };

/** The plugins that the examples need. */
const PLUGINS = ["openstack", "kubernetes"];

/** Looks for the CLI in PULUMI_HOME and on the PATH, and for the provider plugins that the examples need. */
export function findCli(env: NodeJS.ProcessEnv = process.env): Cli {
    const home = env["PULUMI_HOME"];
    const folders = [...(home === undefined ? [] : [join(home, "bin")]), ...(env["PATH"] ?? "").split(delimiter)];
    const path = folders.map((folder) => join(folder, "pulumi")).find((candidate) => existsSync(candidate));
    if (path === undefined) {
        return { missing: "pulumi is neither on PATH nor in PULUMI_HOME" };
    }
    const { stdout } = spawnSync(path, ["plugin", "ls", "--json"], { encoding: "utf8", env });
    const absent = PLUGINS.filter((plugin) => !stdout.includes(`"name": "${plugin}"`));
    return absent.length === 0
        ? { path }
        : { missing: `the plugins ${absent.join(" and ")} of pulumi are not installed` };
}

/** What the engine is run on. */
export interface EngineRun {
    readonly cli: string;
    readonly dir: string;
    readonly policyPack: string;
    readonly configFile?: string;
    /** More config of the stack. */
    readonly config?: Readonly<Record<string, string>>;
}

/** A stack of its own on a file backend in a temporary folder, with nobody logged in and no cloud at hand. */
export class EngineStack {
    private readonly backend = mkdtempSync(join(tmpdir(), "virtio-first-engine-"));
    private readonly env: NodeJS.ProcessEnv;

    constructor(private readonly options: EngineRun) {
        this.env = {
            ...process.env,
            PULUMI_BACKEND_URL: `file://${this.backend}`,
            PULUMI_CONFIG_PASSPHRASE: "engine-test",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
            KUBECONFIG: "/nonexistent",
            OS_AUTH_URL: "http://127.0.0.1:1/v3",
            OS_USERNAME: "nobody",
            OS_PASSWORD: "none",
            OS_TENANT_NAME: "none",
            OS_DOMAIN_NAME: "none",
        };
        this.run(["stack", "init", "dev", "--non-interactive"]);
        for (const [key, value] of Object.entries(options.config ?? {})) {
            this.run(["config", "set", key, value, "--stack", "dev", "--non-interactive"]);
        }
    }

    /** `pulumi preview` under the pack: the report of its events, and its exit code. */
    preview(): { readonly report: Report; readonly code: number | null } {
        const { stdout, status } = this.run(["preview", "--json", "--stack", "dev", ...this.policyOptions()]);
        const { dir, policyPack, configFile } = this.options;
        const raw = configFile === undefined ? {} : paravirtualIoConfig(configFile);
        const events = stdout
            .split("\n")
            .filter((line) => line.startsWith("{"))
            .map((line) => JSON.parse(line) as unknown);
        return {
            report: reportOfEvents(operationOfEvents(events), dir, { raw, packFolder: policyPack }, new Date()),
            code: status,
        };
    }

    /** `pulumi up` under the pack, and its exit code. */
    up(): number | null {
        return this.run(["up", "--yes", "--non-interactive", "--stack", "dev", ...this.policyOptions()]).status;
    }

    /** Removes the backend; nothing that a cloud holds was ever made. */
    remove(): void {
        rmSync(this.backend, { recursive: true, force: true });
        rmSync(join(this.options.dir, "Pulumi.dev.yaml"), { force: true });
    }

    private policyOptions(): string[] {
        const { policyPack, configFile } = this.options;
        return ["--policy-pack", policyPack, ...(configFile === undefined ? [] : ["--policy-pack-config", configFile])];
    }

    private run(args: readonly string[]): { readonly stdout: string; readonly status: number | null } {
        return spawnSync(this.options.cli, args, {
            cwd: this.options.dir,
            env: this.env,
            encoding: "utf8",
            maxBuffer: 256 * 1024 * 1024,
        });
    }
}
