import assert from "node:assert/strict";
import * as openstackSdk from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import * as openstack from "../../components/openstack";
import { needsException } from "../../techniques/technique";
import { only, refusal, run, untyped } from "./kubernetes-support";
import { FLAVOR, IMAGE, INSTANCE, judged, TRUNK } from "./openstack-support";

const size = { vcpus: 8, ram: 16384, disk: 20 };
const source = { containerFormat: "bare", diskFormat: "vmdk", imageSourceUrl: "https://example.org/a" };
const attachments = [{ name: "oam", networkId: "n" }];
const own = "EXC-2026-040";

const gpu = (): openstack.Flavor =>
    new openstack.Flavor("gpu", {
        ...size,
        devices: [{ pciAlias: "gpu", technique: "accelerator", exceptionId: "EXC-2026-001" }],
    });
const vmware = (): openstack.Image =>
    new openstack.Image("vmware", { ...source, technique: "sriov", exceptionId: "EXC-2026-002" });

describe("openstack.VirtualMachine on flavors and images of ours", () => {
    it("takes their IDs", async () => {
        const { inputs } = only(
            await run(
                () =>
                    new openstack.VirtualMachine("web", {
                        flavor: new openstack.Flavor("small", size),
                        image: new openstack.Image("debian", source),
                        attachments,
                    }),
            ),
            INSTANCE,
        );
        assert.deepEqual(inputs, { flavorId: "small-id", imageId: "debian-id", networks: [{ port: "web-oam-id" }] });
    });

    it("states what they bring under exceptions of its own, and the pack finds them", async () => {
        const resources = await run(
            () =>
                new openstack.VirtualMachine("web", {
                    flavor: gpu(),
                    image: vmware(),
                    attachments,
                    flavorDevices: [
                        { technique: "accelerator", exceptionId: own },
                        { technique: "sriov", exceptionId: "EXC-2026-041" },
                    ],
                }),
        );
        assert.deepEqual(only(resources, INSTANCE).inputs["metadata"], {
            "virtio-first:exception-id": "EXC-2026-040,EXC-2026-041",
            "virtio-first:technique": "accelerator,sriov",
        });
        const program = judged(resources);
        const said = (urn: string): unknown => {
            const { attachments: found = [], exceptionIds = [], notices = [] } = program.get(urn) ?? {};
            const hardware = found.filter(({ techniques }) => techniques.some(needsException));
            return [hardware.map(({ techniques, role }) => `${role} ${techniques.join("|")}`), exceptionIds, notices];
        };
        assert.deepEqual(said(`${FLAVOR} gpu`), [["offers accelerator"], ["EXC-2026-001"], []]);
        assert.deepEqual(said(`${IMAGE} vmware`), [["offers sriov"], ["EXC-2026-002"], []]);
        assert.deepEqual(said(`${INSTANCE} web`), [
            ["uses accelerator", "uses sriov"],
            ["EXC-2026-040", "EXC-2026-041"],
            [],
        ]);
    });

    for (const [what, build, missing] of [
        ["a flavor with a device", () => ({ flavor: gpu() }), /lacks technique "accelerator".*flavor: pciAlias "gpu"/],
        ["an image with SR-IOV", () => ({ image: vmware() }), /lacks technique "sriov".*by its image/],
    ] as const) {
        it(`refuses ${what} whose use is under no exception of its own`, async () => {
            const error = await refusal(
                (args: object) => new (untyped(openstack.VirtualMachine))("web", { ...args, attachments }),
                build,
            );
            assert.equal(error.argument, "flavorDevices");
            assert.match(error.message, missing);
        });
    }

    it("refuses one of ours beside a name, and what is none of ours", async () => {
        const twice = await refusal(
            (flavor: openstack.Flavor) =>
                new (untyped(openstack.VirtualMachine))("web", { flavor, flavorName: "m1", attachments }),
            () => new openstack.Flavor("small", size),
        );
        assert.equal(twice.argument, "flavorName");
        const raw = await refusal(
            (image: unknown) => new (untyped(openstack.VirtualMachine))("web", { image, attachments }),
            () => new openstackSdk.images.Image("raw", { ...source }) as unknown,
        );
        assert.equal(raw.argument, "image");
        assert.match(raw.message, /imageId or imageName/);
    });

    it("is reached at the attachment that is named", async () => {
        const machine = {
            flavorName: "m1",
            attachments: [...attachments, { name: "user", networkId: "m" }],
        };
        const { inputs } = only(
            await run(() => new openstack.VirtualMachine("web", { ...machine, accessAttachment: "user" })),
            INSTANCE,
        );
        assert.deepEqual(inputs["networks"], [{ port: "web-oam-id" }, { port: "web-user-id", accessNetwork: true }]);
        const error = await refusal(
            () => new (untyped(openstack.VirtualMachine))("web", { ...machine, accessAttachment: "users" }),
        );
        assert.equal(error.argument, "accessAttachment");
        assert.match(error.message, /oam, user/);
    });
});

describe("openstack components on ports that exist already", () => {
    const existing = (): openstack.NetworkAttachment =>
        openstack.NetworkAttachment.fromPort("fast", {
            port: openstackSdk.networking.Port.get("given", "id-1"),
            technique: "smartnic",
            exceptionId: own,
        });

    it("a machine carries the exception ID, since the port's own marker may cover nothing here", async () => {
        const { inputs } = only(
            await run(() => new openstack.VirtualMachine("web", { flavorName: "m1", attachments: [existing()] })),
            INSTANCE,
        );
        assert.deepEqual(inputs["metadata"], {
            "virtio-first:exception-id": own,
            "virtio-first:technique": "smartnic",
        });
    });

    it("a trunk carries it as well, beside tags of the user's", async () => {
        const { inputs } = only(
            await run(() => new openstack.Trunk("vlans", { parentAttachment: existing(), tags: ["mine"] })),
            TRUNK,
        );
        assert.deepEqual(inputs["tags"], ["mine", `virtio-first:exception-id=${own}`]);
    });

    it("ports of software need no marker anywhere", async () => {
        const { inputs } = only(
            await run(() => {
                const port = openstackSdk.networking.Port.get("given", "id-1");
                const plain = openstack.NetworkAttachment.fromPort("plain", { port });
                return new openstack.VirtualMachine("web", { flavorName: "m1", attachments: [plain] });
            }),
            INSTANCE,
        );
        assert.equal(inputs["metadata"], undefined);
    });
});

describe("openstack adoption", () => {
    it("the alias of an adopted port is the URN that the port has at the root of the stack", async () => {
        const PORT = "openstack:networking/port:Port";
        let alias: pulumi.Alias | undefined;
        await run(() => {
            const watch = (args: pulumi.ResourceTransformationArgs) => {
                if (args.type === PORT) {
                    alias = (args.opts as pulumi.CustomResourceOptions).aliases?.[0] as pulumi.Alias;
                }
                return undefined;
            };
            new openstack.NetworkAttachment("data", { networkId: "n" }, { adopt: true, transformations: [watch] });
        });
        assert.ok(alias !== undefined);
        const urn = pulumi.createUrn("data", PORT, alias.parent) as unknown as { promise(): Promise<string> };
        assert.equal(await urn.promise(), `urn:pulumi:stack::project::${PORT}::data`);
    });
});
