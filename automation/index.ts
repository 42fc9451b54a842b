/**
 * The result model from the real engine, through Pulumi's Automation API.
 *
 * @packageDocumentation
 */
export { type AutomationStack, type PolicyPreviewOptions, previewWithPolicies } from "./preview-with-policies";
export type { Report } from "../report/model";
