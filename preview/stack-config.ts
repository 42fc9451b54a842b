/** The configuration that program and packs are given: the project's defaults, the stack's values, the caller's. */

import { undecided, usage } from "./fault";
import { type Decrypter, passphraseDecrypter } from "./passphrase";
import { isMapping, type Project } from "./project";
import type { PlainObject, PlainValue } from "./result";
import type { Stack } from "./stack";
import { readYamlMapping } from "./yaml-file";

/** One value, as text: objects and lists are JSON. */
export interface ConfigValue {
    readonly text: string;
    readonly secret: boolean;
}

/** `namespace:key` to value. */
export type StackConfig = ReadonlyMap<string, ConfigValue>;

interface Declaration {
    readonly file: string;
    readonly stack: string;
    readonly key: string;
    readonly declared: PlainObject;
}

/** Reads and merges the configuration. Later sources win: project, stack file, `overrides`. */
export function loadConfig(
    project: Project,
    stack: Stack,
    overrides: Readonly<Record<string, string>>,
    environment: NodeJS.ProcessEnv,
): StackConfig {
    const config = new Map<string, ConfigValue>();
    const overridden = new Map(Object.entries(overrides).map(([key, text]) => [qualify(project, key), text]));
    readStackFile(project, stack, config, new Set(overridden.keys()), environment);
    for (const [key, text] of overridden) {
        config.set(key, { text, secret: config.get(key)?.secret ?? false });
    }
    applyProject(project, stack, config, overridden);
    return config;
}

function readStackFile(
    project: Project,
    stack: Stack,
    config: Map<string, ConfigValue>,
    overridden: ReadonlySet<string>,
    environment: NodeJS.ProcessEnv,
): void {
    const file = stack.file;
    const content = file === undefined ? undefined : readYamlMapping(file);
    if (file === undefined || content === undefined) {
        return;
    }
    if (content["environment"] !== undefined && content["environment"] !== null) {
        throw undecided(
            `${file} takes configuration from Pulumi ESC (environment:), which an offline preview cannot read. ` +
                "Use pulumi preview.",
        );
    }
    const values = content["config"] ?? {};
    if (!isMapping(values)) {
        throw usage(`config in ${file} must be a mapping.`);
    }
    const salt = content["encryptionsalt"];
    let decrypter: Decrypter | undefined | null = null;
    const sealed: string[] = [];
    for (const [written, value] of Object.entries(values)) {
        const key = qualify(project, written);
        const secret = holdsSecret(value);
        if (secret && !overridden.has(key)) {
            if (decrypter === null) {
                decrypter = typeof salt === "string" ? passphraseDecrypter(salt, environment) : undefined;
            }
            if (decrypter === undefined) {
                sealed.push(key);
                continue;
            }
            config.set(key, { text: toText(open(value, decrypter, key, file)), secret });
        } else {
            config.set(key, { text: secret ? "" : toText(value), secret });
        }
    }
    if (sealed.length > 0) {
        throw usage(sealedMessage(project, file, sealed, typeof salt === "string"));
    }
}

function sealedMessage(project: Project, file: string, keys: readonly string[], passphrase: boolean): string {
    const short = (key: string): string =>
        key.startsWith(`${project.name}:`) ? key.slice(project.name.length + 1) : key;
    const way = keys.map((key) => `--config ${short(key)}=VALUE`).join(" ");
    return (
        `${file} holds ${keys.length === 1 ? "a secret value" : "secret values"} that cannot be decrypted without ` +
        `the Pulumi engine: ${keys.join(", ")}. Give what the preview shall use instead: ${way}` +
        (passphrase ? ", or set PULUMI_CONFIG_PASSPHRASE." : ".")
    );
}

/** `key` is the project's own; `namespace:key` and the old `namespace:config:key` are anybody's. */
function qualify(project: Project, key: string): string {
    const parts = key.split(":");
    if (parts.length === 1) {
        return `${project.name}:${key}`;
    }
    if (parts.length === 3 && parts[1] === "config") {
        return `${parts[0]}:${parts[2]}`;
    }
    if (parts.length === 2) {
        return key;
    }
    throw usage(`${key} is no configuration key. Write key or namespace:key.`);
}

function isSealed(value: PlainValue): value is { secure: string } {
    return isMapping(value) && Object.keys(value).length === 1 && typeof value["secure"] === "string";
}

function holdsSecret(value: PlainValue): boolean {
    if (isSealed(value)) {
        return true;
    }
    return typeof value === "object" && value !== null && Object.values(value).some(holdsSecret);
}

function open(value: PlainValue, decrypter: Decrypter, key: string, file: string): PlainValue {
    if (isSealed(value)) {
        try {
            return decrypter(value.secure);
        } catch {
            throw usage(
                `The secret value of ${key} in ${file} is damaged. Set it again with pulumi config set --secret.`,
            );
        }
    }
    if (Array.isArray(value)) {
        return value.map((member) => open(member, decrypter, key, file));
    }
    return isMapping(value)
        ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, open(member, decrypter, key, file)]))
        : value;
}

function toText(value: PlainValue): string {
    return typeof value === "string" ? value : JSON.stringify(value);
}

/** Fills in what the project file says, and holds the stack's values to the types that it declares. */
function applyProject(
    project: Project,
    stack: Stack,
    config: Map<string, ConfigValue>,
    overridden: ReadonlyMap<string, string>,
): void {
    const missing: string[] = [];
    for (const [written, declaration] of Object.entries(project.config)) {
        const key = qualify(project, written);
        const own = key.startsWith(`${project.name}:`);
        // The short form is a default for the project's own keys and a value for others'.
        const declared: PlainObject = isMapping(declaration) ? declaration : { default: declaration };
        const value = declared["value"] ?? declared["default"] ?? null;
        const secret = declared["secret"] === true;
        const present = config.get(key);
        if (present !== undefined) {
            check({ file: stack.file ?? project.root, stack: stack.name, key, declared }, present.text);
            if (secret && !present.secret && !overridden.has(key)) {
                throw usage(`${key} must be secret, says Pulumi.yaml, but stands in plain in ${stack.file}.`);
            }
            config.set(key, { text: present.text, secret: present.secret || secret });
        } else if (value !== null) {
            config.set(key, { text: toText(value), secret });
        } else if (own) {
            missing.push(written);
        }
    }
    if (missing.length > 0) {
        throw usage(
            `Stack ${stack.name} lacks configuration that Pulumi.yaml asks for: ${missing.join(", ")}. ` +
                `Add it to Pulumi.${stack.name}.yaml, or pass ${missing.map((key) => `--config ${key}=VALUE`).join(" ")}`,
        );
    }
}

const TYPES: Readonly<Record<string, (value: PlainValue, text: string) => boolean>> = {
    string: () => true,
    boolean: (_value, text) => text === "true" || text === "false",
    integer: (_value, text) => /^[+-]?\d+$/.test(text),
    array: (value) => Array.isArray(value),
    object: (value) => isMapping(value),
};

function check(declaration: Declaration, text: string): void {
    const type = declaration.declared["type"];
    const test = typeof type === "string" ? TYPES[type] : undefined;
    if (test === undefined || typeof type !== "string") {
        return;
    }
    let value: PlainValue = text;
    try {
        value = JSON.parse(text) as PlainValue;
    } catch {
        // Text that is no JSON is a string.
    }
    if (!test(value, text)) {
        throw usage(`${declaration.key} of stack ${declaration.stack} must be of type ${type}, says Pulumi.yaml.`);
    }
}
