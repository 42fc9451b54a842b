/** Options of a resource as policies are shown them. */

import { durationSeconds } from "./duration";
import { PreviewFault } from "./fault";
import type { resource } from "./protocol";
import type { PolicyOptions } from "./resource-state";

/** Reads them from the options that transforms take. */
export function policyOptions(options: resource.TransformResourceOptions): PolicyOptions {
    const timeouts = options.getCustomTimeouts();
    const seconds = (text: string | undefined): number => {
        const value = durationSeconds(text ?? "");
        if (value === undefined) {
            throw new PreviewFault(1, `unable to parse customTimeout value ${text}: write it as 30s, 5m or 1h30m.`);
        }
        return value;
    };
    return {
        protect: options.getProtect() ?? false,
        ignoreChanges: options.getIgnoreChangesList(),
        deleteBeforeReplace: options.hasDeleteBeforeReplace?.()
            ? (options.getDeleteBeforeReplace() ?? false)
            : undefined,
        additionalSecretOutputs: options.getAdditionalSecretOutputsList(),
        timeouts: {
            create: seconds(timeouts?.getCreate()),
            update: seconds(timeouts?.getUpdate()),
            delete: seconds(timeouts?.getDelete()),
        },
    };
}
