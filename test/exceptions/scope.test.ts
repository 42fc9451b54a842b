import assert from "node:assert/strict";
import { compileScope, outsideOf, overBroad, parseResourcePattern } from "../../exceptions/scope";
import type { Scope } from "../../exceptions/register";
import { PORT_TYPE, subject } from "./sample";

function outside(scope: Scope, over: Parameters<typeof subject>[0] = {}): string | undefined {
    return outsideOf(compileScope(scope), subject(over));
}

describe("the scope of an exception", () => {
    it("holds a resource that matches one pattern of each list, and names the first list that does not match", () => {
        const scope = { projects: ["core", "edge"], stacks: ["prod-*", "prod"], resources: [`${PORT_TYPE}::upf-*`] };
        assert.equal(outside(scope), undefined);
        assert.equal(outside(scope, { stack: "prod-eu" }), undefined);
        assert.equal(outside(scope, { project: "other" }), "projects");
        assert.equal(outside(scope, { stack: "dev" }), "stacks");
        assert.equal(outside(scope, { name: "smf-n4" }), "resources");
        assert.equal(outside({ namespaces: ["upf"] }, { namespace: "smf" }), "namespaces");
        assert.equal(outside({ namespaces: ["upf"] }, { namespace: "upf" }), undefined);
    });

    it("leaves out a resource whose namespace is not known, even under a namespace of *", () => {
        assert.equal(outside({ namespaces: ["*"] }), "namespaces");
    });

    it("matches type and name apart, so that a star in the type never eats the name", () => {
        assert.equal(outside({ resources: ["openstack:*::upf-n3"] }), undefined);
        assert.equal(outside({ resources: ["openstack:*::n3"] }), "resources");
        assert.equal(outside({ resources: ["*::upf-n3"] }, { name: "x::upf-n3" }), "resources");
        assert.equal(outside({ resources: [`${PORT_TYPE}::x::*`] }, { name: "x::upf/n3" }), undefined);
        assert.equal(outside({ resources: ["upf-?3"] }), undefined);
        assert.equal(outside({ resources: ["upf-?"] }), "resources");
    });

    it("matches a URN part by part and takes the resource's own type, whatever its parents", () => {
        const urn = (types: string): string => `urn:pulumi:prod::edge::${types}::upf-n3`;
        assert.equal(outside({ resources: [urn(PORT_TYPE)] }), undefined);
        assert.equal(outside({ resources: [urn(`virtio-first:openstack:NetworkAttachment$${PORT_TYPE}`)] }), undefined);
        assert.equal(outside({ resources: [urn("openstack:compute/instance:Instance")] }), "resources");
        assert.equal(outside({ resources: [urn(PORT_TYPE)] }, { stack: "dev" }), "resources");
        assert.equal(outside({ resources: [urn(PORT_TYPE)] }, { project: "core" }), "resources");
        assert.equal(outside({ resources: [`urn:pulumi:*::edge::${PORT_TYPE}::upf-*`] }, { stack: "dev" }), undefined);
    });

    it("treats nothing but * and ? as special", () => {
        assert.equal(outside({ stacks: ["prod|dev", "[prod]", "p.*d", "(prod)"] }), "stacks");
        assert.equal(outside({ stacks: ["p.*d"] }, { stack: "p.roo.d" }), undefined);
    });

    it("knows a pattern that can match no resource", () => {
        for (const pattern of [
            "",
            "::name",
            "type::",
            "urn:pulumi:prod::edge::name",
            "urn:aws:x::p::t::n",
            "urn:pulumi:::p::t::n",
        ]) {
            assert.equal(parseResourcePattern(pattern), undefined, pattern);
        }
        assert.deepEqual(parseResourcePattern("upf-*"), { name: "upf-*" });
    });

    it("is over-broad if everything matches it", () => {
        const scopes: Scope[] = [
            { stacks: ["*"] },
            { stacks: ["prod", "*"] },
            { projects: ["**"], stacks: ["*?"] },
            { resources: ["*::*"] },
            { resources: ["*"] },
            { resources: [`${PORT_TYPE}::upf-*`, "urn:pulumi:*::*::*::*"] },
        ];
        for (const scope of scopes) {
            assert.match(overBroad(scope) ?? "", /matches everything/, JSON.stringify(scope));
        }
    });

    it("is over-broad if a resource's name alone narrows it", () => {
        for (const scope of [{ resources: ["upf-*"] }, { resources: ["*::upf"], stacks: ["*"] }]) {
            assert.match(overBroad(scope) ?? "", /name alone/, JSON.stringify(scope));
        }
    });

    it("is not over-broad once a project, a stack, a namespace or a type narrows it", () => {
        const scopes: Scope[] = [
            { stacks: ["prod"] },
            { stacks: ["prod"], resources: ["upf-*"] },
            { projects: ["edge*"], stacks: ["*"] },
            { stacks: ["*-prod"] },
            { stacks: ["?"] },
            { stacks: ["????"] },
            { namespaces: ["upf"] },
            { resources: [`${PORT_TYPE}::*`] },
            { resources: ["urn:pulumi:prod::*::*::*"] },
        ];
        for (const scope of scopes) {
            assert.equal(overBroad(scope), undefined, JSON.stringify(scope));
        }
    });
});
