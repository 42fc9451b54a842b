import { readFileSync } from "node:fs";

import { parse } from "yaml";

import { messageOf, usage } from "./fault";
import type { PlainObject, PlainValue } from "./result";

/** The text of a file, or undefined where there is no such file. */
export function readText(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
            return undefined;
        }
        throw usage(`${file} cannot be read: ${messageOf(error)}.`);
    }
}

/** The mapping that a YAML file holds (none for an empty file), or undefined where there is no such file. */
export function readYamlMapping(file: string): PlainObject | undefined {
    const text = readText(file);
    if (text === undefined) {
        return undefined;
    }
    let content: PlainValue;
    try {
        content = (parse(text) as PlainValue | undefined) ?? {};
    } catch (error) {
        throw usage(`${file} is no YAML: ${messageOf(error)}`);
    }
    if (typeof content !== "object" || content === null || Array.isArray(content)) {
        throw usage(`${file} must be a YAML mapping (key: value).`);
    }
    return content;
}
