import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { previewWithPolicies } from "pulumi-virtio-first/automation";

/** Previews the stack beside this file with the real engine, and says what the policy pack said. */
async function main(): Promise<void> {
    const stack = await LocalWorkspace.createOrSelectStack({ stackName: "dev", workDir: __dirname });
    const report = await previewWithPolicies(stack);
    for (const { level, policy, message } of report.findings) {
        console.log(`[${level}] ${policy}: ${message}`);
    }
    console.log(`${report.outcome.status}: ${report.conformance?.level ?? "not judged"}`);
    process.exitCode = report.outcome.exitCode;
}

void main();
