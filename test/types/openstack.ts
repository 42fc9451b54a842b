/**
 * What must compile, and what must not: checked by the compiler alone (`npx tsc -p tsconfig.all.json`). A line under
 * `@ts-expect-error` that compiles is an error of its own. Nothing here is run.
 */
import type * as sdk from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { choose } from "../../components/choice";
import * as openstack from "../../components/openstack";

const unknown: pulumi.Output<string> = pulumi.output("x");
const networkId = "net-1";
const exceptionId = "EXC-2026-014";
declare const port: sdk.networking.Port;

export function attachments(): openstack.NetworkAttachment[] {
    const { NetworkAttachment: Attachment } = openstack;
    return [
        new Attachment("a", { networkId }),
        new Attachment("a", { networkId: unknown, technique: "virtio", securityGroupIds: [unknown] }),
        new Attachment("a", { networkId, technique: "sriov", exceptionId }),
        new Attachment("a", { networkId, technique: "smartnic", exceptionId, variant: "switchdev" }),
        new Attachment("a", { networkId, technique: "accelerator", exceptionId, deviceProfile: "p" }),
        new Attachment("a", { networkId, technique: "accelerator", approved: true, deviceProfile: "p" }),
        new Attachment("a", { networkId }, { adopt: true }),
        new Attachment("a", { networkId }, { adopt: { name: "old" }, import: "8e1c" }),
        Attachment.fromPort("a", { port }),
        Attachment.fromPort("a", { port, technique: "sriov", exceptionId }),
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
        // @ts-expect-error: an approval beside an exception ID
        new Attachment("a", { networkId, technique: "accelerator", approved: true, exceptionId, deviceProfile: "p" }),
        // @ts-expect-error: a device profile without an accelerator
        new Attachment("a", { networkId, deviceProfile: "p" }),
        // @ts-expect-error: a NUMA policy without a device
        new Attachment("a", { networkId, numaAffinityPolicy: "required" }),
        // @ts-expect-error: a form of the port that is an Output
        new Attachment("a", { networkId, technique: "sriov", exceptionId, trusted: pulumi.output(true) }),
        // @ts-expect-error: a port by its ID
        Attachment.fromPort("a", { port: "8e1c" }),
        // @ts-expect-error: a port of hardware without an exception ID
        Attachment.fromPort("a", { port, technique: "vdpa" }),
    ];
}

export function machines(): openstack.VirtualMachine[] {
    const { VirtualMachine: Machine } = openstack;
    const machine = { flavorName: "m1", imageName: "debian" };
    const [trunk] = trunks();
    if (trunk === undefined) {
        return [];
    }
    return [
        new Machine("a", { ...machine, attachments: [{ name: "oam", networkId }] }),
        new Machine("a", { ...machine, networkMode: "none" }),
        new Machine("a", { ...machine, attachments: [{ name: "fast", networkId, technique: "sriov", exceptionId }] }),

        new Machine("a", { ...machine, attachments: [trunk], hotPlugged: [{ name: "late", networkId }] }),
        new Machine("a", { ...machine, networkMode: "none", flavorDevices: [{ technique: "sriov", exceptionId }] }),
        new Machine("a", {
            ...machine,
            networkMode: "none",
            flavorDevices: [{ technique: "accelerator", approved: true }],
        }),

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
        // @ts-expect-error: attachments beside no network
        new Machine("a", { ...machine, networkMode: "none", attachments: [{ name: "oam", networkId }] }),
        // @ts-expect-error: networks that Nova makes
        new Machine("a", { ...machine, networkMode: "auto" }),
        // @ts-expect-error: attachments that are not known before they are used
        new Machine("a", { ...machine, attachments: pulumi.output([]) }),
        // @ts-expect-error: a floating IP of the machine
        new Machine("a", { ...machine, networkMode: "none", floatingIp: "192.0.2.1" }),
        // @ts-expect-error: a flavor that brings what nobody knows
        new Machine("a", { ...machine, networkMode: "none", flavorDevices: [{ technique: "unknown", exceptionId }] }),
    ];
}

export function trunks(): openstack.Trunk[] {
    const parentAttachment = new openstack.NetworkAttachment("parent", { networkId });
    const attachment = { name: "media", networkId };
    return [
        new openstack.Trunk("a", { parentAttachment }),
        new openstack.Trunk("a", {
            parentAttachment: { name: "parent", networkId },
            subPorts: [{ attachment, segmentationId: pulumi.output(101) }],
        }),

        // @ts-expect-error: no parent
        new openstack.Trunk("a", { subPorts: [{ attachment, segmentationId: 101 }] }),
        // @ts-expect-error: a sub-port without its VLAN
        new openstack.Trunk("a", { parentAttachment, subPorts: [{ attachment }] }),
        new openstack.Trunk("a", {
            parentAttachment,
            // @ts-expect-error: a segmentation type that the provider cannot keep
            subPorts: [{ attachment, segmentationId: 1, segmentationType: "inherit" }],
        }),
        // @ts-expect-error: hardware without an exception ID
        new openstack.Trunk("a", { parentAttachment: { name: "parent", networkId, technique: "vdpa" } }),
    ];
}

export function flavors(): openstack.Flavor[] {
    const { Flavor } = openstack;
    const size = { vcpus: 2, ram: 2048, disk: 10 };
    return [
        new Flavor("a", { ...size, cpuPolicy: "dedicated", hugePages: unknown, numaNodes: pulumi.output(1) }),
        new Flavor("a", { ...size, devices: [{ pciAlias: "nic", technique: "sriov", exceptionId }] }),
        new Flavor("a", { ...size, devices: [{ vgpus: 1, technique: "accelerator", approved: true }] }),

        // @ts-expect-error: no disk at all
        new Flavor("a", { vcpus: 2, ram: 2048 }),
        // @ts-expect-error: a policy that Nova does not know
        new Flavor("a", { ...size, cpuPolicy: "pinned" }),
        // @ts-expect-error: a device without an exception ID
        new Flavor("a", { ...size, devices: [{ pciAlias: "nic", technique: "sriov" }] }),
        // @ts-expect-error: a device without a technique
        new Flavor("a", { ...size, devices: [{ pciAlias: "nic", exceptionId }] }),
        // @ts-expect-error: a GPU that is said to be a NIC
        new Flavor("a", { ...size, devices: [{ vgpus: 1, technique: "sriov", exceptionId }] }),
        // @ts-expect-error: an alias that is approved, though it may be a NIC
        new Flavor("a", { ...size, devices: [{ pciAlias: "gpu", technique: "accelerator", approved: true }] }),
        // @ts-expect-error: a count that has to be waited for
        new Flavor("a", { ...size, devices: [{ vgpus: pulumi.output(1), technique: "accelerator", exceptionId }] }),
        // @ts-expect-error: an exception ID on a flavor without a device
        new Flavor("a", { ...size, exceptionId }),
    ];
}

export function images(): openstack.Image[] {
    const { Image } = openstack;
    const source = { containerFormat: "bare", diskFormat: "qcow2" };
    return [
        new Image("a", { ...source, multiqueue: true, properties: { os_distro: unknown, hw_boot_menu: false } }),
        new Image("a", { ...source, technique: "vmxnet3" }),
        new Image("a", { ...source, technique: "emulated", nicModel: "e1000" }),
        new Image("a", { ...source, technique: "sriov", exceptionId }),

        // @ts-expect-error: SR-IOV without an exception ID
        new Image("a", { ...source, technique: "sriov" }),
        // @ts-expect-error: an exception ID in software
        new Image("a", { ...source, technique: "vmxnet3", exceptionId }),
        // @ts-expect-error: an emulated NIC without its model
        new Image("a", { ...source, technique: "emulated" }),
        // @ts-expect-error: a para-virtual model as an emulated one
        new Image("a", { ...source, technique: "emulated", nicModel: "virtio" }),
        // @ts-expect-error: a model without emulation
        new Image("a", { ...source, nicModel: "e1000" }),
        // @ts-expect-error: a technique that no image chooses
        new Image("a", { ...source, technique: "vdpa", exceptionId }),
    ];
}

export function machinesOnOffers(flavor: openstack.Flavor, image: openstack.Image): openstack.VirtualMachine[] {
    const { VirtualMachine: Machine } = openstack;
    return [
        new Machine("a", { flavor, image, networkMode: "none" }),
        new Machine("a", {
            flavor,
            image,
            networkMode: "none",
            flavorDevices: [
                { technique: "accelerator", exceptionId },
                { technique: "accelerator", approved: true },
            ],
        }),
        // @ts-expect-error: a name in place of a flavor of ours
        new Machine("a", { flavor: "m1", image, networkMode: "none" }),
    ];
}
