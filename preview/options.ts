/** What a preview is asked to do, and what it tells while it works. */

import type { Diagnostic, InvokeRecord, PolicyFinding } from "./result";

/** A policy pack to hold the stack to. */
export interface PackOption {
    /** Folder with `PulumiPolicy.yaml` and `package.json`. */
    readonly dir: string;
    /** JSON file as `pulumi preview --policy-pack-config` takes it. */
    readonly configFile?: string;
}

/** How long the preview waits before it says that it could not decide. Seconds. */
export interface PreviewLimits {
    /** From a pack's start to its port. Default 120: a TypeScript pack is type-checked first. */
    readonly packStart: number;
    /** For one answer of a pack. Default 300. */
    readonly packAnswer: number;
    /** For a sign of life from the program: a registration, an invoke, a message, a line of output. Default 600. */
    readonly programSilence: number;
    /** For one run of `helm` or `kustomize`. Default 300. */
    readonly tool: number;
}

/** The limits that hold where none are given. */
export const DEFAULT_LIMITS: PreviewLimits = { packStart: 120, packAnswer: 300, programSilence: 600, tool: 300 };

/** What {@link runPreview} is asked to do. */
export interface PreviewOptions {
    /** The project's folder or one below it: `Pulumi.yaml` is looked for upwards, as Pulumi does. */
    readonly dir: string;
    /** `dev`, `org/dev` or `org/project/dev`. Default: the only stack that there is a file of, else `dev`. */
    readonly stack?: string;
    /** Configuration that wins over the stack file and the project file: `key` or `namespace:key` to value. */
    readonly config?: Readonly<Record<string, string>>;
    /** Packs, in order; the order decides who remediates first. */
    readonly policyPacks?: readonly PackOption[];
    /** Check a TypeScript program's types before it runs, as `pulumi preview` does. Default: transpile only. */
    readonly typeCheck?: boolean;
    /** Called as things happen. What it throws is ignored. */
    readonly onEvent?: (event: PreviewEvent) => void;
    /** Ends the preview early; every child process is ended with it. */
    readonly signal?: AbortSignal;
    /** Other limits than {@link DEFAULT_LIMITS}. */
    readonly limits?: Partial<PreviewLimits>;
}

/** What a preview tells while it works. */
export type PreviewEvent =
    | { readonly kind: "phase"; readonly phase: "starting" | "program" | "stack-policies" | "done" }
    | { readonly kind: "pack"; readonly name: string; readonly version: string; readonly dir: string }
    | { readonly kind: "resource"; readonly urn: string; readonly type: string; readonly name: string }
    | { readonly kind: "finding"; readonly finding: PolicyFinding }
    | { readonly kind: "invoke"; readonly invoke: InvokeRecord }
    | { readonly kind: "diagnostic"; readonly diagnostic: Diagnostic };
