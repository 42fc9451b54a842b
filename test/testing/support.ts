import type { ReportInput } from "../../report/build";
import type { SourceFinding } from "../../report/finding";
import type { PreviewResult } from "../../preview";
import { PreviewedStack } from "../../testing";
import { reportOf, resource, stack } from "../report/support";

/** A previewed stack as a preview would give it, without running one. */
export function previewed(
    findings: readonly SourceFinding[],
    more: Partial<ReportInput> = {},
    twinIsCustom = true,
): PreviewedStack {
    const tags = findings.length === 0 ? ["virtio-first:exception-id=EXC-2026-014"] : [];
    const inputs = { binding: { vnicType: "direct" }, tags };
    const port = resource("openstack:networking/port:Port", "fast", inputs, stack);
    const twinType = twinIsCustom ? "openstack:networking/network:Network" : "shop:index:Fast";
    const twin = { ...resource(twinType, "fast", { name: "net" }, stack), custom: twinIsCustom };
    const report = reportOf([resource("pulumi:pulumi:Stack", "core-dev"), port, twin], findings, more);
    const plain = (values: unknown) => ({ values, secrets: [["name"]] });
    const resources = [port, twin].map((one) => ({ ...one, inputs: plain(one.inputs), outputs: plain(one.outputs) }));
    return new PreviewedStack(report, { resources, outputs: { values: {}, secrets: [] } } as unknown as PreviewResult);
}
