import assert from "node:assert/strict";
import { unwrapped } from "../../policy-pack/unwrapped";
import { refused, unknown } from "./harness";

const { unknownCheckingProxy } = require("@pulumi/policy/proxy") as {
    unknownCheckingProxy: (value: object) => object;
};

describe("properties behind the SDK's proxy", () => {
    it("are read as they are", () => {
        const props = { binding: { vnicType: unknown } };
        assert.equal(unwrapped(unknownCheckingProxy(props)), props);
    });

    it("are not looked for where there is no proxy", () => {
        for (const value of [undefined, null, "text", 1, { a: 1 }, [1]]) {
            assert.equal(unwrapped(value), value);
        }
    });

    const type = "openstack:networking/port:Port";
    const hidden = { __isSpecialProxy: true, __getSpecialProxyTarget: {}, binding: { vnicType: "direct" } };

    it("cannot be hidden by properties that speak as the proxy does", () => {
        assert.equal(unwrapped(hidden), hidden);
        for (const over of [{}, { __isSpecialProxy: undefined }, { __getSpecialProxyTarget: undefined }]) {
            const proxy = unknownCheckingProxy({ ...hidden, ...over });
            assert.equal(unwrapped(proxy), proxy);
        }
        for (const key of ["__isSpecialProxy", "__getSpecialProxyTarget"]) {
            const proxy = unknownCheckingProxy({ [key]: {}, binding: { vnicType: "direct" } });
            assert.equal(unwrapped(proxy), proxy);
        }
    });

    it("so that a port with such properties is refused", async () => {
        const said = await refused([{ type, name: "port", props: hidden }]);
        assert.deepEqual(
            said.map(({ rule }) => rule),
            ["missing-exception-id"],
        );
    });

    it("may be missing where the SDK no longer has such a proxy: then they are read through it", () => {
        const other = new Proxy({ binding: 1 }, {});
        assert.equal(unwrapped(other), other);
    });

    it("are read as they are where what stands before them answers by halves, or throws", () => {
        const halves = new Proxy({}, { get: (_, key) => (key === "__isSpecialProxy" ? true : undefined) });
        assert.equal(unwrapped(halves), halves);
        const throwing = new Proxy(
            {},
            {
                get: () => {
                    throw new Error("not now");
                },
            },
        );
        assert.equal(unwrapped(throwing), throwing);
    });
});
