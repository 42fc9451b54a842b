import assert from "node:assert/strict";
import * as openstackSdk from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import * as openstack from "../../components/openstack";
import { assertSoftware } from "./kubernetes-judged";
import { only, refusal, run, untyped } from "./kubernetes-support";
import { assertWaitsFor, ATTACH, grounds, INSTANCE, judged, optionsOf, PORT, TRUNK } from "./openstack-support";

const machine = { flavorName: "m1", imageName: "debian" };
const trunkArgs = {
    parentAttachment: { name: "parent", networkId: "n0" },
    subPorts: [
        { attachment: { name: "media", networkId: "n1" }, segmentationId: 101 },
        { attachment: { name: "signal", networkId: "n2" }, segmentationId: 102 },
    ],
};

describe("openstack.Trunk", () => {
    it("registers a trunk over the ports of its attachments, with their VLANs", async () => {
        const resources = await run(
            () => new openstack.Trunk("vlans", { ...trunkArgs, tags: ["a"], description: "d", region: "r1" }),
        );
        assert.deepEqual(
            resources.filter(({ type }) => type === PORT).map(({ name, inputs }) => [name, inputs["region"]]),
            [
                ["vlans-parent", "r1"],
                ["vlans-media", "r1"],
                ["vlans-signal", "r1"],
            ],
        );
        const { inputs } = only(resources, TRUNK);
        assert.deepEqual(inputs, {
            portId: "vlans-parent-id",
            subPorts: [
                { portId: "vlans-media-id", segmentationType: "vlan", segmentationId: 101 },
                { portId: "vlans-signal-id", segmentationType: "vlan", segmentationId: 102 },
            ],
            tags: ["a"],
            description: "d",
            region: "r1",
        });
        assertSoftware(resources);
    });

    it("is given to a machine in place of an attachment, and the machine waits for it", async () => {
        const dependencies: pulumi.Resource[] = [];
        const options = await optionsOf(() => {
            const trunk = new openstack.Trunk("vlans", trunkArgs);
            const vm = new openstack.VirtualMachine("sbc", { ...machine, attachments: [trunk] });
            assert.equal(vm.attachments[0], trunk.parentAttachment);
            dependencies.push(trunk.trunk);
        });
        assertWaitsFor(options.get(`${INSTANCE} sbc`), ...dependencies);
        const resources = await run(
            () =>
                new openstack.VirtualMachine("sbc", {
                    ...machine,
                    attachments: [new openstack.Trunk("vlans", trunkArgs)],
                }),
        );
        assert.deepEqual(only(resources, INSTANCE).inputs["networks"], [{ port: "vlans-parent-id" }]);
    });

    it("keeps what else the machine was told to wait for", async () => {
        const dependencies: pulumi.Resource[] = [];
        const options = await optionsOf(() => {
            const first = new openstackSdk.networking.Network("first", {});
            const trunk = new openstack.Trunk("vlans", trunkArgs);
            new openstack.VirtualMachine("sbc", { ...machine, attachments: [trunk] }, { dependsOn: [first] });
            dependencies.push(first, trunk.trunk);
        });
        assertWaitsFor(options.get(`${INSTANCE} sbc`), ...dependencies);
    });

    it("can be plugged into a running machine, which waits for it", async () => {
        const trunks: pulumi.Resource[] = [];
        const options = await optionsOf(() => {
            const trunk = new openstack.Trunk("vlans", trunkArgs);
            trunks.push(trunk.trunk);
            new openstack.VirtualMachine("sbc", {
                ...machine,
                attachments: [{ name: "oam", networkId: "n" }],
                hotPlugged: [trunk],
            });
        });
        assertWaitsFor(options.get(`${ATTACH} sbc-vlans-parent`), ...trunks);
    });

    it("goes before a new one comes, since a port belongs to one trunk", async () => {
        const options = await optionsOf(() => new openstack.Trunk("vlans", trunkArgs));
        assert.equal(options.get(`${TRUNK} vlans`)?.deleteBeforeReplace, true);
    });

    it("takes a parent in hardware that the trunk drivers take, under the port's own marker", async () => {
        for (const form of [
            { technique: "smartnic", variant: "switchdev" },
            { technique: "smartnic", variant: "remote-managed" },
            { technique: "vdpa" },
        ] as const) {
            const resources = await run(
                () =>
                    new openstack.Trunk("vlans", {
                        ...trunkArgs,
                        parentAttachment: { name: "parent", ...grounds, ...form },
                    }),
            );
            const { attachments, notices } = judged(resources).get(`${TRUNK} vlans`) ?? {};
            assert.deepEqual(notices, [], "no advice on a trunk that works");
            assert.deepEqual(
                attachments?.map(({ techniques, coveredBy }) => [...techniques, ...(coveredBy ?? [])]),
                [[form.technique, `${PORT} vlans-parent`]],
            );
        }
    });

    it("adopts a trunk at the root of the stack", async () => {
        const options = await optionsOf(() => new openstack.Trunk("vlans", trunkArgs, { adopt: true }));
        assert.deepEqual(options.get(`${TRUNK} vlans`)?.aliases, [{ parent: pulumi.rootStackResource }]);
    });

    const attachment = { name: "a", networkId: "n" };
    for (const [what, args, argument, fault] of [
        ["no arguments", undefined, "args", /missing/],
        ["no parent", { subPorts: [] }, "parentAttachment", /missing/],
        ["a parent that is none", { parentAttachment: "port-1" }, "parentAttachment", /no attachment/],
        ...(
            [
                { technique: "sriov" },
                { technique: "sriov", variant: "macvtap" },
                { technique: "pci-passthrough" },
                { technique: "accelerator", deviceProfile: "p" },
                { technique: "vdpa", variant: "virtio-forwarder" },
            ] as const
        ).map(
            (form) =>
                [
                    `a parent of ${JSON.stringify(form)}`,
                    { parentAttachment: { name: "parent", ...grounds, ...form } },
                    "parentAttachment",
                    /stays DOWN/,
                ] as const,
        ),
        [
            "a sub-port in hardware",
            {
                ...trunkArgs,
                subPorts: [{ attachment: { name: "m", ...grounds, technique: "sriov" }, segmentationId: 1 }],
            },
            "subPorts[0].attachment",
            /no device of its own/,
        ],
        ["sub-ports that are no list", { ...trunkArgs, subPorts: {} }, "subPorts", /plain list/],
        ["a sub-port that is none", { ...trunkArgs, subPorts: ["p"] }, "subPorts[0]", /no sub-port/],
        [
            "a sub-port without an attachment",
            { ...trunkArgs, subPorts: [{ segmentationId: 5 }] },
            "subPorts[0].attachment",
            /no attachment/,
        ],
        [
            "a VLAN ID out of range",
            { ...trunkArgs, subPorts: [{ attachment, segmentationId: 4095 }] },
            "subPorts[0].segmentationId",
            /from 1 to 4094/,
        ],
        [
            "a VLAN ID given twice",
            {
                ...trunkArgs,
                subPorts: [
                    { attachment, segmentationId: 7 },
                    { attachment: { ...attachment, name: "b" }, segmentationId: 7 },
                ],
            },
            "subPorts[1].segmentationId",
            /also that of subPorts\[0\]/,
        ],
        [
            "a segmentation type that the provider cannot keep",
            { ...trunkArgs, subPorts: [{ attachment, segmentationId: 7, segmentationType: "inherit" }] },
            "subPorts[0].segmentationType",
            /"vlan"/,
        ],
        [
            "two attachments of one name",
            { ...trunkArgs, subPorts: [{ attachment: { ...attachment, name: "parent" }, segmentationId: 7 }] },
            "subPorts[0].attachment.name",
            /as that of parentAttachment/,
        ],
        ["tags that are no text", { ...trunkArgs, tags: [1] }, "tags", /must be text/],
        ["a misspelt argument", { ...trunkArgs, subports: [] }, "subports", /it takes parentAttachment, subPorts/],
    ] as const) {
        it(`refuses ${what}, before anything is registered`, async () => {
            const error = await refusal(() => new (untyped(openstack.Trunk))("vlans", args));
            assert.equal(error.component, 'Trunk "vlans"');
            assert.equal(error.argument, argument);
            assert.match(error.message, fault);
        });
    }

    it("refuses one attachment as parent and sub-port", async () => {
        const error = await refusal(
            (given: openstack.NetworkAttachment) =>
                new openstack.Trunk("vlans", {
                    parentAttachment: given,
                    subPorts: [{ attachment: given, segmentationId: 5 }],
                }),
            () => new openstack.NetworkAttachment("given", { networkId: "n" }),
        );
        assert.match(error.message, /subPorts\[0\]\.attachment: is the same attachment as parentAttachment/);
    });

    it("keeps its ports: a machine gets the trunk, not its parent or a sub-port", async () => {
        for (const [pick, fault] of [
            [(trunk: openstack.Trunk) => trunk.parentAttachment, /is the parent of Trunk "vlans", so give the trunk/],
            [(trunk: openstack.Trunk) => trunk.subPorts[0], /is a sub-port of Trunk "vlans"/],
        ] as const) {
            const error = await refusal(
                (trunk: openstack.Trunk) =>
                    new (untyped(openstack.VirtualMachine))("sbc", { ...machine, attachments: [pick(trunk)] }),
                () => new openstack.Trunk("vlans", trunkArgs),
            );
            assert.equal(error.argument, "attachments[0]");
            assert.match(error.message, fault);
        }
    });

    it("serves one machine", async () => {
        const error = await refusal(
            (trunk: openstack.Trunk) => new openstack.VirtualMachine("b", { ...machine, attachments: [trunk] }),
            () => {
                const trunk = new openstack.Trunk("vlans", trunkArgs);
                new openstack.VirtualMachine("a", { ...machine, attachments: [trunk] });
                return trunk;
            },
        );
        assert.match(error.message, /is a NIC of VirtualMachine "a"/);
    });

    it("is no InterfaceAttach of its own", async () => {
        const resources = await run(
            () =>
                new openstack.VirtualMachine("sbc", {
                    ...machine,
                    attachments: [new openstack.Trunk("vlans", trunkArgs)],
                }),
        );
        assert.equal(resources.filter(({ type }) => type === ATTACH).length, 0);
    });
});
