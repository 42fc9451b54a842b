import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ANNOTATION, RESOURCE } from "./manifests";

/** A tool, and how it is run on a file. */
export interface Peer {
    readonly name: string;
    readonly program: string;
    readonly args: (file: string) => readonly string[];
    /** What it refused, as `Kind/name`, or how many where it tells no names. */
    readonly refusedIn: (stdout: string, stderr: string) => ReadonlySet<string> | number;
}

const HERE = __dirname;
const ROOT = join(HERE, "..", "..");

/** The rule in Node alone, with the fastest YAML library and nothing else: what any tool in Node must take. */
const FLOOR = `
const { loadAll } = require(${JSON.stringify(require.resolve("js-yaml"))});
for (const { kind, metadata, spec } of loadAll(require("fs").readFileSync(process.argv[2], "utf8"))) {
    const hardware = kind === "Pod"
        ? ["containers", "initContainers"].some((list) => (spec[list] ?? []).some(({ resources = {} }) =>
            ["limits", "requests"].some((amounts) => (resources[amounts] ?? {})[${JSON.stringify(RESOURCE)}] !== undefined)))
        : JSON.parse(spec.config).type === "sriov";
    if (hardware && (metadata.annotations ?? {})[${JSON.stringify(ANNOTATION)}] === undefined) console.log(kind + "/" + metadata.name);
}`;

/** Every `Kind/name` that a text names in front of our sentence. */
function sentences(text: string): ReadonlySet<string> {
    return new Set([...text.matchAll(/([A-Za-z]+\/[a-z0-9-]+) asks for SR-IOV/g)].map(([, name = ""]) => name));
}

/**
 * Kyverno in one of its two idioms: the older, in JMESPath, and that which follows it, in CEL. Its Go module replaces another,
 * so that `go install` refuses it by name: build `./cmd/cli/kubectl-kyverno` in a writable copy of what `go mod download` brings.
 */
function kyverno(kind: string, policy: string): Peer {
    return {
        name: `kyverno, ${kind}`,
        program: "kyverno",
        args: (file) => ["apply", join(HERE, policy), "--resource", file],
        refusedIn: (stdout) => Number(/fail: (\d+)/.exec(stdout)?.[1] ?? NaN),
    };
}

interface Audit {
    readonly sources: readonly {
        readonly attachments: readonly {
            readonly type: string;
            readonly name: string;
            readonly verdict: { state: string };
        }[];
    }[];
}

/** The tools, ours first. */
export function peers(folder: string): readonly Peer[] {
    const floor = join(folder, "floor.cjs");
    writeFileSync(floor, FLOOR);
    return [
        {
            name: "virtio-first audit",
            program: process.execPath,
            args: (file) => [join(ROOT, "bin", "cli", "main.js"), "audit", file, "--json", "--workers", "1"],
            refusedIn: (stdout) =>
                new Set(
                    (JSON.parse(stdout) as Audit).sources.flatMap(({ attachments }) =>
                        attachments
                            .filter(({ verdict }) => verdict.state === "refused")
                            .map(({ type, name }) => `${type.split(":")[2] ?? ""}/${name.split("/").at(-1) ?? ""}`),
                    ),
                ),
        },
        {
            name: "virtio-first's pack behind the analyzer protocol",
            program: process.execPath,
            args: (file) => [join(HERE, "behind-the-analyzer.cjs"), file],
            refusedIn: (stdout) => new Set(stdout.trim().split("\n").filter(Boolean)),
        },
        {
            name: "node and js-yaml alone",
            program: process.execPath,
            args: (file) => [floor, file],
            refusedIn: (stdout) => new Set(stdout.trim().split("\n").filter(Boolean)),
        },
        {
            name: "conftest",
            program: "conftest",
            args: (file) => ["test", file, "--policy", join(HERE, "rule.rego"), "--output", "json"],
            refusedIn: sentences,
        },
        {
            name: "gator",
            program: "gator",
            args: (file) => [
                "test",
                "--filename",
                file,
                "--filename",
                join(HERE, "gatekeeper.yaml"),
                "--output",
                "json",
            ],
            refusedIn: sentences,
        },
        kyverno("ClusterPolicy", "kyverno-cluster-policy.yaml"),
        kyverno("ValidatingPolicy", "kyverno-validating-policy.yaml"),
        {
            name: "checkov",
            program: "checkov",
            args: (file) => [
                "--file", file, "--framework", "kubernetes", "--external-checks-dir", join(HERE, "checkov"), "--check", "CKV_SRIOV_1",
                "--output", "json", "--compact", "--quiet", "--skip-download",
            ], // prettier-ignore
            refusedIn: (stdout) => {
                const { results } = JSON.parse(stdout) as { results: { failed_checks: { resource: string }[] } };
                return new Set(
                    results.failed_checks.map(({ resource }) => {
                        const [kind = "", , name = ""] = resource.split(".");
                        return `${kind}/${name}`;
                    }),
                );
            },
        },
    ];
}
