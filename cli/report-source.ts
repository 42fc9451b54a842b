import type { PreviewResult } from "../preview";
import type { SourceFinding, SourceResource } from "../report/model";

/** A preview's result as the source of a report. Default providers are left out, as Pulumi does. */
export function previewReportSource(result: PreviewResult): {
    readonly resources: SourceResource[];
    readonly findings: SourceFinding[];
} {
    return {
        resources: result.resources
            .filter((resource) => !resource.defaultProvider)
            .map((resource) => ({
                ...resource,
                inputs: resource.inputs.values,
                outputs: resource.outputs.values,
            })),
        findings: [...result.findings],
    };
}
