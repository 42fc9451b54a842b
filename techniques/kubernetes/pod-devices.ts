import type { Attachment } from "../reading";
import type { NetworkUse, PoolFacet, ResourceRequest } from "./facets";
import type { PoolMatch } from "./join-pools";
import type { Techniques } from "./techniques";

/** What a pod's requests and networks came to, for the advice on its health. */
export interface PodDevices {
    /** Every hardware device of the pod. */
    readonly devices: Techniques[];
    /** Pools of the stack that it takes devices from. */
    readonly pools: PoolFacet[];
    /** Hardware networks that it joins, by the resource that they hand on. */
    readonly networks: {
        readonly resource: string;
        readonly use: NetworkUse;
        readonly request: RequestState | undefined;
    }[];
    readonly requests: readonly RequestState[];
    /** True if it joins networks that this stack cannot see. */
    readonly blind: boolean;
}

/** One request while the networks of its pod are matched with it. */
export interface RequestState {
    readonly request: ResourceRequest;
    readonly attachment: Attachment;
    /** How many networks take a device of it. */
    taken: number;
    readonly devices: Techniques[];
    readonly found: PoolMatch;
    readonly words: string[];
}
