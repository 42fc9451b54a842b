/**
 * Components whose network attachments are para-virtualised unless an exception of the transition plan allows otherwise.
 *
 * ```ts
 * import * as virtioFirst from "pulumi-virtio-first";
 * ```
 *
 * @packageDocumentation
 */
export * as kubernetes from "./components/kubernetes";
export * as kubevirt from "./components/kubevirt";
export * as openstack from "./components/openstack";
export {
    type ApprovedChoice,
    ArgumentError,
    choose,
    type HardwareChoice,
    type SoftwareChoice,
} from "./components/choice";
export { useRegister } from "./components/register";
export { ExceptionRegister } from "./exceptions/component-register";
export { type HardwareTechnique, type SoftwareTechnique, type Technique, TECHNIQUES } from "./techniques/technique";
