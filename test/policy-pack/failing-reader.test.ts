import assert from "node:assert/strict";
import { readConfig } from "../../policy-pack/config";
import type { PolicyResourceLike } from "../../policy-pack/member";
import { Session } from "../../policy-pack/session";

const port: PolicyResourceLike = {
    urn: "urn:pulumi:dev::shop::openstack:networking/port:Port::fast",
    type: "openstack:networking/port:Port",
    name: "fast",
    props: { binding: { vnicType: "direct" } },
    provider: { urn: "urn:pulumi:dev::shop::pulumi:providers:openstack::default" },
};

/** A session whose every reader fails: what it reads the names of config from throws. */
function broken(): Session {
    const now = new Date("2026-11-25T12:00:00Z");
    const config = readConfig({}, { packFolder: ".", now });
    const hostile = new Proxy(config, {
        get: (target, key): unknown => {
            if (key === "context") {
                throw new Error("a fault of our own");
            }
            return Reflect.get(target, key);
        },
    });
    return new Session({ packFolder: ".", now: () => now, config: hostile });
}

describe("a rule that fails on a resource", () => {
    it("refuses it: what could not be judged must not pass", () => {
        const [finding, ...more] = broken().judgeResource(port);
        assert.deepEqual(more, []);
        assert.deepEqual([finding?.rule, finding?.level, finding?.urn], ["reader-fault", "mandatory", port.urn]);
        assert.match(finding?.message ?? "", /could not be judged/);
        assert.doesNotMatch(finding?.message ?? "", /a fault of our own/);
    });

    it("refuses it by the stack's rule too", () => {
        const { findings } = broken().judgeStack([port]);
        assert.deepEqual(
            findings.map(({ rule, level }) => [rule, level]),
            [["reader-fault", "mandatory"]],
        );
    });

    it("changes nothing of it by remediation", () => {
        const given = { ...port, props: { binding: { vnicType: "direct" } } };
        assert.equal(broken().remediate(given), false);
        assert.deepEqual(given.props, { binding: { vnicType: "direct" } });
    });
});
