import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../package-folder";

/**
 * Holds what this command wrote earlier against its own schema: somebody may have changed it since.
 *
 * @returns What does not fit, and where, or `undefined`.
 */
export function schemaFault(schema: "report" | "estate", value: unknown): string | undefined {
    // Loaded for these sources alone.
    const { Ajv } = require("ajv") as typeof import("ajv");
    const file = join(packageFolder(), "report", `${schema}.schema.json`);
    const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(file, "utf8")) as object);
    if (validate(value)) {
        return undefined;
    }
    const [fault] = validate.errors ?? [];
    return `${fault?.instancePath ?? ""} ${fault?.message ?? "does not fit"}`.trim();
}
