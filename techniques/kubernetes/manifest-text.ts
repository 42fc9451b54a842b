import { isShallow, loadYaml } from "../yaml";

/** The longest text that is read as YAML: reading it takes much longer than reading JSON. */
export const MAX_YAML_LENGTH = 256 * 1024;

/** The values of a YAML or JSON text, one for each document; none if it is neither. Never throws. */
export function readYaml(text: string): unknown[] {
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

/** The manifests in a text; none in a text that does not look like one. */
export function manifestsIn(text: string): unknown[] {
    return /\bapiVersion\b/.test(text) && /\bkind\b/.test(text) ? readYaml(text) : [];
}
