import type * as openstack from "@pulumi/openstack";
import { SWITCHDEV } from "../../techniques/openstack/port-keys";
import { VNIC_TYPES, type VnicType, vnicTypes } from "../../techniques/openstack/vnic-type";
import type { Technique } from "../../techniques/technique";
import type { Fail } from "../checks";

/** What a port asks of Neutron beyond the plain port: its vnic_type, and attributes that only `valueSpecs` reaches. */
export interface Binding {
    readonly vnicType: VnicType;
    readonly attributes: Readonly<Record<string, string>>;
}

/** What can be done with a port, given its device. */
export interface PortAbilities {
    /** True if Nova attaches the port to a running machine. */
    readonly hotPlug: boolean;
    /** True if the port can be the parent of a trunk. */
    readonly trunkParent: boolean;
}

/** The vnic_types of each technique by the variant that names them; the first is the default, if there is one. */
const variants: Readonly<Partial<Record<Technique, Readonly<Record<string, VnicType>>>>> = {
    sriov: { direct: "direct", macvtap: "macvtap" },
    vdpa: { vdpa: "vdpa", "virtio-forwarder": "virtio-forwarder" },
    smartnic: { switchdev: "direct", "remote-managed": "remote-managed" },
};

/** Arguments that choose the form of a port within its technique. */
export interface FormArguments {
    readonly variant?: string;
    readonly trusted?: boolean;
    readonly deviceProfile?: string;
    readonly wholeDevice?: boolean;
    readonly numaAffinityPolicy?: string;
}

/** The vnic_type and attributes of a port. */
export function bindingOf(fail: Fail, args: FormArguments, technique: Technique): Binding {
    const { deviceProfile, numaAffinityPolicy } = args;
    const numa: Readonly<Record<string, string>> =
        numaAffinityPolicy === undefined ? {} : { numa_affinity_policy: numaAffinityPolicy };
    switch (technique) {
        case "sriov":
            return {
                vnicType: vnicTypeBy(fail, technique, args.variant ?? "direct"),
                attributes: { ...numa, ...(args.trusted === true ? { trusted: "true" } : {}) },
            };
        case "pci-passthrough":
            return { vnicType: "direct-physical", attributes: numa };
        case "vdpa":
            return { vnicType: vnicTypeBy(fail, technique, args.variant ?? "vdpa"), attributes: numa };
        case "smartnic":
            return {
                vnicType: vnicTypeBy(fail, technique, args.variant),
                attributes: { ...numa, ...(args.variant === SWITCHDEV && { hardware_offload_type: SWITCHDEV }) },
            };
        case "accelerator":
            return deviceProfile === undefined || deviceProfile === ""
                ? fail(
                      "deviceProfile",
                      "is missing. Give the name of the Cyborg device profile; Nova refuses the port without.",
                  )
                : {
                      vnicType: args.wholeDevice === true ? "accelerator-direct-physical" : "accelerator-direct",
                      attributes: { ...numa, device_profile: deviceProfile },
                  };
        default:
            return { vnicType: "normal", attributes: {} };
    }
}

function vnicTypeBy(fail: Fail, technique: Technique, variant: string | undefined): VnicType {
    const known = variants[technique] ?? {};
    const found = Object.entries(known).find(([word]) => word === variant);
    const words = Object.keys(known).map((word) => `"${word}"`);
    return found?.[1] ?? fail("variant", `must be one of ${words.join(", ")}.`);
}

/**
 * How the port is written for the provider. `normal` is Neutron's default and is left out. A word that some generation
 * of the provider does not take in `binding.vnicType` goes through `valueSpecs`, and then without a `binding` block: a
 * block would send `normal` and win.
 */
export function wireForm({
    vnicType,
    attributes,
}: Binding): Pick<openstack.networking.PortArgs, "binding" | "valueSpecs"> {
    const { v3, v5 } = vnicTypes[vnicType].inProviderEnum;
    const typed = v3 && v5;
    const specs = { ...(typed ? {} : { "binding:vnic_type": vnicType }), ...attributes };
    return {
        ...(typed && vnicType !== "normal" && { binding: { vnicType } }),
        ...(Object.keys(specs).length > 0 && { valueSpecs: specs }),
    };
}

/** What can be done with a port of this form. An offloaded port is one of Open vSwitch, whatever its vnic_type. */
export function abilitiesOf({ vnicType, attributes }: Binding): PortAbilities {
    const facts = vnicTypes[vnicType];
    return { hotPlug: facts.hotPlug, trunkParent: facts.trunk || attributes["hardware_offload_type"] === SWITCHDEV };
}

/** What can be done with a port of which only the technique is told: all that any of its forms can do. */
export function abilitiesByTechnique(technique: Technique): PortAbilities {
    const forms = VNIC_TYPES.map((type) => vnicTypes[type]).filter((facts) => facts.technique === technique);
    return { hotPlug: forms.some(({ hotPlug }) => hotPlug), trunkParent: forms.some(({ trunk }) => trunk) };
}
