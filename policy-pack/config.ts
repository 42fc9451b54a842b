import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Baseline, baselineFromEntries, baselineFromText } from "../exceptions/baseline";
import { startOfDay } from "../exceptions/dates";
import type { RegisterState } from "../exceptions/register";
import {
    CLASSIFICATION_KEYS,
    type Classification,
    type Classified,
    type ReadContext,
} from "../techniques/classification";
import { matchesEverything } from "../techniques/glob";
import { isTechnique } from "../techniques/technique";
import { configSchema, type Level } from "./config-schema";

/** The pack's config once it has been checked. */
export interface PackConfig {
    readonly register: RegisterState;
    readonly requireRegister: boolean;
    readonly exceptionIdPattern: RegExp | undefined;
    readonly expiryWarningDays: number;
    /** The day that is judged for, where it is not today. */
    readonly forecastDate: string | undefined;
    readonly levels: Readonly<Record<"unverifiable" | "emulated" | "offers", Level>>;
    readonly context: ReadContext;
    /** Violations that are let be. */
    readonly baseline: Baseline;
    /** What is wrong with the config: each becomes a mandatory finding. */
    readonly faults: readonly string[];
}

/** What the config is read with. */
export interface ConfigEnvironment {
    /** The folder that holds PulumiPolicy.yaml: `registerFile` and `exceptions.yaml` are looked for there. */
    readonly packFolder: string;
    readonly now: Date;
}

type Raw = Readonly<Record<string, unknown>>;

const NO_BASELINE = new Baseline([]);
const DEFAULT_EXPIRY_WARNING_DAYS = 60;

/**
 * Checks the config given to `paravirtual-io`. The engine has refused what breaks the schema; what the schema lets
 * through (an unknown key, an impossible value) is a fault here. Never throws: a fault is put by, and the default used.
 */
export function readConfig(raw: Raw, environment: ConfigEnvironment): PackConfig {
    const faults: string[] = [];
    const known = Object.keys(configSchema.properties);
    for (const key of Object.keys(raw)) {
        if (!known.includes(key)) {
            faults.push(`${key}: no such key.${nearest(key, known)} The keys are ${known.join(", ")}.`);
        }
    }
    const exceptionIdPattern = readPattern(raw["exceptionIdPattern"], faults);
    return {
        register: readRegister(raw, environment, exceptionIdPattern, faults),
        requireRegister: boolean(raw, "requireRegister", false, faults),
        exceptionIdPattern,
        expiryWarningDays: days(raw["expiryWarningDays"], faults),
        forecastDate: readForecast(raw["forecastDate"], environment.now, faults),
        levels: {
            unverifiable: level(raw, "unverifiable", "advisory", faults),
            emulated: level(raw, "emulated", "advisory", faults),
            offers: level(raw, "offers", "mandatory", faults),
        },
        context: {
            classification: readClassification(raw, faults),
            approvedAccelerators: strings(raw["approvedAccelerators"], faults),
            publicClouds: boolean(raw, "publicClouds", false, faults),
        },
        baseline: readBaseline(raw, environment, faults),
        faults,
    };
}

/** A baseline that cannot be read lets nothing be. */
function readBaseline(raw: Raw, { packFolder }: ConfigEnvironment, faults: string[]): Baseline {
    const { baseline, baselineFile } = raw;
    if (baseline !== undefined && baselineFile !== undefined) {
        faults.push("baseline and baselineFile are both given; keep one.");
        return NO_BASELINE;
    }
    const key = baseline !== undefined ? "baseline" : "baselineFile";
    const read = baseline !== undefined ? baselineFromEntries(baseline) : baselineIn(baselineFile, packFolder);
    if ("fault" in read) {
        faults.push(`${key}: ${read.fault}`);
        return NO_BASELINE;
    }
    return read.baseline;
}

function baselineIn(file: unknown, packFolder: string): ReturnType<typeof baselineFromText> {
    if (file === undefined) {
        return { baseline: NO_BASELINE };
    }
    if (typeof file !== "string" || file === "") {
        return { fault: "must be the path of a file, relative to the pack's folder." };
    }
    try {
        return baselineFromText(readFileSync(resolve(packFolder, file), "utf8"));
    } catch {
        return { fault: "the file is not there or cannot be read; correct the path." };
    }
}

/** The key that was probably meant: one that starts alike. */
function nearest(key: string, known: readonly string[]): string {
    const start = key.toLowerCase().slice(0, 6);
    const meant = known.find((candidate) => candidate.toLowerCase().startsWith(start));
    return meant === undefined ? "" : ` Did you mean ${meant}?`;
}

function readRegister(
    raw: Raw,
    environment: ConfigEnvironment,
    pattern: RegExp | undefined,
    faults: string[],
): RegisterState {
    const { exceptions, registerFile } = raw;
    const options = pattern === undefined ? {} : { pattern };
    // Required here and not above: parsing a register needs a YAML parser and a schema validator, and most starts of
    // a pack have none to read.
    const inline = () => require("../exceptions/register") as typeof import("../exceptions/register");
    const file = () => require("../exceptions/register-file") as typeof import("../exceptions/register-file");
    if (exceptions !== undefined && registerFile !== undefined) {
        faults.push("exceptions and registerFile are both given; keep one, so that there is one register.");
    }
    if (exceptions !== undefined) {
        return inline().registerFromEntries(exceptions, "policy config: exceptions", options);
    }
    if (registerFile !== undefined) {
        if (typeof registerFile !== "string" || registerFile === "") {
            const message = "registerFile: must be the path of a file, relative to the pack's folder.";
            return { state: "faulty", faults: [{ severity: "error", message, source: "policy config" }] };
        }
        return file().readRegisterFile(resolve(environment.packFolder, registerFile), options);
    }
    const beside = join(environment.packFolder, "exceptions.yaml");
    return existsSync(beside) ? file().readRegisterFile(beside, options) : { state: "none" };
}

function readPattern(value: unknown, faults: string[]): RegExp | undefined {
    if (value === undefined) {
        return undefined;
    }
    if (typeof value !== "string" || value === "") {
        faults.push("exceptionIdPattern: must be a regular expression.");
        return undefined;
    }
    if (/\(\?(?!:|P?<[A-Za-z])|\\[1-9]/.test(value)) {
        faults.push("exceptionIdPattern: look-around, flags and back-references are not allowed, since RE2 has none.");
        return undefined;
    }
    try {
        return new RegExp(value);
    } catch {
        faults.push("exceptionIdPattern: is no regular expression.");
        return undefined;
    }
}

function readForecast(value: unknown, now: Date, faults: string[]): string | undefined {
    if (value === undefined) {
        return undefined;
    }
    const start = typeof value === "string" ? startOfDay(value) : Number.NaN;
    if (typeof value !== "string" || Number.isNaN(start)) {
        faults.push("forecastDate: must be a day that exists, written YYYY-MM-DD.");
        return undefined;
    }
    if (start <= now.getTime()) {
        faults.push("forecastDate: may only lie in the future; the pack judges by the clock otherwise.");
        return undefined;
    }
    return value;
}

function days(value: unknown, faults: string[]): number {
    if (value === undefined) {
        return DEFAULT_EXPIRY_WARNING_DAYS;
    }
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 3650) {
        return value;
    }
    faults.push("expiryWarningDays: must be a whole number of days from 0 to 3650.");
    return DEFAULT_EXPIRY_WARNING_DAYS;
}

function boolean(raw: Raw, key: string, fallback: boolean, faults: string[]): boolean {
    const value = raw[key];
    if (value === undefined || typeof value === "boolean") {
        return value ?? fallback;
    }
    faults.push(`${key}: must be true or false.`);
    return fallback;
}

function level(raw: Raw, key: string, fallback: Level, faults: string[]): Level {
    const value = raw[key];
    if (value === undefined) {
        return fallback;
    }
    if (value === "advisory" || value === "mandatory" || value === "off") {
        return value;
    }
    faults.push(`${key}: must be "advisory", "mandatory" or "off".`);
    return fallback;
}

function strings(value: unknown, faults: string[]): string[] {
    if (value === undefined) {
        return [];
    }
    if (!Array.isArray(value) || value.some((entry) => typeof entry !== "string" || entry === "")) {
        faults.push("approvedAccelerators: must be a list of device resources or globs, such as nvidia.com/gpu.");
        return [];
    }
    const globs = value as string[];
    if (globs.some(matchesEverything)) {
        faults.push("approvedAccelerators: a glob that matches everything would approve every device; name them.");
    }
    return globs.filter((glob) => !matchesEverything(glob));
}

function readClassification(raw: Raw, faults: string[]): Classification {
    const classification: Record<string, Record<string, Classified>> = {};
    for (const key of CLASSIFICATION_KEYS) {
        const value = raw[key];
        if (value === undefined) {
            continue;
        }
        if (typeof value !== "object" || value === null || Array.isArray(value)) {
            faults.push(`${key}: must map names or globs to techniques.`);
            continue;
        }
        const map: Record<string, Classified> = Object.create(null) as Record<string, Classified>;
        for (const [name, word] of Object.entries(value as Raw)) {
            if (word === "none" || (isTechnique(word) && word !== "unknown")) {
                map[name] = word;
            } else {
                faults.push(
                    `${key}: the value for one of its names is no technique that can be given, and not "none".`,
                );
            }
        }
        classification[key] = map;
    }
    return classification;
}
