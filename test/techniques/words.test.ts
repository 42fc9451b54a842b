import assert from "node:assert/strict";
import {
    argument,
    blocks,
    inside,
    isModuleChild,
    snakeCase,
    spellings,
    terraformTypes,
    under,
} from "../../techniques/terraform";
import { UNKNOWN } from "../../techniques/value";
import { visible } from "../../techniques/visible";

describe("a text that others chose", () => {
    it("is shown on one line, with what does nothing to where it is shown", () => {
        assert.equal(visible("plain: ~ text"), "plain: ~ text");
        assert.equal(visible("naïve – 名前 🙂"), "naïve – 名前 🙂");
        assert.equal(visible("a\nb\tc\u001b[31m"), "a\\u000ab\\u0009c\\u001b[31m");
        assert.equal(visible("a\u202eb\u200bc\ufeff"), "a\\u202eb\\u200bc\\ufeff");
        assert.equal(visible("é\ud800"), "é\\ud800");
        assert.equal(visible("\u{e0001}é\ufffe"), "\\ue0001é\\ufffe");
    });
});

describe("names of Terraform", () => {
    it("are read in camel case, in snake case, and in the singular of a block", () => {
        assert.deepEqual(spellings("subPorts"), ["subPorts", "sub_ports", "sub_port"]);
        assert.deepEqual(spellings("binding"), ["binding"]);
        assert.deepEqual(spellings("networks"), ["networks", "network"]);
        assert.equal(snakeCase("NetworkingPortV2"), "networking_port_v2");
        assert.equal(snakeCase("vnicType"), "vnic_type");
    });

    it("lead to each argument that is given, with its path", () => {
        const props = { sub_port: [{ vnicType: "a" }], subPorts: { vnic_type: "b" }, networks: null };
        assert.deepEqual(
            argument(props, "subPorts").map(({ path, property }) => [path, property]),
            [
                ["subPorts", "subPorts"],
                ["sub_port", "sub_port"],
            ],
        );
        assert.deepEqual(argument(props, "networks"), []);
        const all = blocks(props, "subPorts");
        assert.deepEqual(
            all.map(({ path }) => path),
            ["subPorts", "sub_port[0]"],
        );
        assert.deepEqual(
            all
                .flatMap((block) => inside(block, "vnicType"))
                .map(({ path, value, property }) => [path, value, property]),
            [
                ["subPorts.vnic_type", "b", "subPorts"],
                ["sub_port[0].vnicType", "a", "sub_port"],
            ],
        );
    });

    it("lead to what is not known where the block is not known", () => {
        const block = { value: UNKNOWN, path: "binding", property: "binding" };
        assert.deepEqual(inside(block, "vnicType"), [block]);
        assert.equal(under(block, "any"), block);
        const map = { value: { a: 1, b: null }, path: "m", property: "m" };
        assert.deepEqual(under(map, "a"), { value: 1, path: "m.a", property: "m" });
        assert.equal(under(map, "b"), undefined);
        assert.equal(under(map, "c"), undefined);
    });

    it("are told of a type in every form of token", () => {
        assert.deepEqual(terraformTypes("openstack:networking/portV2:PortV2"), ["port_v2", "networking_port_v2"]);
        assert.deepEqual(terraformTypes("any:index/networkingPortV2:NetworkingPortV2"), [
            "networking_port_v2",
            "index_networking_port_v2",
        ]);
        assert.deepEqual(terraformTypes("any:tf:openstack_networking_port_v2"), [
            "openstack_networking_port_v2",
            "networking_port_v2",
            "port_v2",
            "v2",
        ]);
        assert.equal(terraformTypes(`any:tf:${"a_".repeat(40)}b`).length, 12);
        for (const none of ["", "a", "a:b", "a:b:C", "a:b/:C".replace("/", "")]) {
            assert.deepEqual(terraformTypes(none), [], none);
        }
        assert.deepEqual(["any:tf:x", "any:tf/x:y", "any:tfx:y", "tf:x", "any:index:tf", ":tf:x"].map(isModuleChild), [
            true,
            false,
            false,
            false,
            false,
            true,
        ]);
    });
});
