import type { StackConfig } from "./stack-config";

/** What is previewed. */
export interface Target {
    readonly organization: string;
    readonly project: string;
    readonly stack: string;
    readonly config: StackConfig;
}
