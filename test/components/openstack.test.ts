import assert from "node:assert/strict";
import * as openstackSdk from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import * as openstack from "../../components/openstack";
import type { NetworkAttachmentArgs } from "../../components/openstack";
import { mustRestOnException } from "../../techniques/classification";
import { needsException } from "../../techniques/technique";
import { only, refusal, run, untyped, Unborn, value } from "./kubernetes-support";
import { assertWaitsFor, ATTACH, grounds, INSTANCE, judged, marker, optionsOf, PORT, read } from "./openstack-support";

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

    it("carries no marker for an accelerator that the operator approves by the name of its device profile", async () => {
        const port = only(
            await run(
                () =>
                    new openstack.NetworkAttachment("data", {
                        networkId: "n",
                        technique: "accelerator",
                        approved: true,
                        deviceProfile: "fpga-1",
                    }),
            ),
            PORT,
        );
        assert.equal(port.inputs["tags"], undefined);
        const context = { classification: {}, approvedAccelerators: ["fpga-*"] };
        const { attachments } = read(port, context);
        assert.equal(attachments.length, 1);
        assert.ok(attachments.every((attachment) => !mustRestOnException(attachment, context)));
    });

    it("writes the marker once, even where it stands among the tags already", async () => {
        const port = only(
            await run(
                () =>
                    new openstack.NetworkAttachment("data", { ...grounds, technique: "sriov", tags: [marker, "mine"] }),
            ),
            PORT,
        );
        assert.deepEqual(port.inputs["tags"], ["mine", marker]);
    });

    it("takes null for what is not given, as callers without a compiler do", async () => {
        const args = { networkId: "n", technique: null, exceptionId: null, tags: null, fixedIps: null, variant: null };
        const port = only(await run(() => new (untyped(openstack.NetworkAttachment))("data", args)), PORT);
        assert.deepEqual(read(port).attachments[0]?.techniques, ["virtio"]);
    });

    it("takes over a port at the root of the stack: the URN of its alias is the one that the port has today", async () => {
        const adopted: unknown[] = [];
        await run(async () => {
            const aliases = ({ port }: openstack.NetworkAttachment): Promise<unknown[]> =>
                Promise.all((port as unknown as { __aliases: pulumi.Input<string>[] }).__aliases.map(value));
            const owner = new pulumi.ComponentResource("house:index:Site", "site");
            const place = { name: "old", parent: owner };
            adopted.push(
                ...(await aliases(new openstack.NetworkAttachment("data", { networkId: "n" }, { adopt: true }))),
                ...(await aliases(new openstack.NetworkAttachment("new", { networkId: "n" }, { adopt: place }))),
            );
        });
        // Unlike the engine, the SDK's mocks put the stack's own type into URNs.
        const asInEngine = adopted.map((urn) => String(urn).replace("pulumi:pulumi:Stack$", ""));
        assert.deepEqual(asInEngine, [
            "urn:pulumi:stack::project::openstack:networking/port:Port::data",
            "urn:pulumi:stack::project::house:index:Site$openstack:networking/port:Port::old",
        ]);
    });

    it("brings a port of the cloud under Pulumi by its ID, and leaves a new one without alias", async () => {
        const options = await optionsOf(() => {
            new openstack.NetworkAttachment("imported", { networkId: "n" }, { import: "id-1" });
            new openstack.NetworkAttachment("plain", { networkId: "n" });
        });
        assert.equal(options.get(`${PORT} imported`)?.import, "id-1");
        assert.equal(options.get(`${PORT} plain`)?.import, undefined);
        assert.equal(options.get(`${PORT} plain`)?.aliases, undefined);
    });

    it("gives an address of the user's own choice up before a new port takes it", async () => {
        const options = await optionsOf(() => {
            new openstack.NetworkAttachment("mac", { networkId: "n", macAddress: "02:00:00:00:00:01" });
            new openstack.NetworkAttachment("ip", { networkId: "n", fixedIps: [{ ipAddress: "10.0.0.5" }] });
            new openstack.NetworkAttachment("later", { networkId: "n", fixedIps: pulumi.output([{ subnetId: "s" }]) });
            new openstack.NetworkAttachment("subnet", { networkId: "n", fixedIps: [{ subnetId: "s" }] });
            new openstack.NetworkAttachment("any", { networkId: "n" });
        });
        assert.deepEqual(
            ["mac", "ip", "later", "subnet", "any"].map((name) => options.get(`${PORT} ${name}`)?.deleteBeforeReplace),
            [true, true, true, undefined, undefined],
        );
    });

    it("passes options on to its port", async () => {
        const options = await optionsOf(
            () =>
                new openstack.NetworkAttachment(
                    "data",
                    { networkId: "n" },
                    { ignoreChanges: ["description"], retainOnDelete: true },
                ),
        );
        const own = options.get(`${PORT} data`);
        assert.deepEqual(own?.ignoreChanges, ["description"]);
        assert.equal(own?.retainOnDelete, true);
    });

    it("wraps a port that was made elsewhere, and makes none of its own", async () => {
        const resources = await run(() => {
            const port = new openstackSdk.networking.Port("given", { networkId: "n" });
            const attachment = openstack.NetworkAttachment.fromPort("data", { port });
            assert.equal(attachment.port, port);
            assert.equal(attachment.technique, "virtio");
            assert.equal(attachment.withoutAddress, false);
        });
        assert.equal(resources.filter(({ type }) => type === PORT).length, 1);
    });

    for (const [what, args, argument, fault] of [
        ["no arguments", undefined, "args", /Give at least port/],
        ["a port by its ID", { port: "8e1c" }, "port", /is no port/],
        ["no port", {}, "port", /is no port/],
    ] as const) {
        it(`refuses to wrap ${what}`, async () => {
            const error = await refusal(() =>
                openstack.NetworkAttachment.fromPort("data", args as unknown as openstack.ExistingPortArgs),
            );
            assert.equal(error.argument, argument);
            assert.match(error.message, fault);
        });
    }

    it("refuses to wrap a port of hardware without its exception ID, and what is no port", async () => {
        const wrap = (name: string, args: unknown): unknown =>
            openstack.NetworkAttachment.fromPort(name, args as openstack.ExistingPortArgs);
        const hardware = await refusal(
            (port: openstackSdk.networking.Port) => wrap("data", { port, technique: "sriov" }),
            () => new openstackSdk.networking.Port("given", { networkId: "n" }),
        );
        assert.equal(hardware.argument, "exceptionId");
        const network = await refusal(
            (port: openstackSdk.networking.Network) => wrap("data", { port }),
            () => new openstackSdk.networking.Network("given", {}),
        );
        assert.equal(network.argument, "port");
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
        ["a network in place of its ID", { networkId: { id: "n" } }, "networkId", /must be text/],
        [
            "a misspelt argument",
            { networkId: "n", securityGroups: ["a"] },
            "securityGroups",
            /it takes .*securityGroupIds/,
        ],
        ["the name of a raw port", { networkId: "n", name: "p" }, "name", /portName/],
        [
            "an Output where the form of the port depends on it",
            { ...grounds, technique: "sriov", trusted: pulumi.output(true) },
            "trusted",
            /must be plain/,
        ],
        ["no address by an Output", { networkId: "n", noFixedIp: pulumi.output(true) }, "noFixedIp", /must be plain/],
        [
            "a word as NUMA policy that is none",
            { ...grounds, technique: "sriov", numaAffinityPolicy: "strict" },
            "numaAffinityPolicy",
            /"required", "preferred"/,
        ],
        [
            "a DHCP option of an IP version that is none",
            { networkId: "n", extraDhcpOptions: [{ name: "mtu", value: "9000", ipVersion: 5 }] },
            "extraDhcpOptions",
            /must be 4 or 6/,
        ],
        [
            "security groups and none",
            { networkId: "n", securityGroupIds: ["a"], noSecurityGroups: true },
            "noSecurityGroups",
            /contradicts/,
        ],
        [
            "security groups without port security",
            { networkId: "n", securityGroupIds: ["a"], portSecurityEnabled: false },
            "securityGroupIds",
            /port security off/,
        ],
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

    it("plugs them in one after the other, each given up before a new one comes", async () => {
        const attach: pulumi.Resource[] = [];
        const options = await optionsOf(() => {
            pulumi.runtime.registerStackTransformation(({ type, resource }) => {
                if (type === ATTACH) {
                    attach.push(resource);
                }
                return undefined;
            });
            const given = new openstack.NetworkAttachment("given", { networkId: "n" });
            new openstack.VirtualMachine("web", {
                ...machine,
                networkMode: "none",
                hotPlugged: [{ name: "one", networkId: "n" }, given],
            });
        });
        const [first] = attach;
        assert.ok(first !== undefined);
        assertWaitsFor(options.get(`${ATTACH} web-one`));
        assertWaitsFor(options.get(`${ATTACH} web-given`), first);
        assert.equal(options.get(`${ATTACH} web-one`)?.deleteBeforeReplace, true);
    });

    it("is not replaced on every update for a port without an address, but for other ports", async () => {
        const options = await optionsOf(() => {
            const args = { name: "l2", networkId: "n", noFixedIp: true } as const;
            new openstack.VirtualMachine(
                "a",
                { ...machine, attachments: [args, { name: "l3", networkId: "n" }] },
                { ignoreChanges: ["userData"] },
            );
            new openstack.VirtualMachine("b", { ...machine, attachments: [{ name: "l3", networkId: "n" }] });
            const port = new openstackSdk.networking.Port("raw", { networkId: "n", noFixedIp: true });
            const wrapped = openstack.NetworkAttachment.fromPort("wrapped", { port, noFixedIp: true });
            new openstack.VirtualMachine("c", { ...machine, attachments: [wrapped] });
        });
        const [a, b, c] = ["a", "b", "c"].map((name) => options.get(`${INSTANCE} ${name}`));
        assert.deepEqual(a?.ignoreChanges, ["userData", "networks"]);
        assert.equal((a?.replacementTrigger as unknown[]).length, 2, "both ports");
        assert.equal(b?.ignoreChanges, undefined);
        assert.equal(b?.replacementTrigger, undefined);
        assert.deepEqual(c?.ignoreChanges, ["networks"]);
    });

    it("gives its ports up before a new machine takes them", async () => {
        const options = await optionsOf(
            () => new openstack.VirtualMachine("a", { ...machine, attachments: [{ name: "l3", networkId: "n" }] }),
        );
        assert.equal(options.get(`${INSTANCE} a`)?.deleteBeforeReplace, true);
    });

    it("takes over an instance at the root of the stack", async () => {
        const options = await optionsOf(
            () =>
                new openstack.VirtualMachine(
                    "a",
                    { ...machine, attachments: [{ name: "l3", networkId: "n" }] },
                    { adopt: true },
                ),
        );
        assert.deepEqual(options.get(`${INSTANCE} a`)?.aliases, [{ parent: pulumi.rootStackResource }]);
        assert.equal(options.get(`${PORT} a-l3`)?.aliases, undefined);
    });

    it("makes its attachments in its own region, unless they name another", async () => {
        const resources = await run(
            () =>
                new openstack.VirtualMachine("web", {
                    ...machine,
                    region: "r1",
                    attachments: [{ name: "a", networkId: "n" }],
                    hotPlugged: [{ name: "b", networkId: "n", region: "r2" }],
                }),
        );
        const region = (name: string) => resources.find((each) => each.name === name)?.inputs["region"];
        assert.deepEqual([region("web-a"), region("web-b")], ["r1", "r2"]);
        assert.equal(only(resources, ATTACH).inputs["region"], "r1");
    });

    it("keeps its password a secret, as the component records it too", async () => {
        const resources = await run(
            () => new openstack.VirtualMachine("web", { ...machine, adminPass: "hunter22", networkMode: "none" }),
        );
        const recorded = only(resources, "virtio-first:openstack:VirtualMachine").inputs["adminPass"];
        assert.notEqual(recorded, "hunter22");
        assert.notEqual(recorded, undefined);
    });

    it("adds its marker to one that was written by hand", async () => {
        const { inputs } = only(
            await run(
                () =>
                    new openstack.VirtualMachine("web", {
                        ...machine,
                        networkMode: "none",
                        metadata: pulumi.output({ "virtio-first:exception-id": "EXC-2026-001" }),
                        flavorDevices: [
                            { technique: "sriov", exceptionId: "EXC-2026-020" },
                            { technique: "accelerator", approved: true },
                        ],
                    }),
            ),
            INSTANCE,
        );
        assert.deepEqual(inputs["metadata"], {
            "virtio-first:exception-id": "EXC-2026-001,EXC-2026-020",
            "virtio-first:technique": "sriov",
        });
    });

    it("needs no marker for its ports: the pack finds theirs", async () => {
        const resources = await run(
            () =>
                new openstack.VirtualMachine("upf", {
                    ...machine,
                    attachments: [{ name: "fast", ...grounds, technique: "sriov" }],
                    hotPlugged: [{ name: "late", ...grounds, technique: "vdpa" }],
                }),
        );
        const all = judged(resources);
        for (const [user, port] of [
            [`${INSTANCE} upf`, `${PORT} upf-fast`],
            [`${ATTACH} upf-late`, `${PORT} upf-late`],
        ] as const) {
            const hardware = all.get(user)?.attachments.filter(({ techniques }) => techniques.some(needsException));
            assert.deepEqual(
                hardware?.map(({ coveredBy }) => coveredBy),
                [[port]],
            );
            assert.deepEqual(all.get(port)?.exceptionIds, ["EXC-2026-014"]);
        }
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
            "a flavor's devices that are no list",
            { ...machine, networkMode: "none", flavorDevices: {} },
            "flavorDevices",
            /plain list/,
        ],
        [
            "a flavor's device that is none",
            { ...machine, networkMode: "none", flavorDevices: ["gpu"] },
            "flavorDevices[0]",
            /no device/,
        ],
        [
            "a floating IP of the machine",
            { ...machine, networkMode: "none", floatingIp: "192.0.2.1" },
            "floatingIp",
            /portId/,
        ],
        [
            "attachments beside no network",
            { ...machine, networkMode: "none", attachments: [{ name: "a", networkId: "n" }] },
            "networkMode",
            /only be "none"/,
        ],
        ["networks that Nova makes", { ...machine, networkMode: "auto" }, "networkMode", /only be "none"/],
        ["an attachment by its ID", { ...machine, attachments: ["port-1"] }, "attachments[0]", /no attachment/],
        [
            "a forwarder port on a running machine",
            {
                ...machine,
                networkMode: "none",
                hotPlugged: [{ name: "b", ...grounds, technique: "vdpa", variant: "virtio-forwarder" }],
            },
            "hotPlugged[0]",
            /hot-plugged/,
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

    it("refuses an attachment that another machine has, and one port behind two attachments", async () => {
        const taken = await refusal(
            (given: openstack.NetworkAttachment) =>
                new openstack.VirtualMachine("b", { ...machine, attachments: [given] }),
            () => {
                const given = new openstack.NetworkAttachment("given", { networkId: "n" });
                new openstack.VirtualMachine("a", { ...machine, attachments: [given] });
                return given;
            },
        );
        assert.match(taken.message, /is in use already: it is a NIC of VirtualMachine "a"/);
        const twice = await refusal(
            (wrapped: openstack.NetworkAttachment[]) =>
                new openstack.VirtualMachine("b", { ...machine, attachments: wrapped }),
            () => {
                const port = new openstackSdk.networking.Port("raw", { networkId: "n" });
                return ["a", "b"].map((name) => openstack.NetworkAttachment.fromPort(name, { port }));
            },
        );
        assert.match(twice.message, /attachments\[1\]: is the same attachment as attachments\[0\]/);
    });
});
