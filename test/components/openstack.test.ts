import assert from "node:assert/strict";
import * as openstackSdk from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import * as openstack from "../../components/openstack";
import type { NetworkAttachmentArgs } from "../../components/openstack";
import { NO_CONTEXT } from "../../techniques/classification";
import { readResource } from "../../techniques/read";
import { type Registered, only, refusal, run, untyped, Unborn } from "./kubernetes-support";

const PORT = "openstack:networking/port:Port";
const INSTANCE = "openstack:compute/instance:Instance";
const grounds = { networkId: "net-1", exceptionId: "EXC-2026-014" };
const marker = "virtio-first:exception-id=EXC-2026-014";

/** Each technique and variant with the words that must go to Neutron. */
const forms: readonly (readonly [string, NetworkAttachmentArgs, Record<string, unknown>])[] = [
    [
        "virtio",
        { networkId: "net-1" },
        { binding: undefined, valueSpecs: undefined, noSecurityGroups: undefined, tags: undefined },
    ],
    ["sriov", { ...grounds, technique: "sriov" }, { binding: { vnicType: "direct" }, valueSpecs: undefined }],
    ["sriov", { ...grounds, technique: "sriov", variant: "macvtap" }, { binding: { vnicType: "macvtap" } }],
    [
        "sriov",
        { ...grounds, technique: "sriov", trusted: true },
        { binding: { vnicType: "direct" }, valueSpecs: { trusted: "true" } },
    ],
    ["pci-passthrough", { ...grounds, technique: "pci-passthrough" }, { binding: { vnicType: "direct-physical" } }],
    ["vdpa", { ...grounds, technique: "vdpa" }, { binding: undefined, valueSpecs: { "binding:vnic_type": "vdpa" } }],
    [
        "vdpa",
        { ...grounds, technique: "vdpa", variant: "virtio-forwarder" },
        { binding: { vnicType: "virtio-forwarder" } },
    ],
    [
        "smartnic",
        { ...grounds, technique: "smartnic", variant: "switchdev" },
        { binding: { vnicType: "direct" }, valueSpecs: { hardware_offload_type: "switchdev" } },
    ],
    [
        "smartnic",
        { ...grounds, technique: "smartnic", variant: "remote-managed" },
        { binding: undefined, valueSpecs: { "binding:vnic_type": "remote-managed" } },
    ],
    [
        "accelerator",
        { ...grounds, technique: "accelerator", deviceProfile: "fpga-1" },
        { binding: undefined, valueSpecs: { "binding:vnic_type": "accelerator-direct", device_profile: "fpga-1" } },
    ],
    [
        "accelerator",
        { ...grounds, technique: "accelerator", deviceProfile: "fpga-1", wholeDevice: true },
        { valueSpecs: { "binding:vnic_type": "accelerator-direct-physical", device_profile: "fpga-1" } },
    ],
    [
        "sriov",
        { ...grounds, technique: "sriov", numaAffinityPolicy: "required" },
        { binding: { vnicType: "direct" }, valueSpecs: { numa_affinity_policy: "required" } },
    ],
];

const read = (port: Registered) =>
    readResource({ urn: "urn", type: port.type, name: port.name, props: port.inputs, custom: true }, NO_CONTEXT);

describe("openstack.NetworkAttachment", () => {
    for (const [technique, args, expected] of forms) {
        it(`registers ${JSON.stringify(args)} as a port that the pack reads as ${technique}`, async () => {
            const resources = await run(() => new openstack.NetworkAttachment("data", args));
            assert.deepEqual(
                resources.slice(1).map(({ type, name }) => `${type} ${name}`),
                ["virtio-first:openstack:NetworkAttachment data", `${PORT} data`],
            );
            const port = only(resources, PORT);
            for (const [key, value] of Object.entries(expected)) {
                assert.deepEqual(port.inputs[key], value, key);
            }
            assert.equal(port.inputs["portSecurityEnabled"], undefined, "port security is never sent unasked");
            const { attachments, markers } = read(port);
            assert.deepEqual(
                attachments.map(({ techniques }) => techniques),
                [[technique]],
            );
            if (technique !== "virtio") {
                assert.deepEqual(port.inputs["tags"], [marker]);
                assert.equal(port.inputs["noSecurityGroups"], true);
                assert.deepEqual(
                    markers.exceptionIds.map(({ value }) => value),
                    ["EXC-2026-014"],
                );
            }
        });
    }

    it("passes on everything that a port takes", async () => {
        const args = {
            networkId: "net-1",
            fixedIps: [{ subnetId: "sub-1", ipAddress: "10.0.0.5" }],
            macAddress: "02:00:00:00:00:01",
            allowedAddressPairs: [{ ipAddress: "10.0.0.100" }],
            dnsName: "web",
            qosPolicyId: "qos-1",
            extraDhcpOptions: [{ name: "mtu", value: "1400" }],
            description: "oam",
            adminStateUp: false,
            region: "r1",
            securityGroupIds: ["sg-1"],
        };
        const port = only(
            await run(() => new openstack.NetworkAttachment("data", { ...args, portName: "oam-port", tags: ["a"] })),
            PORT,
        );
        for (const [key, value] of Object.entries(args)) {
            assert.deepEqual(port.inputs[key], value, key);
        }
        assert.equal(port.inputs["name"], "oam-port");
        assert.deepEqual(port.inputs["tags"], ["a"]);
    });

    it("adds the marker to tags of the user's, also where they are an Output", async () => {
        const args = { ...grounds, technique: "sriov" } as const;
        const plain = only(await run(() => new openstack.NetworkAttachment("a", { ...args, tags: ["mine"] })), PORT);
        assert.deepEqual(plain.inputs["tags"], ["mine", marker]);
        const later = only(
            await run(() => new openstack.NetworkAttachment("a", { ...args, tags: pulumi.output(["mine"]) })),
            PORT,
        );
        assert.deepEqual(later.inputs["tags"], ["mine", marker]);
    });

    it("takes over a port at the root of the stack where it is asked to adopt it", async () => {
        const seen: pulumi.ResourceOptions[] = [];
        await run(() => {
            const watch = (args: pulumi.ResourceTransformationArgs) => {
                if (args.type === PORT) {
                    seen.push(args.opts);
                }
                return undefined;
            };
            new openstack.NetworkAttachment("data", { networkId: "n" }, { adopt: true, transformations: [watch] });
            new openstack.NetworkAttachment("other", { networkId: "n" }, { import: "id-1", transformations: [watch] });
        });
        assert.deepEqual((seen[0] as pulumi.CustomResourceOptions).aliases, [{ parent: pulumi.rootStackResource }]);
        assert.equal((seen[1] as pulumi.CustomResourceOptions).import, "id-1");
    });

    it("wraps a port that was made elsewhere, and makes none of its own", async () => {
        const resources = await run(() => {
            const port = new openstackSdk.networking.Port("given", { networkId: "n" });
            const attachment = openstack.NetworkAttachment.fromPort("data", { port });
            assert.equal(attachment.port, port);
            assert.equal(attachment.technique, "virtio");
        });
        assert.equal(resources.filter(({ type }) => type === PORT).length, 1);
    });

    for (const [what, args, argument, fault] of [
        ["no arguments", undefined, "args", /missing/],
        ["no network", {}, "networkId", /missing.*network\.id/],
        [
            "a technique that is none",
            { networkId: "n", technique: "sr-iov" },
            "technique",
            /"sr-iov".*use one of "virtio", "sriov"/,
        ],
        [
            "a technique that OpenStack ports cannot do",
            { networkId: "n", technique: "vmxnet3" },
            "technique",
            /none that this component can do/,
        ],
        ["a technique that is an Output", { networkId: "n", technique: {} }, "technique", /must be a plain string/],
        [
            "hardware without an exception ID",
            { networkId: "n", technique: "sriov" },
            "exceptionId",
            /missing.*add exceptionId/,
        ],
        [
            "a malformed exception ID",
            { networkId: "n", technique: "sriov", exceptionId: "no/slash1" },
            "exceptionId",
            /letters and digits/,
        ],
        [
            "an exception ID that is too long for a tag",
            { networkId: "n", technique: "sriov", exceptionId: `A1${"x".repeat(40)}` },
            "exceptionId",
            /at most 34/,
        ],
        [
            "an exception ID with virtio",
            { networkId: "n", exceptionId: "EXC-2026-014" },
            "exceptionId",
            /not accepted with technique "virtio"/,
        ],
        [
            "approval of a port that is no accelerator",
            { ...grounds, technique: "sriov", approved: true },
            "approved",
            /only for technique "accelerator"/,
        ],
        [
            "security groups on hardware",
            { ...grounds, technique: "sriov", securityGroupIds: ["sg"] },
            "securityGroupIds",
            /filter nothing/,
        ],
        [
            "an accelerator without its device profile",
            { ...grounds, technique: "accelerator" },
            "deviceProfile",
            /missing/,
        ],
        [
            "a SmartNIC without its variant",
            { ...grounds, technique: "smartnic" },
            "variant",
            /"switchdev", "remote-managed"/,
        ],
        [
            "a variant of another technique",
            { ...grounds, technique: "sriov", variant: "vdpa" },
            "variant",
            /"direct", "macvtap"/,
        ],
        ["a variant with virtio", { networkId: "n", variant: "direct" }, "variant", /only for technique/],
        ["a free binding profile", { networkId: "n", binding: { profile: "{}" } }, "binding", /not accepted/],
        ["valueSpecs", { networkId: "n", valueSpecs: { "binding:vnic_type": "direct" } }, "valueSpecs", /not accepted/],
        ["addresses and none", { networkId: "n", fixedIps: [{}], noFixedIp: true }, "noFixedIp", /contradicts/],
        [
            "address pairs without port security",
            { networkId: "n", portSecurityEnabled: false, allowedAddressPairs: [{ ipAddress: "10.0.0.1" }] },
            "allowedAddressPairs",
            /port security off/,
        ],
        ["a MAC address that is none", { networkId: "n", macAddress: "aa" }, "macAddress", /MAC address/],
    ] as const) {
        it(`refuses ${what}, before anything is registered`, async () => {
            const error = await refusal(() => new (untyped(openstack.NetworkAttachment))("data", args));
            assert.equal(error.component, 'NetworkAttachment "data"');
            assert.equal(error.argument, argument);
            assert.match(error.message, fault);
        });
    }
});

describe("openstack.VirtualMachine", () => {
    const machine = { flavorName: "m1", imageName: "debian" };

    it("registers an instance whose NICs are its attachments, in order", async () => {
        const resources = await run(() => {
            const given = new openstack.NetworkAttachment("given", { ...grounds, technique: "sriov" });
            const vm = new openstack.VirtualMachine("web", {
                ...machine,
                attachments: [{ name: "oam", networkId: "n" }, given],
                keyPair: "k",
            });
            assert.equal(vm.attachments[1], given);
        });
        assert.deepEqual(
            resources
                .filter(({ type }) => type === PORT)
                .map(({ name }) => name)
                .sort(),
            ["given", "web-oam"],
        );
        const { inputs } = only(resources, INSTANCE);
        assert.deepEqual(inputs["networks"], [{ port: "web-oam-id" }, { port: "given-id" }]);
        assert.equal(inputs["keyPair"], "k");
        assert.equal(inputs["metadata"], undefined, "the port's marker covers the machine");
        assert.equal(inputs["attachments"], undefined);
    });

    it("states what a hardware flavor brings under its own exception", async () => {
        const args = {
            ...machine,
            flavorDevices: [{ technique: "accelerator", exceptionId: "EXC-2026-020" }],
            metadata: { a: "b" },
        } as const;
        const { inputs } = only(
            await run(
                () => new openstack.VirtualMachine("web", { ...args, attachments: [{ name: "oam", networkId: "n" }] }),
            ),
            INSTANCE,
        );
        assert.deepEqual(inputs["metadata"], {
            a: "b",
            "virtio-first:exception-id": "EXC-2026-020",
            "virtio-first:technique": "accelerator",
        });
    });

    it("plugs attachments in once the machine runs", async () => {
        const resources = await run(
            () =>
                new openstack.VirtualMachine("web", {
                    ...machine,
                    attachments: [{ name: "oam", networkId: "n" }],
                    hotPlugged: [{ name: "late", ...grounds, technique: "sriov" }],
                }),
        );
        const { inputs, name } = only(resources, "openstack:compute/interfaceAttach:InterfaceAttach");
        assert.equal(name, "web-late");
        assert.deepEqual(inputs, { instanceId: "web-id", portId: "web-late-id" });
    });

    it("is not replaced on every update for a port without an address", async () => {
        const ignored: unknown[] = [];
        const watch = (args: pulumi.ResourceTransformationArgs) => {
            if (args.type === INSTANCE) {
                ignored.push(args.opts.ignoreChanges);
            }
            return undefined;
        };
        const opts = { transformations: [watch] };
        await run(() => {
            new openstack.VirtualMachine(
                "a",
                { ...machine, attachments: [{ name: "l2", networkId: "n", noFixedIp: true }] },
                opts,
            );
            new openstack.VirtualMachine("b", { ...machine, attachments: [{ name: "l3", networkId: "n" }] }, opts);
        });
        assert.deepEqual(ignored, [["networks"], undefined]);
    });

    it("keeps a value that is not known where it is", async () => {
        const { inputs } = only(
            await run(() => {
                const later = new Unborn("later").value;
                return new openstack.VirtualMachine("web", {
                    ...machine,
                    userData: later,
                    attachments: [{ name: "oam", networkId: later }],
                });
            }),
            INSTANCE,
        );
        assert.equal(inputs["flavorName"], "m1");
    });

    it("can have no NIC at all, if that is said", async () => {
        const { inputs } = only(
            await run(() => new openstack.VirtualMachine("web", { ...machine, networkMode: "none" })),
            INSTANCE,
        );
        assert.equal(inputs["networkMode"], "none");
        assert.equal(inputs["networks"], undefined);
    });

    for (const [what, args, argument, fault] of [
        ["no attachment", machine, "attachments", /networkMode: "none"/],
        [
            "two attachments with one name",
            {
                ...machine,
                attachments: [
                    { name: "a", networkId: "n" },
                    { name: "a", networkId: "m" },
                ],
            },
            "attachments[1].name",
            /as that of attachments\[0\]/,
        ],
        [
            "an attachment without a name",
            { ...machine, attachments: [{ networkId: "n" }] },
            "attachments[0].name",
            /missing/,
        ],
        ["attachments that are no list", { ...machine, attachments: {} }, "attachments", /plain list/],
        ["networks", { ...machine, networks: [{ uuid: "n" }], attachments: [] }, "networks", /Give attachments/],
        [
            "security groups of the machine",
            { ...machine, securityGroups: ["a"], attachments: [] },
            "securityGroups",
            /belong to ports/,
        ],
        [
            "a flavor's device without its exception",
            { ...machine, attachments: [{ name: "a", networkId: "n" }], flavorDevices: [{ technique: "accelerator" }] },
            "flavorDevices[0].exceptionId",
            /missing/,
        ],
        [
            "a Cyborg port on a running machine",
            {
                ...machine,
                attachments: [{ name: "a", networkId: "n" }],
                hotPlugged: [{ name: "b", ...grounds, technique: "accelerator", deviceProfile: "p" }],
            },
            "hotPlugged[0]",
            /hot-plugged/,
        ],
    ] as const) {
        it(`refuses ${what}, before anything is registered`, async () => {
            const error = await refusal(() => new (untyped(openstack.VirtualMachine))("web", args));
            assert.equal(error.component, 'VirtualMachine "web"');
            assert.equal(error.argument, argument);
            assert.match(error.message, fault);
        });
    }

    it("names the attachment whose technique lacks its exception ID", async () => {
        const error = await refusal(
            () =>
                new (untyped(openstack.VirtualMachine))("web", {
                    ...machine,
                    attachments: [{ name: "a", networkId: "n", technique: "sriov" }],
                }),
        );
        assert.match(error.message, /VirtualMachine "web", attachments\[0\] "a": exceptionId: is missing/);
    });

    it("refuses one attachment for two NICs", async () => {
        const error = await refusal(
            (given: openstack.NetworkAttachment) =>
                new (untyped(openstack.VirtualMachine))("web", { ...machine, attachments: [given, given] }),
            () => new openstack.NetworkAttachment("given", { networkId: "n" }),
        );
        assert.match(error.message, /same attachment as attachments\[0\]/);
    });
});
