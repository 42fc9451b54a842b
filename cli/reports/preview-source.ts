import type { PolicyFinding, PreviewResult } from "../../preview";
import type { SourceFinding } from "../../report/finding";
import { OWN_POLICIES } from "../../report/model";
import type { StackResource } from "../../techniques/stack-resource";
import { step } from "../../techniques/value";

/** A preview's result as the source of a report. Default providers are left out, as Pulumi does. */
export function previewReportSource(result: PreviewResult): {
    readonly resources: StackResource[];
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
        findings: result.findings.map((finding) =>
            finding.remediation === undefined
                ? finding
                : { ...finding, message: remediated(finding, finding.remediation) },
        ),
    };
}

/** What a remediation changed, under the message. Old values may be secrets of the author's, and are not shown. */
function remediated({ policy, message }: PolicyFinding, changes: NonNullable<PolicyFinding["remediation"]>): string {
    const lines = changes.map(({ path, after, secret }) => {
        const place = path.reduce<string>(step, "");
        return `  changed: ${place} ${after === undefined ? "was taken away" : `is now ${secret ? "[secret]" : JSON.stringify(after)}`}`;
    });
    return [message.trimEnd(), ...lines, ...(OWN_POLICIES.has(policy) ? ["  rule: remediated"] : [])].join("\n");
}
