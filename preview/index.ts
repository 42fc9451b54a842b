/** Previews without a cloud: the engine's side of Pulumi's protocols, for a program and its policy packs. */

export { DEFAULT_LIMITS } from "./options";
export type { PackOption, PreviewEvent, PreviewLimits, PreviewOptions } from "./options";
export { runPreview } from "./preview";
export { maskSecrets, UNKNOWN } from "./result";
export type {
    Diagnostic,
    ExitCode,
    InvokeRecord,
    Path,
    PlainObject,
    PlainValue,
    PolicyDescription,
    PolicyFinding,
    PreviewPack,
    PreviewResource,
    PreviewResult,
    Properties,
    RemediatedProperty,
    RuntimeForm,
    Timings,
} from "./result";
