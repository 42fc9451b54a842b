import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { configurationPage } from "./configuration-page";
import { coveragePage } from "./coverage-page";
import { providerSchema } from "./provider-schema";
import { estateSchema, reportSchema } from "./report-schema";
import { rulesPage } from "./rules-page";
import { techniquesPage } from "./techniques-page";

/** What is generated, by its path from this folder. */
export const pages: Readonly<Record<string, () => string>> = {
    "configuration.md": configurationPage,
    "coverage.md": coveragePage,
    "rules.md": rulesPage,
    "techniques.md": techniquesPage,
    "../report/estate.schema.json": estateSchema,
    "../report/report.schema.json": reportSchema,
    "../provider/schema.json": providerSchema,
};

/** A generated file as it stands in the repository. */
export async function formatted(name: string): Promise<string> {
    const file = join(__dirname, name);
    return format(pages[name]?.() ?? "", { ...(await resolveConfig(file)), filepath: file });
}

if (require.main === module) {
    void (async () => {
        for (const name of Object.keys(pages)) {
            writeFileSync(join(__dirname, name), await formatted(name));
        }
    })();
}
