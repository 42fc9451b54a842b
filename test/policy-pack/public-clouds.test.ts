import assert from "node:assert/strict";
import { type Given, judge } from "./harness";

const nic = (tags?: object): Given => ({
    type: "azure-native:network:NetworkInterface",
    name: "nic",
    props: { enableAcceleratedNetworking: true, ...(tags && { tags }) },
});

describe("resources of public clouds", () => {
    it("are not judged unless config asks for it", async () => {
        assert.deepEqual(await judge([nic()]), []);
    });

    it("need an exception where config sets publicClouds", async () => {
        const config = { publicClouds: true };
        const [refusal, ...rest] = await judge([nic()], { config });
        assert.deepEqual([refusal?.rule, refusal?.level, rest.length], ["missing-exception-id", "mandatory", 0]);
        const said = await judge([nic({ "virtio-first:exception-id": "EXC-2026-014" })], { config });
        assert.deepEqual(
            said.map(({ level }) => level),
            ["advisory", "advisory"],
        );
    });
});
