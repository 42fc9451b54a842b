/** Holds settings to the schemas that a pack declares. Loaded only where there is something to check. */

import Ajv from "ajv";
import addFormats from "ajv-formats";

import type { ConfigurablePolicy, PolicySettings } from "./policy-config";
import type { PlainValue } from "./result";

/** Look-around and back-references, which the engine's regular expressions (RE2) do not have. */
const NOT_RE2 = /\(\?(?:[=!]|<[=!])|\\[1-9]/;

/** One line for each fault: `policy: where: what`. */
export function settingsFaults(
    policies: readonly ConfigurablePolicy[],
    settings: ReadonlyMap<string, PolicySettings>,
): string[] {
    const ajv = new Ajv({ allErrors: true, strict: false });
    addFormats(ajv);
    return policies.flatMap((policy) => {
        const pattern = patternsOf(policy.schema).find((text) => NOT_RE2.test(text));
        if (pattern !== undefined) {
            return [`${policy.name}: the pattern ${pattern} of its schema is none that the engine can use (RE2)`];
        }
        const schema = { type: "object", properties: policy.schema, required: policy.required };
        let validate;
        try {
            validate = ajv.compile(schema);
        } catch (error) {
            return [`${policy.name}: its schema is not valid: ${(error as Error).message}`];
        }
        validate(settings.get(policy.name)?.properties ?? {});
        return (validate.errors ?? []).map((fault) => {
            const where = fault.instancePath.slice(1).replaceAll("/", ".");
            const { allowedValues } = fault.params as { allowedValues?: readonly unknown[] };
            const allowed = allowedValues === undefined ? "" : ` (${allowedValues.map(String).join(", ")})`;
            return `${policy.name}: ${where === "" ? "" : `${where}: `}${fault.message ?? fault.keyword}${allowed}`;
        });
    });
}

function patternsOf(schema: PlainValue): string[] {
    if (Array.isArray(schema)) {
        return schema.flatMap(patternsOf);
    }
    if (typeof schema !== "object" || schema === null) {
        return [];
    }
    return Object.entries(schema).flatMap(([key, value]) => [
        ...(key === "pattern" && typeof value === "string" ? [value] : []),
        ...(key === "patternProperties" && typeof value === "object" && value !== null ? Object.keys(value) : []),
        ...patternsOf(value),
    ]);
}
