import type { StackResource } from "../../techniques/stack-resource";

/** A stack as a source gives it, before anything is judged. */
export interface SourceStack {
    /** Empty where the source is no Pulumi stack. */
    readonly project: string;
    readonly stack: string;
    readonly resources: readonly StackResource[];
}
