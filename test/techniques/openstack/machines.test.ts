import assert from "node:assert/strict";
import { judged, NOT_KNOWN, read, TOKENS } from "./support";

const instance = (props: object): string[] => judged(read(TOKENS.instance, props).attachments);

describe("OpenStack machines, read alone", () => {
    it("have a virtio NIC for each network on which Nova makes the port", () => {
        assert.deepEqual(instance({ networks: [{ uuid: "n" }, { name: "m" }, { port: "p" }] }), [
            "virtio at networks[0]",
            "virtio at networks[1]",
        ]);
        assert.deepEqual(instance({}), ["virtio at networkMode"]);
        assert.deepEqual(instance({ networkMode: "auto" }), ["virtio at networkMode"]);
        assert.deepEqual(instance({ networkMode: "none" }), []);
    });

    it("say nothing of NICs where the machine is only read: their ports are not shown", () => {
        assert.deepEqual(instance({ id: "1", allMetadata: {}, networks: [{ uuid: "n", port: "" }] }), []);
    });

    it("name their ports, flavors and images, known or not", () => {
        const { references } = read(TOKENS.instance, {
            networks: [{ port: NOT_KNOWN }, { port: " p-1 " }, NOT_KNOWN],
            flavorId: NOT_KNOWN,
            imageName: "debian",
            imageId: "Attempt to boot from volume - no image supplied",
        });
        assert.deepEqual(
            references.map(({ kind, value, path }) => [kind, typeof value === "symbol" ? "?" : value, path]),
            [
                ["port", "?", "networks[0].port"],
                ["port", "p-1", "networks[1].port"],
                ["port", "?", "networks[2]"],
                ["flavor", "?", "flavorId"],
                ["image-name", "debian", "imageName"],
            ],
        );
    });

    it("can be found by others, and so can ports, flavors, images and networks", () => {
        const names = (type: string, props: object): unknown =>
            read(type, props).definitions.map(({ kind, names: known }) => [kind, ...known]);
        assert.deepEqual(names(TOKENS.instance, { id: "1", name: "vm" }), [["instance", "1", "vm"]]);
        assert.deepEqual(names(TOKENS.port, { id: "1", name: "p" }), [["port", "1"]]);
        assert.deepEqual(names(TOKENS.port, { id: NOT_KNOWN }), [["port"]]);
        assert.deepEqual(names(TOKENS.flavor, { id: "1", flavorId: "1", name: "f" }), [
            ["flavor", "1"],
            ["flavor-name", "f"],
        ]);
        assert.deepEqual(names(TOKENS.image, { id: "1", name: "i" }), [
            ["image", "1"],
            ["image-name", "i"],
        ]);
        assert.deepEqual(names(TOKENS.network, { id: "1", name: "n" }), [["network", "1", "n"]]);
    });

    it("an interface attachment on a network has a virtio NIC, one of a port has the port's", () => {
        assert.deepEqual(judged(read(TOKENS.attach, { instanceId: "1", networkId: "n" }).attachments), [
            "virtio at networkId",
        ]);
        assert.deepEqual(judged(read(TOKENS.attach, { instanceId: "1", portId: NOT_KNOWN }).attachments), []);
    });
});
