import assert from "node:assert/strict";
import { VNIC_TYPE_VERDICTS } from "./expected";
import { type Given, judge, refused, unknown } from "./harness";
import { entry } from "./support";

const port = (name: string, props: Record<string, unknown>, more: Partial<Given> = {}): Given => ({
    type: "openstack:networking/port:Port",
    name,
    props: { networkId: unknown, ...props },
    outputs: { id: unknown, binding: unknown, networkId: unknown },
    ...more,
});
const instance = (name: string, props: Record<string, unknown>, more: Partial<Given> = {}): Given => ({
    type: "openstack:compute/instance:Instance",
    name,
    props,
    ...more,
});
const marked = { tags: ["virtio-first:exception-id=EXC-2026-014"] };

describe("the pack on raw OpenStack resources", () => {
    for (const [vnicType, technique] of VNIC_TYPE_VERDICTS) {
        for (const [route, props] of [
            ["binding.vnicType", { binding: { vnicType } }],
            ["valueSpecs", { valueSpecs: { "binding:vnic_type": vnicType } }],
        ] as const) {
            it(`${technique === undefined ? "lets a port of" : "refuses a port of"} vnic_type ${vnicType} through ${route}`, async () => {
                const said = await refused([port("p", props)]);
                if (technique === undefined) {
                    assert.deepEqual(said, []);
                    return;
                }
                assert.equal(said.length, 1);
                const [{ policy, resource, rule, message }] = said as [(typeof said)[0]];
                assert.equal(policy, "paravirtual-io");
                assert.equal(resource, "p");
                assert.equal(rule, "missing-exception-id");
                assert.match(message, new RegExp(`technique (.* or )?${technique}`));
                assert.match(
                    message,
                    route === "valueSpecs" ? /at: valueSpecs\["binding:vnic_type"\]/ : /at: binding\.vnicType/,
                );
                assert.match(message, /tag virtio-first:exception-id=<ID>/);
            });
        }
    }

    it("takes a vnic_type in any case and with blanks for what it means", async () => {
        const said = await refused([port("p", { binding: { vnicType: " Direct " } })]);
        assert.equal(said.length, 1);
        assert.match(said[0]!.message, /technique sriov/);
    });

    it("refuses a vnic_type that nobody has heard of, and does not print it", async () => {
        const said = await refused([port("p", { binding: { vnicType: "s3cr3t-type" } })]);
        assert.deepEqual(
            said.map(({ rule }) => rule),
            ["undecidable"],
        );
        assert.ok(!said[0]!.message.includes("s3cr3t"));
    });

    it("refuses a vnic_type that is not known at preview, as a violation of its own", async () => {
        const said = await refused([port("p", { binding: { vnicType: unknown } })]);
        assert.deepEqual(
            said.map(({ rule }) => rule),
            ["undecidable"],
        );
        assert.match(said[0]!.message, /at: binding\.vnicType/);
    });

    for (const [what, binding] of [
        ["a list inside a list", [[{ vnicType: "direct" }]]],
        ["a number", 1],
        ["a text", "vnicType=direct"],
    ] as const) {
        it(`refuses a port whose binding is ${what}, which cannot be read`, async () => {
            const said = await refused([port("p", { binding })]);
            assert.deepEqual(
                said.map(({ rule }) => rule),
                ["undecidable"],
            );
        });
    }

    it("takes an empty binding for none", async () => {
        for (const binding of [[], [null], null, {}]) {
            assert.deepEqual(await refused([port("p", { binding })]), []);
        }
    });

    it("is not misled by a profile that is not known beside a plain virtio port", async () => {
        const said = await refused([port("p", { binding: { vnicType: "normal", profile: unknown } })]);
        assert.deepEqual(
            said.map(({ rule }) => rule),
            ["undecidable"],
        );
    });

    it("refuses switchdev offload in binding.profile as a SmartNIC", async () => {
        const said = await refused([
            port("p", { binding: { vnicType: "direct", profile: '{"capabilities":["switchdev"]}' } }),
        ]);
        assert.ok(said.length >= 1);
        assert.ok(said.every(({ message }) => /technique smartnic/.test(message)));
    });

    it("lets the port pass, and says that the ID is not verified, where a well-formed ID stands on it and no register is configured", async () => {
        const said = await judge([port("p", { binding: { vnicType: "direct" }, ...marked })]);
        assert.deepEqual(
            said.map(({ policy, level, rule }) => [policy, level, rule]),
            [
                ["exception-lifecycle", "advisory", "exception-used"],
                ["exception-lifecycle", "advisory", "exceptions-unverified"],
            ],
        );
    });

    for (const [what, id, fields, rule] of [
        ["that is not in the register", "EXC-2026-015", {}, "unknown-exception-id"],
        ["for another technique", "EXC-2026-014", { techniques: ["vdpa"] }, "exception-for-other-technique"],
        ["for another stack", "EXC-2026-014", { scope: { stacks: ["prod"] } }, "exception-out-of-scope"],
        ["that has expired", "EXC-2026-014", { expires: "2026-11-24" }, "exception-expired"],
        ["that does not hold yet", "EXC-2026-014", { validFrom: "2026-11-26" }, "exception-not-yet-valid"],
        ["that is malformed", "no", {}, "malformed-exception-id"],
    ] as const) {
        it(`refuses a port under an exception ${what}`, async () => {
            const ported = port("p", {
                binding: { vnicType: "direct" },
                tags: [`virtio-first:exception-id=${id}`],
            });
            const said = await refused([ported], { config: { exceptions: [entry(fields)] } });
            assert.deepEqual(
                said.map((one) => one.rule),
                [rule],
            );
        });
    }

    it("grants a port under a good exception of the register, and says until when", async () => {
        const said = await judge([port("p", { binding: { vnicType: "direct" }, ...marked })], {
            config: { exceptions: [entry()] },
        });
        assert.deepEqual(
            said.map(({ level, rule }) => [level, rule]),
            [["advisory", "exception-used"]],
        );
        assert.match(said[0]!.message, /EXC-2026-014.*2027-06-30/);
    });

    it("honours the last day of an exception to its end, UTC", async () => {
        const given = [port("p", { binding: { vnicType: "direct" }, ...marked })];
        const config = { exceptions: [entry({ expires: "2026-11-25" })] };
        assert.deepEqual(await refused(given, { config, now: "2026-11-25T23:59:59.999Z" }), []);
        assert.equal((await refused(given, { config, now: "2026-11-26T00:00:00Z" })).length, 1);
    });

    it("refuses the instance on an SR-IOV port, though the port's ID is not known at preview", async () => {
        const said = await refused([
            port("fast", { binding: { vnicType: "direct" } }),
            instance("vm", { networks: [{ port: unknown }] }, { dependsOn: { networks: ["fast"] } }),
        ]);
        assert.deepEqual(said.map(({ resource }) => resource).sort(), ["fast", "vm"]);
    });

    it("lets the port's marker cover the instance that uses it", async () => {
        const said = await refused([
            port("fast", { binding: { vnicType: "direct" }, ...marked }),
            instance("vm", { networks: [{ port: unknown }] }, { dependsOn: { networks: ["fast"] } }),
        ]);
        assert.deepEqual(said, []);
    });

    it("grants the instance what the register grants to its port, though the scope names the port alone", async () => {
        const config = { exceptions: [entry({ scope: { resources: ["openstack:networking/port:Port::fast"] } })] };
        const vm = instance("vm", { networks: [{ port: unknown }] }, { dependsOn: { networks: ["fast"] } });
        assert.deepEqual(
            await refused([port("fast", { binding: { vnicType: "direct" }, ...marked }), vm], { config }),
            [],
        );
        const other = instance("vm", { networks: [{ port: unknown }] }, { dependsOn: { networks: ["fas"] } });
        const out = await refused([port("fas", { binding: { vnicType: "direct" }, ...marked }), other], { config });
        assert.deepEqual(
            out.map(({ resource, rule }) => [resource, rule]),
            [
                ["fas", "exception-out-of-scope"],
                ["vm", "exception-out-of-scope"],
            ],
        );
    });

    it("says nothing of an instance on a virtio port whose ID is not known", async () => {
        const said = await judge(
            [
                port("slow", { binding: { vnicType: "normal" } }),
                instance(
                    "vm",
                    { flavorName: "m1.small", imageName: "debian", networks: [{ port: unknown }] },
                    { dependsOn: { networks: ["slow"] } },
                ),
            ],
            { config: { flavors: { "m1.*": "none" }, images: { debian: "virtio" } } },
        );
        assert.deepEqual(said, []);
    });

    it("finds in the update a hardware port whose ID was hidden behind a virtio port", async () => {
        const said = await refused([
            port("slow", { binding: { vnicType: "normal" } }, { outputs: { id: "p-slow" } }),
            port("fast", { binding: { vnicType: "direct" }, ...marked }, { outputs: { id: "p-fast" } }),
            instance(
                "vm",
                { networks: [{ port: unknown }] },
                { outputs: { networks: [{ port: "p-fast" }] }, dependsOn: { networks: ["slow"] } },
            ),
        ]);
        assert.deepEqual(said, [], "the port's own marker covers the instance");
        const unmarked = await refused([
            port("slow", { binding: { vnicType: "normal" } }, { outputs: { id: "p-slow" } }),
            port("fast", {}, { outputs: { id: "p-fast", binding: { vnicType: "direct" } }, read: true }),
            instance(
                "vm",
                { networks: [{ port: unknown }] },
                { outputs: { networks: [{ port: "p-fast" }] }, dependsOn: { networks: ["slow"] } },
            ),
        ]);
        assert.deepEqual(unmarked.map(({ resource }) => resource).sort(), ["fast", "vm"]);
    });

    it("judges a port that is only read by its outputs", async () => {
        const said = await refused([
            port("read", {}, { outputs: { id: "p-1", binding: { vnicType: "direct" } }, read: true }),
        ]);
        assert.deepEqual(
            said.map(({ resource, rule }) => [resource, rule]),
            [["read", "missing-exception-id"]],
        );
    });

    it("says that a port cannot be verified where it is only read under an ID not known yet", async () => {
        const said = await judge([port("read", {}, { outputs: { id: unknown }, read: true })]);
        assert.deepEqual(
            said.map(({ level, rule }) => [level, rule]),
            [["advisory", "unverifiable"]],
        );
    });

    it("judges what an adopted port turns out to be, though its inputs do not say", async () => {
        const said = await refused([port("adopted", {}, { outputs: { id: "p-1", binding: { vnicType: "direct" } } })]);
        assert.deepEqual(
            said.map(({ resource, rule }) => [resource, rule]),
            [["adopted", "missing-exception-id"]],
        );
    });

    it("advises on a flavor and an image outside the stack, once for each resource", async () => {
        const vm = instance("vm", { flavorName: "m1.small", imageName: "debian", networks: [{ uuid: "n-1" }] });
        const said = await judge([vm]);
        assert.deepEqual(
            said.map(({ policy, level, rule }) => [policy, level, rule]),
            [["attachment-health", "advisory", "unverifiable"]],
        );
    });

    it("refuses the same where config raises unverifiable to mandatory, and is silent where it is off", async () => {
        const vm = instance("vm", { flavorName: "m1.small", imageName: "debian", networks: [{ uuid: "n-1" }] });
        const mandatory = await judge([vm], { config: { unverifiable: "mandatory" } });
        assert.deepEqual(
            mandatory.map(({ policy, level, rule }) => [policy, level, rule]),
            [["paravirtual-io", "mandatory", "unverifiable"]],
        );
        assert.deepEqual(await judge([vm], { config: { unverifiable: "off" } }), []);
    });

    it("refuses an instance on a flavor that config calls hardware", async () => {
        const vm = instance("vm", { flavorName: "gpu.large", imageName: "debian" });
        const said = await refused([vm], {
            config: { flavors: { "gpu.*": "accelerator" }, images: { debian: "virtio" } },
        });
        assert.deepEqual(
            said.map(({ resource, rule }) => [resource, rule]),
            [["vm", "missing-exception-id"]],
        );
    });

    it("refuses a flavor that offers a device, at the level that config gives to offers", async () => {
        const flavor: Given = {
            type: "openstack:compute/flavor:Flavor",
            name: "gpu",
            props: { extraSpecs: { "pci_passthrough:alias": "gpu:1" } },
        };
        assert.equal((await refused([flavor])).length, 1);
        const advised = await judge([flavor], { config: { offers: "advisory" } });
        assert.deepEqual(
            advised.map(({ policy, level }) => [policy, level]),
            [["attachment-health", "advisory"]],
        );
        assert.deepEqual(await judge([flavor], { config: { offers: "off" } }), []);
    });

    it("never judges a component by the shape of its arguments", async () => {
        const component: Given = {
            type: "my:network:Port",
            name: "mine",
            props: { binding: { vnicType: "direct" }, apiVersion: "v1", kind: "Pod" },
            provider: null,
        };
        assert.deepEqual(await judge([component]), []);
    });
});

describe("the pack on what stands outside the stack", () => {
    it("lets the marker of a port that is only read cover no instance", async () => {
        const read = port(
            "read",
            {},
            {
                outputs: { id: "p-1", binding: { vnicType: "direct" }, allTags: marked.tags, tags: marked.tags },
                read: true,
            },
        );
        const vm = (metadata: Record<string, string>) =>
            instance("vm", { networks: [{ port: "p-1" }], flavorName: "f", imageName: "i", metadata });
        assert.deepEqual(
            (await refused([read, vm({})])).map(({ resource }) => resource),
            ["vm"],
        );
        assert.deepEqual(await refused([read, vm({ "virtio-first:exception-id": "EXC-2026-014" })]), []);
    });

    it("adds what config calls a flavor to what a flavor of that name in the stack shows", async () => {
        const flavor: Given = {
            type: "openstack:compute/flavor:Flavor",
            name: "f",
            props: { name: "gpu.large", region: "B" },
        };
        const vm = instance("vm", { flavorName: "gpu.large", imageName: "i" });
        const said = await refused([flavor, vm], { config: { flavors: { "gpu*": "accelerator" } } });
        assert.deepEqual(
            said.map(({ resource }) => resource),
            ["vm"],
        );
    });

    it("lets no technique marker turn a NIC into an approved accelerator", async () => {
        const given: Given = {
            type: "kubernetes:core/v1:Pod",
            name: "p",
            props: {
                apiVersion: "v1",
                kind: "Pod",
                metadata: { name: "p", annotations: { "virtio-first/technique": "accelerator" } },
                spec: { containers: [{ name: "c", resources: { limits: { "nvidia.com/hostdev": "1" } } }] },
            },
        };
        assert.equal((await refused([given], { config: { approvedAccelerators: ["nvidia.com/*"] } })).length, 1);
    });
});

describe("the pack on a port that is only read, of which nothing is known", () => {
    const port = (outputs: Record<string, unknown>): Given => ({
        type: "openstack:networking/port:Port",
        name: "read",
        outputs,
        read: true,
    });
    const vm = (id: string): Given => ({
        type: "openstack:compute/instance:Instance",
        name: "vm",
        props: { networks: [{ port: id }], flavorName: "f", imageName: "i" },
    });
    const config = { flavors: { f: "none" }, images: { i: "virtio" } };
    const nothing = { id: "p-1", binding: unknown, tags: unknown, securityGroupIds: unknown };

    it("says once that it cannot be verified, and neither guesses nor refuses", async () => {
        const said = await judge([port(nothing), vm("p-1")], { config });
        assert.deepEqual(
            said.map(({ resource, level, rule }) => [resource, level, rule]),
            [["read", "advisory", "unverifiable"]],
        );
    });

    it("goes by what config calls its ID", async () => {
        const said = await refused([port(nothing), vm("p-1")], { config: { ...config, ports: { "p-1": "sriov" } } });
        assert.deepEqual(
            said.map(({ resource, rule }) => [resource, rule]),
            [["vm", "missing-exception-id"]],
        );
    });

    it("is judged by its outputs as soon as any of them is known", async () => {
        const said = await refused([port({ ...nothing, networkId: "n" })], { config });
        assert.deepEqual(
            said.map(({ rule }) => rule),
            ["undecidable"],
        );
    });
});

describe("the pack on a marker that was mistyped", () => {
    for (const tag of [
        "virtio-first:exceptionid=EXC-2026-014",
        "virtio-first:exception-id: EXC-2026-014",
        "Virtio-First:exception-id=EXC-2026-014",
    ]) {
        it(`says that ${tag} is not understood`, async () => {
            const props = { networkId: "n", binding: { vnicType: "direct" }, tags: ["a", tag] };
            const [said] = await refused([{ type: "openstack:networking/port:Port", name: "p", props }]);
            assert.equal(said?.rule, "missing-exception-id");
            assert.match(said.message, /What stands at tags\[1\] is not understood as a marker/);
        });
    }

    it("lists Neutron's vnic_types where one was mistyped", async () => {
        const props = { networkId: "n", binding: { vnicType: "direkt" } };
        const [said] = await refused([{ type: "openstack:networking/port:Port", name: "p", props }]);
        assert.match(said!.message, /none of Neutron's \(normal, macvtap, direct, /);
        assert.ok(!said!.message.includes("direkt"));
    });
});

describe("an ID that is looked up", () => {
    const instance = (props: Given["props"]): Given => ({
        type: "openstack:compute/instance:Instance",
        name: "gateway",
        props: { imageName: "debian-12", networks: [{ uuid: "n" }], ...props },
    });
    const config = { images: { "debian-12": "virtio" }, flavors: { "m1.large": "none" } };

    it("cannot be asked of config while it is not known, and the advice says what to write instead", async () => {
        const [advice] = await judge([instance({ flavorId: unknown })], { config });
        assert.equal(advice?.rule, "unverifiable");
        assert.match(advice.message, /flavorId is not known yet .* write the name or ID plainly, such as flavorName/);
        assert.deepEqual(await judge([instance({ flavorName: "m1.large" })], { config }), []);
    });

    it("is not spoken of where the name is plain", async () => {
        const [advice] = await judge([instance({ flavorName: "h1.fast" })], { config });
        assert.ok(advice?.message.includes("flavorName (flavor)") && !advice.message.includes("not known yet"));
    });
});
