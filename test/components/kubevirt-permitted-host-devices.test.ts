import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import * as kubevirt from "../../components/kubevirt";
import { assertGranted } from "./kubernetes-judged";
import { only, refusal, run, untyped } from "./kubernetes-support";

const TYPE = "kubernetes:kubevirt.io/v1:KubeVirtPatch";
const nvme = {
    technique: "pci-passthrough",
    exceptionId: "EXC-2026-014",
    pciVendorSelector: "8086:5845",
    resourceName: "example.com/nvme",
} as const;
const vgpu = {
    technique: "accelerator",
    exceptionId: "EXC-2026-015",
    mdevNameSelector: "GRID T4-1Q",
    resourceName: "nvidia.com/GRID_T4-1Q",
} as const;

describe("permitted host devices", () => {
    it("patch the cluster's KubeVirt object, marked with every exception that they rest on", async () => {
        const resources = await run(
            () =>
                new kubevirt.PermittedHostDevices("devices", {
                    pciHostDevices: [nvme],
                    mediatedDevices: [{ ...vgpu, externalResourceProvider: true }],
                }),
        );
        assert.deepEqual(only(resources, TYPE).inputs, {
            apiVersion: "kubevirt.io/v1",
            kind: "KubeVirt",
            metadata: {
                name: "kubevirt",
                namespace: "kubevirt",
                annotations: {
                    "virtio-first/exception-id": "EXC-2026-014,EXC-2026-015",
                    "virtio-first/technique": "pci-passthrough,accelerator",
                },
            },
            spec: {
                configuration: {
                    permittedHostDevices: {
                        pciHostDevices: [{ pciVendorSelector: "8086:5845", resourceName: "example.com/nvme" }],
                        mediatedDevices: [
                            {
                                mdevNameSelector: "GRID T4-1Q",
                                resourceName: "nvidia.com/GRID_T4-1Q",
                                externalResourceProvider: true,
                            },
                        ],
                    },
                },
            },
        });
    });

    it("pass the policy pack under their exception", async () => {
        const resources = await run(
            () => new kubevirt.PermittedHostDevices("devices", { pciHostDevices: [nvme], kubevirt: hco }),
        );
        assertGranted(resources, "pci-passthrough", ["EXC-2026-014"], [`${TYPE}::devices`]);
        assert.deepEqual(
            (only(resources, TYPE).inputs["metadata"] as { namespace: unknown }).namespace,
            "kubevirt-hyperconverged",
        );
    });

    const hco = { name: "kubevirt-hco", namespace: "kubevirt-hyperconverged" };

    describe("are refused, before anything is registered,", () => {
        const cases: [string, unknown, RegExp][] = [
            ["without arguments", undefined, /Give pciHostDevices, mediatedDevices, or both/],
            ["without a device", {}, /name no device/],
            ["with an empty list", { pciHostDevices: [] }, /pciHostDevices: must be a list of devices/],
            ["with an unknown list", { usb: [nvme] }, /usb: is no argument/],
            [
                "without an exception ID",
                { pciHostDevices: [{ ...nvme, exceptionId: undefined }] },
                /exceptionId: is missing/,
            ],
            [
                "without a technique",
                { pciHostDevices: [{ ...nvme, technique: undefined }] },
                /use one of "pci-passthrough"/,
            ],
            [
                "with another technique",
                { mediatedDevices: [{ ...vgpu, technique: "sriov" }] },
                /use one of "accelerator"/,
            ],
            [
                "with a selector of the wrong form",
                { pciHostDevices: [{ ...nvme, pciVendorSelector: "10DE" }] },
                /"10DE:1EB8"/,
            ],
            ["without a resource", { pciHostDevices: [{ ...nvme, resourceName: undefined }] }, /resourceName/],
            [
                "with a resource twice",
                { pciHostDevices: [nvme, nvme] },
                /pciHostDevices\[1\]\.resourceName: is given twice/,
            ],
            [
                "with an Output",
                { pciHostDevices: [{ ...nvme, resourceName: pulumi.output("a.b/c") }] },
                /holds an Output/,
            ],
            [
                "with a KubeVirt object that has no namespace",
                { pciHostDevices: [nvme], kubevirt: { name: "k" } },
                /kubevirt/,
            ],
        ];
        for (const [what, args, message] of cases) {
            it(what, async () => {
                const error = await refusal(() => new (untyped(kubevirt.PermittedHostDevices))("devices", args));
                assert.match(error.message, message);
            });
        }
    });
});
