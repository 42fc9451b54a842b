import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as openstack from "../../components/openstack";
import type { ImageArgs } from "../../components/openstack";
import { NO_CONTEXT } from "../../techniques/classification";
import { nicModels } from "../../techniques/openstack/nic-model";
import { readResource } from "../../techniques/read";
import { only, refusal, type Registered, run, UNKNOWN_WORD, Unborn, untyped } from "./kubernetes-support";

const IMAGE = "openstack:images/image:Image";
const source = { containerFormat: "bare", diskFormat: "qcow2", imageSourceUrl: "https://example.org/a.qcow2" };
const exceptionId = "EXC-2026-031";
/** The key by which Pulumi's protocol marks a secret. */
const SECRET = "4dabf18193072939515e22adb298388d";

async function registered(args: ImageArgs): Promise<Registered> {
    return only(await run(() => new openstack.Image("debian", args)), IMAGE);
}

function judged({ type, name, inputs }: Registered): { techniques: string[]; ids: string[]; notices: string[] } {
    const reading = readResource({ urn: "u", type, name, props: inputs, custom: true }, NO_CONTEXT);
    return {
        techniques: reading.attachments.map(({ techniques }) => techniques.join("|")),
        ids: reading.markers.exceptionIds.map(({ value }) => value),
        notices: reading.notices.map(({ rule }) => rule),
    };
}

describe("openstack.Image", () => {
    it("asks for virtio unless told otherwise, and passes on all that Glance takes", async () => {
        const resources = await run(
            () => new openstack.Image("debian", { ...source, imageName: "debian-13", minRamMb: 512, tags: ["a"] }),
        );
        assert.deepEqual(
            resources.slice(1).map(({ type, name }) => `${type} ${name}`),
            ["virtio-first:openstack:Image debian", `${IMAGE} debian`],
        );
        const image = only(resources, IMAGE);
        assert.deepEqual(image.inputs, {
            ...source,
            name: "debian-13",
            minRamMb: 512,
            tags: ["a"],
            properties: { hw_vif_model: "virtio" },
        });
        assert.deepEqual(judged(image), { techniques: ["virtio"], ids: [], notices: [] });
    });

    it("asks for VMXNET3 on VMware, without an exception", async () => {
        const image = await registered({
            ...source,
            technique: "vmxnet3",
            properties: { vmware_adaptertype: "paraVirtual" },
        });
        assert.deepEqual(image.inputs["properties"], { vmware_adaptertype: "paraVirtual", hw_vif_model: "vmxnet3" });
        assert.deepEqual(judged(image), { techniques: ["vmxnet3"], ids: [], notices: [] });
    });

    it("has queues and packed rings for virtio", async () => {
        const image = await registered({ ...source, multiqueue: true, packedRings: false });
        assert.deepEqual(image.inputs["properties"], {
            hw_vif_model: "virtio",
            hw_vif_multiqueue_enabled: "true",
            hw_virtio_packed_ring: "false",
        });
    });

    for (const [model, { technique }] of Object.entries(nicModels)) {
        if (technique === "emulated") {
            it(`emulates ${model} only when asked by name, and the pack advises against it`, async () => {
                const image = await registered({ ...source, technique, nicModel: model } as ImageArgs);
                assert.deepEqual(image.inputs["properties"], { hw_vif_model: model });
                assert.deepEqual(judged(image), { techniques: ["emulated"], ids: [], notices: ["emulated"] });
            });
        }
    }

    it("asks for SR-IOV on VMware under an exception, whose ID stands in its properties", async () => {
        const image = await registered({ ...source, technique: "sriov", exceptionId, properties: { a: 1, b: true } });
        assert.deepEqual(image.inputs["properties"], {
            a: "1",
            b: "true",
            hw_vif_model: "sriov",
            "virtio-first:exception-id": exceptionId,
            "virtio-first:technique": "sriov",
        });
        assert.deepEqual(judged(image), { techniques: ["sriov"], ids: [exceptionId], notices: [] });
    });

    it("keeps a property that is not known where it is", async () => {
        const image = only(
            await run(() => {
                const later = new Unborn("later").value;
                return new openstack.Image("debian", { ...source, properties: { os_distro: later } });
            }),
            IMAGE,
        );
        assert.deepEqual(image.inputs["properties"], { os_distro: UNKNOWN_WORD, hw_vif_model: "virtio" });
    });

    it("takes properties that are an Output as a whole", async () => {
        const image = await registered({ ...source, properties: pulumi.output({ a: "b" }) });
        assert.deepEqual(image.inputs["properties"], { a: "b", hw_vif_model: "virtio" });
    });

    it("says what its machines' NICs are", async () => {
        await run(() => {
            const image = new openstack.Image("debian", { ...source, technique: "sriov", exceptionId });
            assert.equal(image.technique, "sriov");
            assert.equal(image.exceptionId, exceptionId);
            assert.ok(pulumi.Output.isInstance(image.imageId) && pulumi.Output.isInstance(image.imageName));
        });
    });

    for (const [what, args, argument, fault] of [
        ["no arguments", undefined, "args", /missing/],
        ["no format", { containerFormat: "bare" }, "diskFormat", /missing/],
        ["SR-IOV without its exception ID", { ...source, technique: "sriov" }, "exceptionId", /missing/],
        [
            "an exception ID with VMXNET3",
            { ...source, technique: "vmxnet3", exceptionId },
            "exceptionId",
            /not accepted/,
        ],
        ["a technique that no image chooses", { ...source, technique: "vdpa", exceptionId }, "technique", /"vmxnet3"/],
        ["an emulated NIC without its model", { ...source, technique: "emulated" }, "nicModel", /"e1000"/],
        [
            "an emulated NIC that is none",
            { ...source, technique: "emulated", nicModel: "virtio" },
            "nicModel",
            /"e1000"/,
        ],
        ["a model without emulation", { ...source, nicModel: "e1000" }, "nicModel", /only for technique "emulated"/],
        [
            "a model by hand",
            { ...source, properties: { hw_vif_model: "sriov" } },
            "properties.hw_vif_model",
            /Give technique/,
        ],
        [
            "queues by hand",
            { ...source, properties: { hw_vif_multiqueue_enabled: true } },
            "properties.hw_vif_multiqueue_enabled",
            /Give multiqueue/,
        ],
        ["queues of another model", { ...source, technique: "vmxnet3", multiqueue: true }, "multiqueue", /virtio/],
        ["properties that are no map", { ...source, properties: [] }, "properties", /map of text/],
    ] as const) {
        it(`refuses ${what}, before anything is registered`, async () => {
            const error = await refusal(() => new (untyped(openstack.Image))("debian", args));
            assert.equal(error.component, 'Image "debian"');
            assert.equal(error.argument, argument);
            assert.match(error.message, fault);
        });
    }

    it("keeps the password of its source a secret", async () => {
        const resources = await run(
            () => new openstack.Image("debian", { ...source, imageSourceUsername: "u", imageSourcePassword: "pw" }),
        );
        for (const { type, inputs } of resources.slice(1)) {
            const password = inputs["imageSourcePassword"] as Record<string, unknown>;
            assert.equal(password["value"], "pw", type);
            assert.ok(SECRET in password, type);
        }
    });
});
