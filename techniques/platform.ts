import type { ReadContext } from "./classification";
import type { Reading } from "./reading";
import type { ResourceView } from "./resource";
import type { Joined, StackIndex, StackMember } from "./stack";

/** One platform's knowledge: how its resources are read, and how they join across a stack. */
export interface Platform {
    readonly name: string;
    /** True if resources of a type may be this platform's. Says the same of a type at all times. */
    knows(type: string): boolean;
    /**
     * The reading of one resource alone, or `undefined` where it is not this platform's. Never throws.
     *
     * @param markers False where the markers are known already: the reading may leave them out. Default: true.
     */
    read(view: ResourceView, context: ReadContext, markers?: boolean): Reading | undefined;
    /** What the rest of the stack adds to one member that this platform read. Never throws. */
    join(member: StackMember, index: StackIndex, context: ReadContext): Joined;
}
