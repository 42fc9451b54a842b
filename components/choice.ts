import { join, sep } from "node:path";
import { exceptionIdFault } from "../exceptions/exception-id";
import { exceptionIdPattern, registerRefusal } from "./register";
import {
    type HardwareTechnique,
    isTechnique,
    needsException,
    type SoftwareTechnique,
    type Technique,
    techniqueTable,
} from "../techniques/technique";

/** The choice of a technique in software: `exceptionId` is not accepted with it. */
export interface SoftwareChoice<S extends SoftwareTechnique = "virtio"> {
    /** A plain literal. Default: `"virtio"`. */
    readonly technique?: S;
    /** Not accepted: software techniques rest on no exception. */
    readonly exceptionId?: never;
    /** Not accepted: only an accelerator can be approved without an exception. */
    readonly approved?: never;
}

/** The choice of a hardware technique: `exceptionId` must come with it. */
export interface HardwareChoice<H extends HardwareTechnique> {
    /** A plain literal. */
    readonly technique: H;
    /**
     * The ID of an exception in the operator's transition plan, such as `EXC-2026-014`: a plain string of 4 to 34
     * characters, at least one of them a digit.
     */
    readonly exceptionId: string;
    /** Not accepted: only an accelerator can be approved without an exception. */
    readonly approved?: never;
}

/** The choice of an accelerator that the operator has approved for everybody; the policy pack still decides. */
export interface ApprovedChoice {
    /** A plain literal. */
    readonly technique: "accelerator";
    /** True: the resource stands in the pack's `approvedAccelerators`, so no exception ID is needed. */
    readonly approved: true;
    /** Not accepted together with `approved`. */
    readonly exceptionId?: never;
}

/** Any choice, as it looks once its form has been checked. */
export interface CheckedChoice {
    /** The technique; `virtio` where none was given. */
    readonly technique: Technique;
    /** The exception ID; there whenever the technique needs one and is not approved. */
    readonly exceptionId: string | undefined;
    /** True for an accelerator that is said to be approved. */
    readonly approved: boolean;
}

/** A fault in a component's arguments. Thrown before anything is registered. */
export class ArgumentError extends Error {
    /** The component and its name, such as `NetworkAttachment "data"`. */
    readonly component!: string;
    /** The argument at fault, such as `exceptionId`. */
    readonly argument!: string;
    /** What is wrong and what to do, as a sentence. */
    readonly fault!: string;

    constructor(component: string, argument: string, fault: string) {
        super(`${component}: ${argument}: ${fault}`);
        // Not enumerable: printed as an error, the message says all of it already.
        for (const [key, value] of Object.entries({ name: "ArgumentError", component, argument, fault })) {
            Object.defineProperty(this, key, { value, enumerable: false, configurable: true, writable: true });
        }
        this.stack = withoutOwnFrames(this.stack);
    }
}

/**
 * The folders of the components, as they run and, where source maps are followed, as they were written: what the reader
 * looks for is the line of the program that called them.
 */
const OWN_CODE = [__dirname, join(__dirname, "..", "..", "components")].map((folder) => folder + sep);

function withoutOwnFrames(stack: string | undefined): string | undefined {
    return stack
        ?.split("\n")
        .filter((line) => !/^\s+at /.test(line) || !OWN_CODE.some((folder) => line.includes(folder)))
        .join("\n");
}

/**
 * Checks the choice of a technique at run time, for callers whose compiler did not: JavaScript, YAML, Python.
 *
 * @param component The component and its name, for the message, such as `NetworkAttachment "data"`.
 * @param args The component's arguments.
 * @param allowed The techniques that the component can do.
 * @throws {@link ArgumentError} for a technique that is none, that this component cannot do, that lacks its exception
 * ID, or that has one without needing it; for a malformed ID; for one that the configured register does not know, has
 * expired or was granted for another technique; for `approved` with anything but an accelerator.
 */
export function checkChoice(
    component: string,
    args: { readonly technique?: unknown; readonly exceptionId?: unknown; readonly approved?: unknown },
    allowed: readonly Technique[],
): CheckedChoice {
    const fail = (argument: string, fault: string): never => {
        throw new ArgumentError(component, argument, fault);
    };
    const { exceptionId, approved } = args;
    const technique = args.technique ?? "virtio";
    const words = allowed.map((word) => `"${word}"`).join(", ");
    if (typeof technique !== "string") {
        return fail(
            "technique",
            `must be a plain string, one of ${words}; an Output cannot be checked before it is used.`,
        );
    }
    if (!isTechnique(technique) || !allowed.includes(technique)) {
        return fail("technique", `"${technique}" is none that this component can do; use one of ${words}.`);
    }
    if (approved !== undefined && approved !== false && (technique !== "accelerator" || approved !== true)) {
        return fail("approved", `is only for technique "accelerator", and can only be true; leave it out.`);
    }
    if (!needsException(technique)) {
        if (exceptionId !== undefined && exceptionId !== null) {
            fail(
                "exceptionId",
                `is not accepted with technique "${technique}", which needs no exception; leave it out.`,
            );
        }
        return { technique, exceptionId: undefined, approved: false };
    }
    const label = techniqueTable[technique].label;
    if (approved === true) {
        if (exceptionId !== undefined && exceptionId !== null) {
            fail("exceptionId", `is not accepted together with approved: true; keep one of the two.`);
        }
        return { technique, exceptionId: undefined, approved: true };
    }
    if (exceptionId === undefined || exceptionId === null) {
        return fail(
            "exceptionId",
            `is missing. Technique "${technique}" (${label}) is allowed only under an exception of the transition plan: ` +
                `add exceptionId: "<ID>", or leave technique out for virtio.`,
        );
    }
    const fault = exceptionIdFault(exceptionId, exceptionIdPattern());
    if (fault !== undefined || typeof exceptionId !== "string") {
        return fail("exceptionId", `${fault}. Give the ID as it stands in the register, such as "EXC-2026-014".`);
    }
    const refusal = registerRefusal(exceptionId, technique);
    if (refusal !== undefined) {
        fail("exceptionId", refusal);
    }
    return { technique, exceptionId, approved: false };
}

/**
 * Turns two configured strings into the typed choice, for stacks that read both from their config:
 *
 * ```ts
 * const config = new pulumi.Config();
 * new virtioFirst.openstack.NetworkAttachment("data", {
 *     networkId: network.id,
 *     ...virtioFirst.choose(["sriov", "vdpa"], config.get("technique"), config.get("exceptionId")),
 * });
 * ```
 *
 * @param allowed The hardware techniques that the place can do.
 * @param technique The configured technique; `undefined` or empty means virtio.
 * @param exceptionId The configured exception ID; `undefined` or empty means none.
 * @throws {@link ArgumentError} for what the components themselves refuse.
 */
export function choose<H extends HardwareTechnique>(
    allowed: readonly H[],
    technique: string | undefined,
    exceptionId: string | undefined,
): SoftwareChoice | HardwareChoice<H> {
    const checked = checkChoice(
        "choose",
        { technique: technique || undefined, exceptionId: exceptionId || undefined },
        ["virtio", ...allowed],
    );
    return checked.exceptionId === undefined
        ? { technique: "virtio" }
        : { technique: checked.technique as H, exceptionId: checked.exceptionId };
}
