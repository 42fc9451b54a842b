/**
 * A harness for tests of people's own stacks and policy packs: a preview in the test itself, offline, with the unknown
 * values that the engine gives.
 *
 * @packageDocumentation
 */
export {
    expectConformant,
    expectFinding,
    expectNoFindings,
    expectRefused,
    expectTechniques,
    type FindingPattern,
} from "./assertions";
export type { PolicyPackUnderTest } from "./policy-packs";
export { previewStack, PreviewStackError, type PreviewStackOptions } from "./preview-stack";
export { isUnknown, PreviewedStack, type ResourceUnderTest } from "./previewed-stack";
export { UNKNOWN } from "../preview";
export type { PreviewLimits } from "../preview";
export type { Report, ReportedAttachment, ReportedFinding, ReportedResource, ReportedVerdict } from "../report/model";
