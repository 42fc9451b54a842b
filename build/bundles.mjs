/**
 * Bundles what is started as a process of its own, so that it starts fast: the command, the worker thread of the audit, the
 * policy pack, and the script and styles of the HTML report. What is taken over from other packages is named with its
 * licence beside each bundle.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** What every start of the command needs. Other dependencies are loaded when they are asked for, from where npm put them. */
const NEEDED_AT_ONCE = ["commander", "js-yaml"];

const process = { bundle: true, platform: "node", target: "node20", minifyWhitespace: true, minifySyntax: true };
const page = { bundle: true, minify: true, target: "es2022" };
/** The preview shares no code with the other rooms, so it stays a part of its own until it is asked for. */
const previewApart = {
    name: "preview-apart",
    setup: ({ onResolve }) =>
        onResolve({ filter: /^(?:\.\.\/)+preview$/ }, () => ({ path: "../preview/index.js", external: true })),
};

const command = {
    ...process,
    plugins: [previewApart],
    external: [
        ...Object.keys(dependencies).filter((name) => !NEEDED_AT_ONCE.includes(name)),
        "@pulumi/*",
        "@grpc/grpc-js",
        "google-protobuf",
    ],
};

const bundles = [
    { ...command, entryPoints: ["cli/main.ts"], outfile: "bin/cli/main.js" },
    { ...command, entryPoints: ["cli/audit/worker.ts"], outfile: "bin/cli/audit/worker.js" },
    {
        ...process,
        entryPoints: ["policy-pack/index.ts"],
        outfile: "policy-pack/bin/index.js",
        external: ["@pulumi/policy"],
    },
    { ...page, format: "iife", entryPoints: ["report/html/client.ts"], outfile: "bin/report/html/client.bundle.js" },
    {
        ...page,
        entryPoints: ["node_modules/tabulator-tables/dist/css/tabulator_simple.css"],
        outfile: "bin/report/html/client.bundle.css",
    },
];

/** The packages that a bundle holds, by their folders. */
function packagesIn({ inputs }) {
    return [
        ...new Set(
            Object.keys(inputs).flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []),
        ),
    ];
}

function licenceOf(folder) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    for (const file of ["LICENSE", "LICENSE.md", "LICENSE.txt", "license"]) {
        try {
            return `${name} ${version} (${license})\n\n${readFileSync(join(root, folder, file), "utf8").trim()}\n`;
        } catch {
            // Packages call the file as they like.
        }
    }
    throw new Error(`${name} ${version} has no licence that can be found, so it cannot be part of a bundle.`);
}

for (const bundle of bundles) {
    const { metafile } = await build({
        absWorkingDir: root,
        logLevel: "warning",
        metafile: true,
        legalComments: "none",
        ...bundle,
    });
    // What the compiler left for the file that stood there before.
    rmSync(join(root, `${bundle.outfile}.map`), { force: true });
    const licences = packagesIn(metafile).sort().map(licenceOf);
    if (licences.length > 0) {
        writeFileSync(join(root, `${bundle.outfile}.LICENSES.txt`), licences.join(`\n${"-".repeat(72)}\n\n`));
    }
}
