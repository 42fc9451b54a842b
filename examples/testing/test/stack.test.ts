import assert from "node:assert/strict";
import { join } from "node:path";
import {
    expectConformant,
    expectNoFindings,
    expectRefused,
    expectTechniques,
    isUnknown,
    previewStack,
} from "pulumi-virtio-first/testing";

const dir = join(__dirname, "..");
const policyPacks = [
    { config: { "paravirtual-io": { flavors: { "m1.*": "none" }, images: { "debian-*": "virtio" } } } },
];

describe("the gateway", () => {
    it("stands on para-virtualised IO alone", async () => {
        const stack = await previewStack({ dir, policyPacks });
        expectConformant(stack, "Fully Conformant");
        expectNoFindings(stack);
        expectTechniques(stack, "gateway-oam", ["virtio"]);
    });

    it("hands out an ID that nobody knows before it exists, as in a real preview", async () => {
        const stack = await previewStack({ dir, policyPacks });
        assert.ok(isUnknown(stack.outputs["gatewayId"]));
        assert.equal(stack.resource("openstack:compute/instance:Instance::gateway").inputs["flavorName"], "m1.large");
    });

    it("is refused with a virtual function that no exception allows", async () => {
        const stack = await previewStack({ dir, policyPacks, config: { fastPath: "true" } });
        expectRefused(stack, { rule: "missing-exception-id", resource: "fast", path: "binding.vnicType" });
    });
});
