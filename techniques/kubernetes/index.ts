import type { ReadContext } from "../classification";
import type { Platform } from "../platform";
import type { Reading } from "../reading";
import type { ResourceView } from "../resource";
import type { Joined, StackIndex, StackMember } from "../stack";
import { foreignType } from "./foreign";
import { join } from "./join";
import { isObjectToken } from "./object";
import { findingsOf } from "./read";

/** Kubernetes and KubeVirt: what its objects ask for, offer and use, and how they join across a stack. */
export const kubernetes: Platform = {
    name: "kubernetes",

    knows: (type) => isObjectToken(type) || foreignType(type) !== undefined,

    read(view: ResourceView, context: ReadContext, markers = true): Reading | undefined {
        return findingsOf(view, context)?.reading(markers);
    },

    join(member: StackMember, index: StackIndex, context: ReadContext): Joined {
        return join(member, index, context);
    },
};
