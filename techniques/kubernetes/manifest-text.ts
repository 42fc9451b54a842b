import { MAX_JSON_LENGTH } from "./go-json";

import { isShallow, loadYaml } from "../yaml";

/** The longest text that is read as YAML: reading it takes much longer than reading JSON. */
export const MAX_YAML_LENGTH = 192 * 1024;

/** The map or list of a JSON text; none if it is something else. Never throws. */
export function readJson(text: string): unknown[] {
    if (!/^\s*[[{]/.test(text) || text.length > MAX_JSON_LENGTH) {
        return [];
    }
    try {
        return [JSON.parse(text) as unknown];
    } catch {
        return [];
    }
}

/** The values of a YAML or JSON text, one for each document; none if it is neither. Never throws. */
export function readYaml(text: string): unknown[] {
    const json = readJson(text);
    if (json.length > 0) {
        return json;
    }
    if (text.length > MAX_YAML_LENGTH) {
        return [];
    }
    try {
        const yaml = loadYaml();
        if (!isShallow(yaml, text)) {
            return [];
        }
        const documents = yaml.parseAllDocuments(text, { uniqueKeys: false, logLevel: "silent", strict: false });
        return documents.flatMap((document): unknown[] => {
            if (document.errors.length > 0) {
                return [];
            }
            const value: unknown = document.toJS({ maxAliasCount: 100 });
            return value === null || value === undefined ? [] : [value];
        });
    } catch {
        return [];
    }
}

/** True for a text that looks as if it held manifests. */
export function looksLikeManifests(text: string): boolean {
    return /\bapiVersion\b/.test(text) && /\bkind\b/.test(text);
}
