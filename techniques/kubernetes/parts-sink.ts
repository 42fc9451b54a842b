import type { ReadContext } from "../classification";
import type { ResourceRequest } from "./facets";
import type { Findings } from "./findings";

/** Where the parts that are found go. */
export interface PartsSink {
    readonly found: Findings;
    readonly context: ReadContext;
    readonly requests: ResourceRequest[];
    /** Notes what could reach a device, though none is asked for. */
    readonly reach: (reason: string, path: string) => void;
}
