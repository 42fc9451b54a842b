import Ajv, { type ValidateFunction } from "ajv";
import { parseAllDocuments } from "yaml";
import type { Manifest } from "./rendered";

interface CustomResourceDefinition {
    readonly kind: string;
    readonly spec: {
        readonly group: string;
        readonly names: { readonly kind: string };
        readonly versions: readonly {
            readonly name: string;
            readonly schema?: { readonly openAPIV3Schema: unknown };
        }[];
    };
}

/** What is wrong with an object by its kind's own schema: one line each. `undefined` where there is no schema for it. */
export type Checker = (manifest: Manifest) => readonly string[] | undefined;

/** Checks objects by CustomResourceDefinitions, as strictly as the API server with field validation `Strict`. */
export function customResourceChecker(...files: readonly string[]): Checker {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const validators = new Map<string, ValidateFunction>();
    for (const document of files.flatMap((file) => parseAllDocuments(file))) {
        const definition = document.toJS() as CustomResourceDefinition | null;
        if (definition?.kind !== "CustomResourceDefinition") {
            continue;
        }
        const { group, names, versions } = definition.spec;
        for (const { name, schema } of versions) {
            if (schema !== undefined) {
                validators.set(`${group}/${name} ${names.kind}`, ajv.compile(schemaOf(schema.openAPIV3Schema)));
            }
        }
    }
    return (manifest) => {
        const validator = validators.get(`${manifest.apiVersion} ${manifest.kind}`);
        if (validator === undefined || validator(manifest)) {
            return validator === undefined ? undefined : [];
        }
        return (validator.errors ?? []).map(
            ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
        );
    };
}

/** A kind's schema with what every object has: the API server takes it whether the schema names it or not. */
function schemaOf(root: unknown): object {
    const { properties, ...rest } = closed(root) as { readonly properties?: object };
    return { ...rest, properties: { apiVersion: {}, kind: {}, metadata: {}, ...properties } };
}

/** The schema with every key refused that it does not have: JSON Schema lets them through, the API server does not. */
function closed(schema: unknown): unknown {
    if (Array.isArray(schema)) {
        return schema.map(closed);
    }
    if (typeof schema !== "object" || schema === null) {
        return schema;
    }
    const { type, ...rest } = schema as Readonly<Record<string, unknown>>;
    const anyType = rest["x-kubernetes-int-or-string"] === true;
    const open =
        rest["properties"] === undefined ||
        rest["additionalProperties"] !== undefined ||
        rest["x-kubernetes-preserve-unknown-fields"] === true;
    return {
        ...(type === undefined || anyType ? {} : { type }),
        ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, closed(value)])),
        ...(open || type !== "object" ? {} : { additionalProperties: false }),
    };
}
