import type { EnforcementLevel, PolicyPackConfig } from "@pulumi/policy";
import type { BaselineEntry } from "../exceptions/baseline";
import type { ExceptionEntry, Milestone, Transition } from "../exceptions/entry";
import type { ClassificationKey, Classified } from "../techniques/classification";
import type { Technique } from "../techniques/technique";
import type { Level } from "./config-schema";
import { defaultLevels } from "./metadata";
import type { PolicyName } from "./rules";

/** An entry of the register as it is written: what has a default may be left out. */
export type RegisterEntry = Omit<ExceptionEntry, "validFrom" | "category" | "transition"> &
    Partial<Pick<ExceptionEntry, "validFrom" | "category">> & {
        readonly transition?: Partial<Omit<Transition, "milestones">> & {
            readonly milestones?: readonly (Omit<Milestone, "done"> & Partial<Pick<Milestone, "done">>)[];
        };
    };

/** What a name outside the stack, or one that the tables do not know, stands for: name or glob to technique. */
export type ClassificationOptions = Readonly<
    Partial<Record<ClassificationKey, Readonly<Record<string, Exclude<Classified, Extract<Technique, "unknown">>>>>>
>;

/** The config of `paravirtual-io`, which the other policies share. Every key has a default. */
export interface ParavirtualIoOptions extends ClassificationOptions {
    /** Default: `mandatory`. */
    readonly enforcementLevel?: EnforcementLevel;
    /** The register, inline. Not together with `registerFile`. Default: `exceptions.yaml` in the pack's folder, if any. */
    readonly exceptions?: readonly RegisterEntry[];
    /** The register as a file, relative to the pack's folder. */
    readonly registerFile?: string;
    /** True: an ID without a register to check it against is a violation. Default: false. */
    readonly requireRegister?: boolean;
    /** The operator's own form of exception IDs, a regular expression that RE2 can read. */
    readonly exceptionIdPattern?: string;
    /** Days before an exception's end from which an advisory says so, 0 to 3650. Default: 60. */
    readonly expiryWarningDays?: number;
    /** Judge as of this later day, `YYYY-MM-DD`; results are marked as a forecast. */
    readonly forecastDate?: string;
    /** Level of what names a thing outside the stack that config does not classify. Default: `advisory`. */
    readonly unverifiable?: Level;
    /** Level of emulated NIC models. Default: `advisory`. */
    readonly emulated?: Level;
    /** Level of what offers a device to others without an exception ID. Default: `mandatory`. */
    readonly offers?: Level;
    /** Device resources (globs) that need no exception, such as `nvidia.com/gpu`. Default: none. */
    readonly approvedAccelerators?: readonly string[];
    /** Violations that were there when the rule was switched on: they advise, new ones refuse. Default: none. */
    readonly baseline?: readonly BaselineEntry[];
    /** The baseline as a file, as `virtio-first audit --update-baseline` writes it, relative to the pack's folder. */
    readonly baselineFile?: string;
    /** True: resources of Azure, Google Cloud and AWS are judged too. Default: false. */
    readonly publicClouds?: boolean;
}

/** What the policies of this pack are configured with. */
export interface VirtioFirstOptions {
    /** The level of all three, where theirs is not given. */
    readonly all?: EnforcementLevel;
    /** Default: `mandatory`. */
    readonly paravirtualIo?: EnforcementLevel | ParavirtualIoOptions;
    /** Default: `advisory`. */
    readonly attachmentHealth?: EnforcementLevel;
    /** Default: `advisory`. */
    readonly exceptionLifecycle?: EnforcementLevel;
}

/** The options by the policies' own names. */
const POLICY_OF = {
    paravirtualIo: "paravirtual-io",
    attachmentHealth: "attachment-health",
    exceptionLifecycle: "exception-lifecycle",
} as const satisfies Record<Exclude<keyof VirtioFirstOptions, "all">, PolicyName>;

/**
 * The options in the form that `new PolicyPack(name, args, initialConfig)` takes. What an operator gives later, in a config
 * file or in a policy group, wins over it.
 *
 * The level stands in it wherever there is config: the SDK hands on config without a level as `advisory`, whatever the level of
 * the policy.
 */
export function initialConfigOf(options: VirtioFirstOptions): PolicyPackConfig {
    const config: PolicyPackConfig = {};
    for (const [key, policy] of Object.entries(POLICY_OF) as [keyof typeof POLICY_OF, PolicyName][]) {
        const given = options[key] ?? options.all;
        if (given !== undefined) {
            config[policy] =
                typeof given === "string"
                    ? given
                    : { ...given, enforcementLevel: given.enforcementLevel ?? options.all ?? defaultLevels[policy] };
        }
    }
    return config;
}
