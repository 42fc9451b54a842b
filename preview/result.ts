/** What a preview found: plain data, no promises, nothing of the SDK. */

/** How the program was run. */
export type RuntimeForm = "compiled" | "transpiled" | "type-checked";

/** 0 passed, 1 refused or the program failed, 2 called wrongly, 3 could not decide. */
export type ExitCode = 0 | 1 | 2 | 3;

/** JSON-like. A value that cannot be known before the update is the string {@link UNKNOWN}. */
export type PlainValue = null | boolean | number | string | PlainValue[] | { [key: string]: PlainValue };

/** Properties by name. */
export type PlainObject = { [key: string]: PlainValue };

/** The word by which Pulumi says "not known yet". */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Keys and indices that lead to a value. */
export type Path = readonly (string | number)[];

/** Values, and where in them secrets stand. */
export interface Properties {
    /** The values, secrets among them in plain. */
    readonly values: PlainObject;
    /** Where the secrets are. Print through {@link maskSecrets}. */
    readonly secrets: readonly Path[];
}

/** A resource that the program registered or read. */
export interface PreviewResource {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** URN; absent on the stack and on default providers. */
    readonly parent?: string;
    /** URN of the provider resource; absent on components and on providers. */
    readonly provider?: string;
    /** False for components. */
    readonly custom: boolean;
    /** True for what is only looked up with `.get()`. */
    readonly read: boolean;
    /** True for `pulumi:providers:…` resources that the program did not write itself. */
    readonly defaultProvider: boolean;
    readonly inputs: Properties;
    readonly outputs: Properties;
    /** URNs. */
    readonly dependencies: readonly string[];
    /** Property name to URNs; properties without any are left out. */
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** One property that a remediation changed. */
export interface RemediatedProperty {
    readonly path: Path;
    readonly before?: PlainValue;
    readonly after?: PlainValue;
    /** True where either value is secret. */
    readonly secret: boolean;
}

/** What a policy said about a resource or about the stack. */
export interface PolicyFinding {
    readonly pack: string;
    readonly packVersion: string;
    readonly policy: string;
    readonly level: "advisory" | "mandatory" | "remediate";
    /** The resource, or the stack where the policy names none. */
    readonly urn: string;
    /** The policy's own text: its description, then what it reported. */
    readonly message: string;
    readonly description?: string;
    readonly severity?: "low" | "medium" | "high" | "critical";
    /** Only with level `remediate`: what was changed before the resource was judged. */
    readonly remediation?: readonly RemediatedProperty[];
}

/** A policy as its pack describes it, with the level that is in force. */
export interface PolicyDescription {
    readonly name: string;
    readonly displayName?: string;
    readonly description: string;
    readonly level: "advisory" | "mandatory" | "remediate" | "disabled";
    readonly kind: "resource" | "stack" | "unknown";
    readonly severity?: "low" | "medium" | "high" | "critical";
    readonly url?: string;
}

/** A pack that judged the stack. */
export interface PreviewPack {
    readonly name: string;
    readonly version: string;
    readonly dir: string;
    readonly policies: readonly PolicyDescription[];
}

/** A provider function that the program called. */
export interface InvokeRecord {
    readonly token: string;
    /** `served` with true results, or `unknown`: only a provider could have answered. */
    readonly answered: "served" | "unknown";
    /** What answered, or why nothing could. */
    readonly detail?: string;
}

/** Something to tell the user. */
export interface Diagnostic {
    readonly severity: "debug" | "info" | "warning" | "error";
    readonly message: string;
    readonly urn?: string;
    /** Where it comes from: `program`, `preview`, or a pack's name or folder. */
    readonly source: string;
}

/** Milliseconds, from the start of the preview. */
export interface Timings {
    /** All packs answered for the first time. Absent where there are none. */
    readonly packsReady?: number;
    /** The first registration arrived. */
    readonly programReady?: number;
    /** The program ended. */
    readonly programEnd?: number;
    readonly total: number;
}

/** What a preview found. */
export interface PreviewResult {
    readonly project: string;
    readonly stack: string;
    readonly organization: string;
    readonly program: {
        /** The file that runs. */
        readonly entry: string;
        /** The folder that it runs in. */
        readonly dir: string;
        readonly runtimeForm: RuntimeForm;
    };
    readonly packs: readonly PreviewPack[];
    /** In the order of registration; the stack first. */
    readonly resources: readonly PreviewResource[];
    readonly findings: readonly PolicyFinding[];
    /** Stack outputs. */
    readonly outputs: Properties;
    readonly invokes: readonly InvokeRecord[];
    /**
     * What program and packs said. Where the preview ended before everything was judged, the last one says why, as an
     * error with the source `preview`.
     */
    readonly diagnostics: readonly Diagnostic[];
    readonly exitCode: ExitCode;
    /** Why the exit code is not 0. */
    readonly reason?: string;
    readonly timings: Timings;
}

/** A copy of the values with every secret replaced. */
export function maskSecrets(properties: Properties, mask: string = "[secret]"): PlainObject {
    const copy = structuredClone(properties.values);
    for (const path of properties.secrets) {
        let holder: PlainValue = copy;
        path.forEach((step, index) => {
            if (typeof holder !== "object" || holder === null) {
                return;
            }
            const container = holder as { [key: string | number]: PlainValue };
            if (index === path.length - 1) {
                container[step] = mask;
            } else {
                holder = container[step] ?? null;
            }
        });
    }
    return copy;
}
