/**
 * The policies of this project for a policy pack of your own.
 *
 * @packageDocumentation
 */
import { type Policies, PolicyPack, type PolicyPackArgs } from "@pulumi/policy";
import { createPolicies } from "./policies";
import { initialConfigOf, type VirtioFirstOptions } from "./options";

export { initialConfigOf } from "./options";
export type { BaselineEntry } from "../exceptions/baseline";
export type { ClassificationOptions, ParavirtualIoOptions, RegisterEntry, VirtioFirstOptions } from "./options";
export type { Level } from "./config-schema";
export type { PolicyName, Rule, RuleId } from "./rules";
export { rules } from "./rules";

// One session for the three: they share its config and its work. The engine runs a pack in the pack's own folder.
const [first, second, third] = createPolicies({ packFolder: process.cwd(), now: () => new Date() }) as [
    Policies[number],
    Policies[number],
    Policies[number],
];

/** Refuses every hardware attachment that no exception allows. It must stand before the other two, which share its config. */
export const paravirtualIo = first;

/**
 * Advises on what cannot be verified, is emulated, or will not work. Its functions are there for the SDK only while it has
 * something to say: `validateResource` is a list, which may be empty, and `validateStack` may be `undefined`.
 */
export const attachmentHealth = second;

/** Says which exceptions are used and until when. */
export const exceptionLifecycle = third;

/** All three, in the order in which they must stand. */
export const virtioFirstPolicies: Policies = [paravirtualIo, attachmentHealth, exceptionLifecycle];

/**
 * A policy pack of these policies, with options that are checked by the compiler, and with policies of your own beside
 * them. It is the whole entry of a pack:
 *
 * ```ts
 * import { VirtioFirst } from "pulumi-virtio-first/policy";
 *
 * new VirtioFirst({ paravirtualIo: { registerFile: "exceptions.yaml", requireRegister: true } });
 * ```
 *
 * A pack that is no more than a list of policies does it by hand:
 *
 * ```ts
 * import { PolicyPack } from "@pulumi/policy";
 * import { initialConfigOf, virtioFirstPolicies } from "pulumi-virtio-first/policy";
 *
 * const config = initialConfigOf({ paravirtualIo: { requireRegister: true } });
 * new PolicyPack("ours", { policies: [...virtioFirstPolicies, noPublicPorts] }, config);
 * ```
 *
 * A process holds one pack, so it is made once.
 */
export class VirtioFirst extends PolicyPack {
    /**
     * @param options Levels and config; what an operator configures later wins.
     * @param more The pack's own description, and policies that stand behind these.
     * @param name The pack's name. Reports tell the conformance level from the pack that is called `virtio-first`.
     */
    constructor(options: VirtioFirstOptions = {}, more: Partial<PolicyPackArgs> = {}, name: string = "virtio-first") {
        super(
            name,
            { ...more, policies: [...virtioFirstPolicies, ...(more.policies ?? [])] },
            initialConfigOf(options),
        );
    }
}
