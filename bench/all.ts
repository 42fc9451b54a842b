/**
 * Runs every benchmark, one after the other, and writes what each says into `bench/RESULTS.md`, with the machine and the
 * versions. A limit that is missed stands there as such.
 *
 *     npm run bench
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..");

const BENCHES: readonly (readonly [title: string, ...command: string[]])[] = [
    ["Offline preview, cold, against loading `@pulumi/pulumi` alone", "preview.ts"],
    ["Offline preview of the onboarding stack, against `pulumi preview` of the real engine", "engine.ts"],
    [
        "The pack behind the SDK's server, against a pack that does nothing",
        "pack.ts",
        "--rounds",
        "7",
        "--sizes",
        "100,1000,10000,50000",
    ],
    ["A verdict of the register", "verdict.ts"],
    ["Joining the objects of a stack", "join.ts"],
    ["The HTML report of 50,000 ports, against the parser alone", "page.ts"],
    ["Audit of an estate, against the parser alone", "audit.ts", "1000"],
    ["Other policy tools on the same manifests and the same rule", "peers/index.ts"],
];

const { devDependencies, version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
    version: string;
};
const versions = Object.keys(devDependencies)
    .filter((name) => name.startsWith("@pulumi/"))
    .map((name) => {
        const manifest = readFileSync(join(ROOT, "node_modules", name, "package.json"), "utf8");
        return `${name} ${(JSON.parse(manifest) as { version: string }).version}`;
    });
const sections = BENCHES.map(([title, ...command]) => {
    console.log(title);
    const [program = "", ...args] = command;
    const { stdout, stderr, status } = spawnSync("npx", ["tsx", join(ROOT, "bench", program), ...args], {
        cwd: ROOT,
        encoding: "utf8",
        maxBuffer: 2 ** 28,
    });
    const verdict = status === 0 ? "Every limit holds." : "**A limit is missed.**";
    const said = [stdout, status === 0 ? "" : stderr].map((text) => text.trim()).filter((text) => text !== "");
    console.log(said.join("\n"));
    return `## ${title}\n\n${verdict}\n\n\`\`\`\n${said.join("\n")}\n\`\`\`\n`;
});
const machine = `${cpus().length} × ${cpus()[0]?.model ?? "processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
writeFileSync(
    join(ROOT, "bench", "RESULTS.md"),
    `# Results

Written by \`npm run bench\`: ratios within one run, on the machine at hand. ${new Date().toISOString().slice(0, 10)}, ${machine}, Node
${process.version}; pulumi-virtio-first ${version}; ${versions.join(", ")}.

${sections.join("\n")}`,
);
