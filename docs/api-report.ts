import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

/** What users import, by the name of its report. The root holds the three platforms, which have entries of their own too. */
const ENTRIES = {
    policy: "policy-pack/public",
    testing: "testing/index",
    automation: "automation/index",
    root: "index",
};

const root = join(__dirname, "..");

/**
 * Writes, or compares, the public types of every entry: a change of them that nobody noticed shows as a change of a file.
 *
 * @param local True to write `api/*.api.md`; false to say which of them are not what the compiled package gives.
 * @returns The entries whose report differs.
 */
export function apiReports(local: boolean): string[] {
    mkdirSync(join(root, "api"), { recursive: true });
    return Object.entries(ENTRIES).flatMap(([name, entry]) => {
        const config = ExtractorConfig.prepare({
            configObjectFullPath: join(root, "api-extractor.json"),
            packageJsonFullPath: join(root, "package.json"),
            configObject: {
                projectFolder: root,
                mainEntryPointFilePath: join(root, "bin", `${entry}.d.ts`),
                compiler: { tsconfigFilePath: join(root, "tsconfig.json") },
                apiReport: {
                    enabled: true,
                    reportFileName: name,
                    reportFolder: join(root, "api"),
                    reportTempFolder: join(root, "node_modules", ".cache", "api-report"),
                },
                docModel: { enabled: false },
                dtsRollup: { enabled: false },
                tsdocMetadata: { enabled: false },
                newlineKind: "lf",
            },
        });
        const result = Extractor.invoke(config, {
            localBuild: local,
            messageCallback: (message) => {
                // What it has to say is in the report itself, or is a matter of style that this project does not follow.
                message.logLevel =
                    message.logLevel === ExtractorLogLevel.Error ? message.logLevel : ExtractorLogLevel.None;
            },
        });
        return result.apiReportChanged ? [name] : [];
    });
}

if (require.main === module) {
    console.log(`api reports written: ${apiReports(true).join(", ") || "nothing changed"}`);
}
