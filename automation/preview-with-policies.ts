import type { EngineEvent, PreviewOptions } from "@pulumi/pulumi/automation";
import { ownPack } from "../cli/packs";
import { judgingOf } from "../cli/reports/judging";
import { reportOfEvents } from "../cli/reports/of-source";
import type { Report } from "../report/model";
import { operationOfEvents } from "../report/sources/engine-events";

/** What is asked of a stack of the Automation API. */
export interface AutomationStack {
    /** Its name, for the report. */
    readonly name: string;
    readonly preview: (options: PreviewOptions) => Promise<unknown>;
}

/** Options of `stack.preview`, with the pack of this package as the default. */
export interface PolicyPreviewOptions extends PreviewOptions {
    /** Folders of policy packs. Default: the pack of this package. */
    policyPacks?: string[];
    /** JSON files with their config, paired in order. Default: none. */
    policyPackConfigs?: string[];
}

/**
 * Previews a stack with the real engine under policy packs, and gives the result model: what Pulumi's own result leaves
 * out, above all what the packs said.
 *
 * ```ts
 * import { LocalWorkspace } from "@pulumi/pulumi/automation";
 * import { previewWithPolicies } from "pulumi-virtio-first/automation";
 *
 * const stack = await LocalWorkspace.selectStack({ stackName: "dev", workDir: "." });
 * const report = await previewWithPolicies(stack, { policyPackConfigs: ["policy-config.json"] });
 * console.log(report.outcome.status, report.conformance?.level);
 * ```
 *
 * @param stack A stack of the Automation API.
 * @returns The report, also where policies refuse the stack or the program fails: see its `outcome`.
 * @throws What the engine throws, where it ends before it has said how the preview went (no such stack, no plugin, a
 * config that breaks a policy's schema, …).
 */
export async function previewWithPolicies(
    stack: AutomationStack,
    { policyPacks = [ownPack()], policyPackConfigs = [], onEvent, ...rest }: PolicyPreviewOptions = {},
): Promise<Report> {
    const events: EngineEvent[] = [];
    const take = (event: EngineEvent): void => {
        events.push(event);
        onEvent?.(event);
    };
    let thrown: Error | undefined;
    try {
        await stack.preview({ ...rest, policyPacks, policyPackConfigs, onEvent: take });
    } catch (error) {
        // A refusal is an exit code other than 0, which the Automation API throws; the events have told the rest.
        thrown = error instanceof Error ? error : new Error(String(error));
    }
    const operation = operationOfEvents(events);
    if (thrown !== undefined && operation.succeeded === undefined) {
        throw thrown;
    }
    const [policyPack] = policyPacks;
    const [policyPackConfig] = policyPackConfigs;
    return reportOfEvents(
        thrown === undefined ? operation : { ...operation, succeeded: false },
        stack.name,
        judgingOf({
            ...(policyPack !== undefined && { policyPack }),
            ...(policyPackConfig !== undefined && { policyPackConfig }),
        }),
        new Date(),
    );
}
