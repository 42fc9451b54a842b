import { readFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "@pulumi/pulumi/provider";
import * as components from "./index";
import { ComponentProvider, type PackageSchema } from "./provider";

// Compiled, this stands in bin/provider/; the schema stays beside the plugin's manifest.
const schema = JSON.parse(
    readFileSync(join(__dirname, "..", "..", "provider", "schema.json"), "utf8"),
) as PackageSchema;

void main(new ComponentProvider(schema, components), process.argv.slice(2));
