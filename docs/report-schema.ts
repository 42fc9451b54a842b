import { join } from "node:path";
import { createGenerator } from "ts-json-schema-generator";

/** The JSON Schema of a report, from its types: `report/model.ts` is the one source. */
export function reportSchema(): string {
    return schemaOf("model.ts", "Report", "report", "virtio-first report, version 1");
}

/** The JSON Schema of an audit's result, from `report/estate/model.ts`. */
export function estateSchema(): string {
    return schemaOf("estate/model.ts", "EstateReport", "estate", "virtio-first audit of an estate, version 1");
}

function schemaOf(model: string, type: string, name: string, title: string): string {
    const root = join(__dirname, "..");
    const schema = createGenerator({
        path: join(root, "report", model),
        tsconfig: join(root, "tsconfig.json"),
        type,
        topRef: false,
        // The type checker has been over it already.
        skipTypeCheck: true,
    }).createSchema(type);
    return JSON.stringify({ ...schema, $id: `urn:pulumi-virtio-first:${name}.schema.json`, title });
}
