import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rules } from "../../policy-pack/rules";
import { TECHNIQUES } from "../../techniques/technique";
import { build, root, virtioFirst } from "./support";

const onboarding = join(root, "examples", "onboarding");
const config = ["--policy-pack-config", join(onboarding, "policy-config.json")];

describe("virtio-first explain", () => {
    before(build);

    it("says of a rule why it reports, what to do, and shows wrong and right", async () => {
        const { out, code } = await virtioFirst("explain", "missing-exception-id");
        assert.equal(code, 0);
        assert.match(out, /^missing-exception-id \(paravirtual-io\)\n\nWhy: +.+\nWhat to do: .+/);
        assert.match(
            out,
            /Reported:\n\n[\s\S]*vnicType: direct[\s\S]*Not reported by it:[\s\S]*virtio-first:exception-id=EXC-2026-014/,
        );
    });

    it("knows every rule and every technique", async () => {
        for (const word of [...Object.keys(rules), ...TECHNIQUES]) {
            const { out, code } = await virtioFirst("explain", word);
            assert.equal(code, 0, word);
            assert.ok(out.startsWith(word), word);
        }
    });

    it("draws a technique: front end, back end, hardware, and what platforms call it", async () => {
        const { out } = await virtioFirst("explain", "sriov");
        assert.match(out, /│ Workload[\s\S]*front end: the hardware vendor's driver[\s\S]*├─+┤[\s\S]*IOMMU[\s\S]*└─+┘/);
        assert.match(out, /Exception: +needed/);
        assert.match(out, /OpenStack vnic_type: +macvtap, direct/);
        const widths = new Set(
            out
                .split("\n")
                .filter((line) => /^[│├└┌]/.test(line))
                .map((line) => line.length),
        );
        assert.equal(widths.size, 1);
    });

    it("says why a resource is judged as it is: place, evidence, join and exception", async () => {
        const { out, code } = await virtioFirst("explain", "gateway-user-plane", onboarding, ...config);
        assert.equal(code, 0);
        assert.match(
            out,
            /sriov: allowed by EXC-2026-014\n +read at: +binding\.vnicType\n +decided by: vnic_type direct/,
        );
        const instance = await virtioFirst(
            "explain",
            "openstack:compute/instance:Instance::gateway",
            onboarding,
            ...config,
        );
        assert.match(
            instance.out,
            /sriov \(uses\): allowed by EXC-2026-014[\s\S]*offered by: gateway-user-plane[\s\S]*covered by: gateway-user-plane/,
        );
    });

    it("shows what refuses a resource, and where to read on", async () => {
        const { out } = await virtioFirst("explain", "sriov-port", join(root, "examples", "refused"));
        assert.equal(out, "");
        const found = await virtioFirst("explain", "passthrough", join(root, "examples", "refused"));
        assert.match(
            found.out,
            /refused \(missing-exception-id\)[\s\S]*\[mandatory\] paravirtual-io[\s\S]*virtio-first explain missing-exception-id shows/,
        );
    });

    it("guesses what was meant", async () => {
        const rule = await virtioFirst("explain", "mising-exception-id", tmpdir());
        assert.deepEqual([rule.code, /Did you mean missing-exception-id\?/.test(rule.err)], [2, true]);
        const resource = await virtioFirst("explain", "gatewey-oam", onboarding, ...config);
        assert.deepEqual([resource.code, /Did you mean gateway-oam\?/.test(resource.err)], [2, true]);
    });

    it("says which resources there are where a name is none, or several", async () => {
        const none = await virtioFirst("explain", "zzzzzzzzzzzz", onboarding, ...config);
        assert.match(none.err, /no resource of this stack\. Its resources are .*gateway-oam/);
        const several = await virtioFirst("explain", "oam", onboarding, ...config);
        assert.equal(several.code, 2);
        assert.match(several.err, /is not one resource; write one of\n +openstack:networking\/network:Network::oam/);
    });

    it("says that a project is not there", async () => {
        const folder = mkdtempSync(join(tmpdir(), "virtio-first-explain-"));
        const { code, err } = await virtioFirst("explain", "some-resource-name", folder);
        rmSync(folder, { recursive: true });
        assert.equal(code, 2);
        assert.match(err, /Pulumi\.yaml/);
    });
});
