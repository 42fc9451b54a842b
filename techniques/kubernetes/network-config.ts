import { classify, type ReadContext } from "../classification";
import { cniType, type CniType } from "./cni-types";
import { GoObject, type GoValue, parseGoJson } from "./go-json";
import { pathOf } from "./object";
import { isSoftware, type Techniques } from "./techniques";

/** One CNI plugin of a network's configuration. */
export interface NetworkPlugin {
    /** The path of its type. */
    readonly path: string;
    /** What decided, for a message; never a word that our tables do not hold. */
    readonly evidence: string;
    /** What it is without a device; `undefined` for a plugin that only works on what others made. */
    readonly alone: Techniques | undefined;
    /** What it is with a device; `undefined` if it makes nothing of one. */
    readonly withDevice: Techniques | undefined;
    /** True for a plugin that is a device of its own only where no other of its network is. */
    readonly chained: boolean;
    /** True if it does not work without a device. */
    readonly needsDevice: boolean;
    /** True if its configuration names a device itself. */
    readonly namesDevice: boolean;
}

/** A network's configuration as read. */
export interface NetworkConfig {
    readonly plugins: readonly NetworkPlugin[];
    /** What cannot be read or placed, each with its path. */
    readonly faults: readonly { readonly path: string; readonly evidence: string }[];
}

/** Keys by which a plugin's configuration names its device. */
const DEVICE_KEYS = ["deviceID", "pciBusID"] as const;

/** Reads the text of a network's configuration: one plugin, or a list of them. Never throws. */
export function readNetworkConfig(text: string, path: string, context: ReadContext): NetworkConfig {
    const { value, ambiguous, fault } = parseGoJson(text);
    if (value === undefined) {
        return {
            plugins: [],
            faults: [{ path, evidence: `a network configuration that is no JSON (${fault ?? ""})` }],
        };
    }
    const reader = new ConfigReader(context);
    reader.read(value, path);
    if (ambiguous) {
        reader.faults.push({
            path,
            evidence: "a network configuration with a key that is there twice, or in two cases",
        });
    }
    return reader;
}

/** Reads a configuration that is no text, such as the plugin lists that operators' objects hold. */
export function readParsedNetworkConfig(value: GoValue, path: string, context: ReadContext): NetworkConfig {
    const reader = new ConfigReader(context);
    reader.read(value, path);
    return reader;
}

class ConfigReader implements NetworkConfig {
    readonly plugins: NetworkPlugin[] = [];
    readonly faults: { path: string; evidence: string }[] = [];

    constructor(private readonly context: ReadContext) {}

    /** Reads every variant of a key that differs in case only: which of them a plugin takes depends on its code. */
    read(config: GoValue, path: string): void {
        if (!(config instanceof GoObject)) {
            this.faults.push({ path, evidence: "a network configuration that is no object" });
            return;
        }
        const types = config.all("type").filter((type) => type !== "");
        const lists = config.all("plugins");
        if (types.length === 0 && lists.length === 0) {
            this.faults.push({ path, evidence: "a network configuration with neither type nor plugins" });
        }
        for (const list of lists) {
            this.readList(list, pathOf(path, "plugins"));
        }
        for (const type of types) {
            this.readType(type, config, path);
        }
    }

    private readList(list: GoValue, path: string): void {
        if (!Array.isArray(list) || list.length === 0) {
            this.faults.push({ path, evidence: "a list of CNI plugins that is none, or empty" });
            return;
        }
        list.forEach((plugin, index) => this.read(plugin, pathOf(path, index)));
    }

    private readType(type: GoValue, config: GoObject, path: string): void {
        const typePath = pathOf(path, "type");
        if (typeof type !== "string") {
            this.faults.push({ path: typePath, evidence: "a CNI plugin type that is no text" });
            return;
        }
        const row = cniType(type);
        if (row === undefined) {
            this.readUnlisted(type, typePath);
            return;
        }
        if (row.nested !== undefined && this.readNested(row, config, path)) {
            return;
        }
        if (row.role === "ipam") {
            this.faults.push({ path: typePath, evidence: `CNI plugin ${row.type}, which makes no interface` });
            return;
        }
        this.plugins.push({
            path: typePath,
            evidence: `CNI plugin ${row.type}`,
            alone: decided(row, config),
            withDevice: row.withDevice,
            chained: row.role === "chained",
            needsDevice: row.needsDevice,
            namesDevice: DEVICE_KEYS.some((key) => config.all(key).some((value) => value !== "" && value !== null)),
        });
    }

    private readUnlisted(type: string, path: string): void {
        const classified = classify(this.context, "cniTypes", type);
        if (classified === undefined) {
            this.faults.push({ path, evidence: "a CNI plugin type that this pack does not know" });
        } else if (classified !== "none") {
            this.plugins.push({
                path,
                evidence: `a CNI plugin type that config classifies as ${classified}`,
                alone: [classified],
                withDevice: isSoftware([classified]) ? undefined : [classified],
                chained: false,
                needsDevice: false,
                namesDevice: false,
            });
        }
    }

    /** Reads the configurations that a plugin hands on; false if it holds none, so that the plugin itself decides. */
    private readNested(row: CniType, config: GoObject, path: string): boolean {
        let found = false;
        for (const key of row.nested ?? []) {
            for (const nested of config.all(key)) {
                const nestedPath = pathOf(path, key);
                if (Array.isArray(nested)) {
                    found = found || nested.length > 0;
                    nested.forEach((each, index) => this.read(each, pathOf(nestedPath, index)));
                } else if (nested instanceof GoObject && nested.all("type").length + nested.all("plugins").length > 0) {
                    found = true;
                    this.read(nested, nestedPath);
                }
            }
        }
        return found;
    }
}

/** What a plugin is without a device. Where one of several values of the deciding field is hardware, that counts. */
function decided(row: CniType, config: GoObject): Techniques | undefined {
    const field = row.decidedBy;
    if (field === undefined) {
        return row.alone;
    }
    const values = config.all(field.key);
    const meanings = values.map((value) => {
        const word = typeof value === "string" || typeof value === "boolean" ? String(value) : undefined;
        return word !== undefined && Object.prototype.hasOwnProperty.call(field.values, word)
            ? (field.values[word] ?? field.otherwise)
            : field.otherwise;
    });
    const hardware = meanings.find((meaning) => meaning !== "chained" && !isSoftware(meaning));
    const meaning = hardware ?? meanings[0] ?? field.absent;
    return meaning === "chained" ? undefined : meaning;
}
