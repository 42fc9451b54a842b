import { judgeWholeStack } from "../../policy-pack/whole-stack";
import { buildReport, type ReportInput } from "../../report/build";
import type { SourceFinding } from "../../report/finding";
import type { Report } from "../../report/model";
import type { StackResource } from "../../techniques/stack-resource";

/** Tokens that the tests of reports use. */
export const PORT = "openstack:networking/port:Port";

/** A URN in the stack of these tests. */
export const urn = (type: string, name: string): string => `urn:pulumi:dev::core::${type}::${name}`;

/** The URN of the stack itself. */
export const stack = urn("pulumi:pulumi:Stack", "core-dev");

/** A resource as a source gives it; its outputs are its inputs. */
export const resource = (type: string, name: string, inputs: unknown = {}, parent?: string): StackResource => ({
    urn: urn(type, name),
    type,
    name,
    custom: !type.startsWith("pulumi:"),
    inputs,
    outputs: inputs,
    propertyDependencies: {},
    read: false,
    ...(parent !== undefined && { parent }),
});

/** The day of these tests. */
export const NOW = new Date("2026-06-01T12:00:00Z");

/**
 * A report on these resources, with these findings; or with what the pack itself finds, where none are given.
 *
 * @param raw The config of `paravirtual-io`.
 */
export function reportOf(
    resources: readonly StackResource[],
    findings: readonly SourceFinding[] = [],
    more: Partial<ReportInput> = {},
    raw: Readonly<Record<string, unknown>> = {},
): Report {
    const judgement = judgeWholeStack(resources, raw, { packFolder: __dirname, now: () => NOW });
    return buildReport({
        ...judgement,
        tool: { name: "virtio-first", version: "0.0.0" },
        time: NOW,
        source: { kind: "preview", name: "." },
        project: "core",
        stack: "dev",
        outcome: { status: "passed", exitCode: 0 },
        packs: [{ name: "virtio-first", version: "0.0.0" }],
        resources,
        findings,
        register: judgement.config.register,
        complete: true,
        diagnostics: [],
        ...more,
    });
}
