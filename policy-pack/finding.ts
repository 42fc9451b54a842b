import type { RuleId } from "./rules";

/** One thing that the pack has to say. */
export interface Finding {
    readonly rule: RuleId;
    /** `mandatory` is reported by `paravirtual-io`, `advisory` by the rule's own policy. */
    readonly level: "advisory" | "mandatory";
    /** The message, whole: what, where, what to do, the rule's ID. */
    readonly message: string;
    /** The resource that it is about; `undefined`: the stack. */
    readonly urn: string | undefined;
}
