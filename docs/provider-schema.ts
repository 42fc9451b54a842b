import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";
import * as components from "../provider/index";

/** The schema of the components for other languages, as the SDK's own analyzer reads it from their sources. */
export function providerSchema(): string {
    const folder = join(__dirname, "..", "provider");
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
        readonly name: string;
        readonly version: string;
        readonly description: string;
    };
    const { name, version, description } = manifest;
    const entry = { name, version, description, main: "index.ts" };
    const analyzer = new Analyzer(folder, name, entry, new Set(Object.keys(components)));
    const { components: found, typeDefinitions, dependencies } = analyzer.analyze();
    return JSON.stringify(generateSchema(name, version, description, found, typeDefinitions, dependencies));
}
