import { at, isAbsent, isMap, isUnknown, keysOf, text, UNKNOWN, type Value } from "../value";
import { readHostPath } from "./host-access";
import { pathOf } from "./object";
import { noticeOpaque } from "./opaque-notice";
import { readPod } from "./pods";
import { quantity } from "./quantity";
import { requestDevice } from "./requests";
import type { PartsSink } from "./parts-sink";
import { CANNOT_TELL } from "./techniques";

/** Settings in dotted words by which an engine makes pods of its own, wherever an operator's kind holds them. */
interface EngineSetting {
    readonly key: RegExp;
    readonly read: (setting: Setting, sink: PartsSink) => void;
    readonly source: string;
}

interface Setting {
    /** The whole key, matched. */
    readonly match: RegExpExecArray;
    readonly value: Value;
    readonly path: string;
    /** All settings, and where they stand. */
    readonly settings: Value;
    readonly settingsPath: string;
    readonly namespace: string | typeof UNKNOWN | undefined;
}

const SPARK = "apache/spark:docs/running-on-kubernetes.md";
const FLINK = "apache/flink:docs/content/docs/deployment/advanced/external_resources.md";
const FILE = "an engine with a template of its pods in a file";

/** Every setting that gives a device to the pods of Spark or Flink. */
export const engineSettings: readonly EngineSetting[] = [
    {
        key: /^(spark\.(?:driver|executor)\.resource\.([^.]+))\.vendor$/,
        read: ({ match: [, prefix = "", name = ""], value, path, settings }, sink) => {
            const vendor = text(value);
            const device = typeof vendor === "string" ? `${vendor}/${name}` : UNKNOWN;
            request(device, at(settings, `${prefix}.amount`), path, sink);
        },
        source: SPARK,
    },
    {
        key: /^(spark\.kubernetes\.(?:driver|executor)\.annotation)\.(.+)$/,
        read: ({ match: [, prefix = "", key = ""], value, settingsPath, namespace }, sink) =>
            annotate({ [key]: value }, pathOf(settingsPath, prefix), namespace, sink),
        source: SPARK,
    },
    {
        key: /^spark\.kubernetes\.(?:driver|executor)\.volumes\.hostPath\.[^.]+\.options\.path$/,
        read: ({ value, path }, { found, reach }) => readHostPath(value, path, [], found, reach),
        source: SPARK,
    },
    {
        key: /^spark\.kubernetes\.(?:driver|executor)\.podTemplateFile$/,
        read: ({ path }, { found }) => noticeOpaque(found, path, FILE),
        source: SPARK,
    },
    {
        key: /^(external-resource\.[^.]+)\.kubernetes\.config-key$/,
        read: ({ match: [, prefix = ""], value, path, settings }, sink) =>
            request(text(value), at(settings, `${prefix}.amount`), path, sink),
        source: FLINK,
    },
    {
        key: /^kubernetes\.(?:jobmanager|taskmanager)\.annotations$/,
        read: ({ value, path, namespace }, sink) => {
            const word = text(value);
            annotate(typeof word === "string" ? pairsOf(word) : value, path, namespace, sink);
        },
        source: FLINK,
    },
    {
        key: /^kubernetes\.pod-template-file(?:\.(?:default|jobmanager|taskmanager))?$/,
        read: ({ path }, { found }) => noticeOpaque(found, path, FILE),
        source: FLINK,
    },
];

/** Reads the settings of engines among the keys of a map. */
export function readEngineSettings(
    settings: Value,
    settingsPath: string,
    namespace: string | typeof UNKNOWN | undefined,
    sink: PartsSink,
): void {
    for (const key of keysOf(settings)) {
        const value = key.includes(".") ? at(settings, key) : undefined;
        if (isAbsent(value) || value === "") {
            continue;
        }
        for (const row of engineSettings) {
            const match = row.key.exec(key);
            if (match !== null) {
                row.read({ match, value, path: pathOf(settingsPath, key), settings, settingsPath, namespace }, sink);
            }
        }
    }
}

/** A device by the name of its resource; an engine asks for none without an amount. */
function request(
    name: string | typeof UNKNOWN | undefined,
    amount: Value,
    path: string,
    { found, context, requests }: PartsSink,
): void {
    const count = isAbsent(amount) ? 0 : quantity(amount);
    if (count === 0 || name === undefined) {
        return;
    }
    if (isUnknown(name)) {
        found.attach("asks", path, CANNOT_TELL, "a device whose name is not known yet");
    } else {
        requests.push(requestDevice(name, isUnknown(count) ? undefined : count, path, found, context));
    }
}

function annotate(
    annotations: Value,
    annotationsPath: string,
    namespace: string | typeof UNKNOWN | undefined,
    { found, context }: PartsSink,
): void {
    if (isMap(annotations) || isUnknown(annotations)) {
        const specPath = annotationsPath;
        readPod({ spec: undefined, specPath, annotations, annotationsPath, namespace, partial: true }, found, context);
    }
}

/** `key:value,key:value`, each of them in quotes or not, as Flink writes maps. */
function pairsOf(word: string): Readonly<Record<string, string>> {
    const pairs = word.match(/(?:'[^']*'|"[^"]*"|[^,'"])+/g) ?? [];
    return Object.fromEntries(
        pairs.flatMap((pair) => {
            const colon = pair.indexOf(":");
            return colon < 0 ? [] : [[unquoted(pair.slice(0, colon)), unquoted(pair.slice(colon + 1))]];
        }),
    );
}

function unquoted(word: string): string {
    const trimmed = word.trim();
    const [first] = trimmed;
    return (first === "'" || first === '"') && trimmed.endsWith(first) ? trimmed.slice(1, -1) : trimmed;
}
