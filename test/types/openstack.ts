/**
 * What must compile, and what must not: checked by the compiler alone (`npx tsc -p tsconfig.all.json`). A line under
 * `@ts-expect-error` that compiles is an error of its own. Nothing here is run.
 */
import * as pulumi from "@pulumi/pulumi";
import { choose } from "../../components/choice";
import * as openstack from "../../components/openstack";

const unknown: pulumi.Output<string> = pulumi.output("x");
const networkId = "net-1";
const exceptionId = "EXC-2026-014";

export function attachments(): openstack.NetworkAttachment[] {
    const { NetworkAttachment: Attachment } = openstack;
    return [
        new Attachment("a", { networkId }),
        new Attachment("a", { networkId: unknown, technique: "virtio", securityGroupIds: [unknown] }),
        new Attachment("a", { networkId, technique: "sriov", exceptionId }),
        new Attachment("a", { networkId, technique: "smartnic", exceptionId, variant: "switchdev" }),
        new Attachment("a", { networkId, technique: "accelerator", exceptionId, deviceProfile: "p" }),
        new Attachment("a", { networkId, ...choose(["sriov", "pci-passthrough"], "sriov", exceptionId) }),

        // @ts-expect-error: no network
        new Attachment("a", {}),
        // @ts-expect-error: hardware without an exception ID
        new Attachment("a", { networkId, technique: "sriov" }),
        // @ts-expect-error: an exception ID in software
        new Attachment("a", { networkId, exceptionId }),
        // @ts-expect-error: an exception ID with virtio
        new Attachment("a", { networkId, technique: "virtio", exceptionId }),
        // @ts-expect-error: an exception ID that is an Output
        new Attachment("a", { networkId, technique: "sriov", exceptionId: unknown }),
        // @ts-expect-error: a technique that is no literal
        new Attachment("a", { networkId, technique: "sriov" as string, exceptionId }),
        // @ts-expect-error: a technique that a port cannot do
        new Attachment("a", { networkId, technique: "vmxnet3" }),
        // @ts-expect-error: security groups on hardware
        new Attachment("a", { networkId, technique: "sriov", exceptionId, securityGroupIds: ["sg"] }),
        // @ts-expect-error: an accelerator without its device profile
        new Attachment("a", { networkId, technique: "accelerator", exceptionId }),
        // @ts-expect-error: a SmartNIC without its variant
        new Attachment("a", { networkId, technique: "smartnic", exceptionId }),
        // @ts-expect-error: another technique's variant
        new Attachment("a", { networkId, technique: "vdpa", exceptionId, variant: "macvtap" }),
        // @ts-expect-error: a free binding profile
        new Attachment("a", { networkId, binding: { profile: "{}" } }),
        // @ts-expect-error: an approval is only for accelerators
        new Attachment("a", { networkId, technique: "sriov", exceptionId, approved: true }),
    ];
}

export function machines(): openstack.VirtualMachine[] {
    const { VirtualMachine: Machine } = openstack;
    const machine = { flavorName: "m1", imageName: "debian" };
    return [
        new Machine("a", { ...machine, attachments: [{ name: "oam", networkId }] }),
        new Machine("a", { ...machine, networkMode: "none" }),
        new Machine("a", { ...machine, attachments: [{ name: "fast", networkId, technique: "sriov", exceptionId }] }),

        // @ts-expect-error: no NIC, and not said
        new Machine("a", machine),
        // @ts-expect-error: networks beside attachments
        new Machine("a", { ...machine, attachments: [{ name: "oam", networkId }], networks: [{ uuid: "n" }] }),
        // @ts-expect-error: security groups of the machine
        new Machine("a", { ...machine, attachments: [{ name: "oam", networkId }], securityGroups: ["default"] }),
        // @ts-expect-error: an attachment without a name
        new Machine("a", { ...machine, attachments: [{ networkId }] }),
        // @ts-expect-error: hardware without an exception ID
        new Machine("a", { ...machine, attachments: [{ name: "fast", networkId, technique: "sriov" }] }),
        // @ts-expect-error: a flavor's device without an exception ID
        new Machine("a", { ...machine, networkMode: "none", flavorDevices: [{ technique: "accelerator" }] }),
    ];
}
