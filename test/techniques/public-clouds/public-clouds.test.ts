import assert from "node:assert/strict";
import fc from "fast-check";
import { NO_CONTEXT, type ReadContext } from "../../../techniques/classification";
import { cloudTable, publicClouds } from "../../../techniques/public-clouds";
import { readResource } from "../../../techniques/read";
import { guarded, judged, NOT_KNOWN, view } from "../openstack/support";

const ON: ReadContext = { classification: {}, publicClouds: true };

function found(type: string, props: object): string[] {
    const reading = publicClouds.read(view(type, "it", guarded(props)), ON);
    assert.ok(reading !== undefined, type);
    return judged(reading.attachments);
}

const AZURE = "azure-native:network:NetworkInterface";
const GCP = "gcp:compute/instance:Instance";
const ENI = "aws:ec2/networkInterface:NetworkInterface";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

describe("Public clouds: an opt-in", () => {
    for (const { tokens, terraform } of cloudTable) {
        for (const token of [
            ...tokens.map(([packageName, type]) => `${packageName}:some/module:${type}`),
            ...terraform.map((type) => `module:tf:${type}`),
        ]) {
            it(`${token} is read where config asks for it, and not otherwise`, () => {
                assert.ok(publicClouds.read(view(token, "it", {}), ON) !== undefined);
                assert.equal(publicClouds.read(view(token, "it", {}), NO_CONTEXT), undefined);
            });
        }
    }

    it("other resources are left alone", () => {
        for (const token of [
            "aws:s3/bucket:Bucket",
            "m:tf:aws_vpc",
            "azure-native:network:VirtualNetwork",
            "",
            "x:y",
        ]) {
            assert.equal(publicClouds.read(view(token, "it", {}), ON), undefined);
        }
    });

    it("Azure is read under the tokens of a version and of a package of its own", () => {
        for (const token of [
            "azure-native:network/v20240101:NetworkInterface",
            "azure-native_network_v20240101:network:NetworkInterface",
            "azure:network/networkInterface:NetworkInterface",
        ]) {
            assert.deepEqual(found(token, { enableAcceleratedNetworking: true }), [
                "sriov at enableAcceleratedNetworking",
            ]);
        }
    });
});

describe("Azure", () => {
    it("accelerated networking is SR-IOV, under the name of each provider generation", () => {
        assert.deepEqual(found(AZURE, { enableAcceleratedNetworking: true }), ["sriov at enableAcceleratedNetworking"]);
        assert.deepEqual(found("m:tf:azurerm_network_interface", { accelerated_networking_enabled: "true" }), [
            "sriov at accelerated_networking_enabled",
        ]);
    });

    it("without it, the interface is software", () => {
        for (const props of [{}, { enableAcceleratedNetworking: false }, { enableAcceleratedNetworking: "false" }]) {
            assert.deepEqual(found(AZURE, props), []);
        }
    });

    it("what is not known yet is undecidable", () => {
        assert.deepEqual(found(AZURE, { enableAcceleratedNetworking: NOT_KNOWN }), [
            "unknown at enableAcceleratedNetworking",
        ]);
    });

    it("scale sets and machines are read in their interface configurations", () => {
        const nics = { networkInterfaceConfigurations: [{}, { enableAcceleratedNetworking: true }] };
        assert.deepEqual(
            found("azure-native:compute:VirtualMachineScaleSet", { virtualMachineProfile: { networkProfile: nics } }),
            [
                "sriov at virtualMachineProfile.networkProfile.networkInterfaceConfigurations[1].enableAcceleratedNetworking",
            ],
        );
        assert.deepEqual(found("azure-native:compute:VirtualMachine", { networkProfile: nics }), [
            "sriov at networkProfile.networkInterfaceConfigurations[1].enableAcceleratedNetworking",
        ]);
        assert.deepEqual(
            found("azure:compute/linuxVirtualMachineScaleSet:LinuxVirtualMachineScaleSet", {
                networkInterfaces: [{ enableAcceleratedNetworking: true }],
            }),
            ["sriov at networkInterfaces[0].enableAcceleratedNetworking"],
        );
    });
});

describe("Google Cloud", () => {
    const nic = (nicType: unknown): string[] => found(GCP, { networkInterfaces: [{ nicType }] });

    it("gVNIC and VirtIO are para-virtual, whatever their case", () => {
        assert.deepEqual(nic("GVNIC"), ["virtio at networkInterfaces[0].nicType"]);
        assert.deepEqual(nic(" virtio_net "), ["virtio at networkInterfaces[0].nicType"]);
    });

    it("interfaces that hardware serves ask for it", () => {
        assert.deepEqual(nic("IDPF"), ["vdpa|sriov|smartnic at networkInterfaces[0].nicType"]);
        assert.deepEqual(nic("MRDMA"), ["sriov|pci-passthrough at networkInterfaces[0].nicType"]);
    });

    it("a type that nobody has heard of, or that is not known yet, is undecidable", () => {
        assert.deepEqual(nic("QUANTUM"), ["unknown at networkInterfaces[0].nicType"]);
        assert.deepEqual(nic("constructor"), ["unknown at networkInterfaces[0].nicType"]);
        assert.deepEqual(nic(NOT_KNOWN), ["unknown at networkInterfaces[0].nicType"]);
    });

    it("guest accelerators are accelerators, unless there are none of them", () => {
        assert.deepEqual(found(GCP, { guestAccelerators: [{ type: "t4", count: 1 }] }), [
            "accelerator at guestAccelerators[0]",
        ]);
        assert.deepEqual(found(GCP, { guestAccelerators: [{ type: "t4", count: 0 }] }), []);
        assert.deepEqual(found(GCP, { guestAccelerators: [{ type: "t4", count: NOT_KNOWN }] }), [
            "accelerator at guestAccelerators[0]",
        ]);
        assert.deepEqual(found(GCP, { guestAccelerators: [{ type: "t4", count: null }] }), [
            "accelerator at guestAccelerators[0]",
        ]);
        for (const counts of [{ count: 0, acceleratorCount: 1 }, { count: "" }, { count: {} }]) {
            assert.deepEqual(found(GCP, { guestAccelerators: [{ type: "t4", ...counts }] }), [
                "accelerator at guestAccelerators[0]",
            ]);
        }
        assert.deepEqual(
            found("google-native:compute/v1:InstanceTemplate", {
                properties: { guestAccelerators: [{ acceleratorType: "t4", acceleratorCount: 1 }] },
            }),
            ["accelerator at properties.guestAccelerators[0]"],
        );
        assert.deepEqual(found("gcp:container/nodePool:NodePool", { nodeConfig: { guestAccelerators: [{}] } }), [
            "accelerator at nodeConfig.guestAccelerators[0]",
        ]);
    });
});

describe("AWS", () => {
    it("an Elastic Fabric Adapter is a function of the host's NIC; the ordinary interface is software", () => {
        assert.deepEqual(found(ENI, { interfaceType: "efa" }), ["sriov at interfaceType"]);
        assert.deepEqual(found(ENI, { interfaceType: "interface" }), ["virtio at interfaceType"]);
        assert.deepEqual(found(ENI, {}), []);
        assert.deepEqual(found("m:tf:aws_launch_template", { network_interfaces: [{ interface_type: "efa-only" }] }), [
            "sriov at network_interfaces[0].interface_type",
        ]);
    });

    it("elastic GPUs and inference accelerators are accelerators", () => {
        assert.deepEqual(found(TEMPLATE, { elasticGpuSpecifications: [{ type: "eg1" }] }), [
            "accelerator at elasticGpuSpecifications[0]",
        ]);
        assert.deepEqual(
            found("aws-native:ec2:LaunchTemplate", {
                launchTemplateData: { elasticInferenceAccelerators: [{ type: "eia1", count: 1 }] },
            }),
            ["accelerator at launchTemplateData.elasticInferenceAccelerators[0]"],
        );
    });
});

describe("Public clouds: markers and robustness", () => {
    it("a tag carries the exception ID", () => {
        const reading = readResource(
            view(AZURE, "it", { enableAcceleratedNetworking: true, tags: { "virtio-first:exception-id": "EXC-0001" } }),
            ON,
        );
        assert.deepEqual(
            reading.markers.exceptionIds.map(({ value }) => value),
            ["EXC-0001"],
        );
    });

    it("nothing throws, whatever the properties hold", () => {
        const types = cloudTable.flatMap(({ tokens }) => tokens.map(([name, type]) => `${name}:m:${type}`));
        const keys = cloudTable.flatMap(({ forms }) => forms.flatMap(({ path }) => path));
        const leaf = fc.oneof(fc.jsonValue(), fc.constant(NOT_KNOWN));
        const props = fc.dictionary(
            fc.constantFrom(...keys),
            fc.oneof(leaf, fc.dictionary(fc.constantFrom(...keys), leaf)),
        );
        fc.assert(
            fc.property(fc.constantFrom(...types), props, (type, given) => {
                assert.ok(publicClouds.read(view(type, "it", guarded(given)), ON) !== undefined);
            }),
        );
    });
});
