import { strict as assert } from "node:assert";
import fc from "fast-check";
import {
    addNetworks,
    formatNetworks,
    type NetworkSelection,
    parseNetworks,
    SelectionFault,
} from "../../components/kubernetes/network-selection";

describe("the networks annotation of a pod", () => {
    it("is read in the form of names, with namespaces and interfaces", () => {
        assert.deepEqual(parseNetworks("blue, infra/red@eth1 ,green@n3"), {
            form: "names",
            networks: [
                { name: "blue" },
                { name: "red", namespace: "infra", interface: "eth1" },
                { name: "green", interface: "n3" },
            ],
        });
    });

    it("is read as JSON as soon as a bracket, a brace or a quote is in it", () => {
        assert.deepEqual(parseNetworks(`[{"name":"blue","ips":["10.0.0.5/24"]}]`), {
            form: "json",
            networks: [{ name: "blue", ips: ["10.0.0.5/24"] }],
        });
    });

    it("may be empty", () => {
        assert.deepEqual(parseNetworks(" "), { form: "names", networks: [] });
    });

    for (const [text, reason] of [
        ["Blue", /\[namespace\/\]name/],
        ["a/b/c", /\[namespace\/\]name/],
        ["a@b@c", /\[namespace\/\]name/],
        ["blue,", /\[namespace\/\]name/],
        ["blue@averyveryverylongname", /\[namespace\/\]name/],
        ["[{", /no JSON/],
        [`{"name":"blue"}`, /JSON list/],
        [`[null]`, /at 0, no network/],
        [`[{"name":"blue"},{"name":""}]`, /at 1, no network/],
    ] as const) {
        it(`is refused where Multus would refuse it: ${text}`, () => {
            assert.throws(
                () => parseNetworks(text),
                (error) => error instanceof SelectionFault && reason.test(error.message),
            );
        });
    }

    it("keeps the form of names while names say all", () => {
        assert.equal(addNetworks("blue@eth1", [{ name: "red", namespace: "infra" }]), "blue@eth1,infra/red");
        assert.equal(addNetworks(undefined, [{ name: "red", interface: "n3" }]), "red@n3");
    });

    it("turns into JSON where names cannot say it, without losing what was there", () => {
        assert.deepEqual(JSON.parse(addNetworks("infra/blue@eth1", [{ name: "red", mac: "02:00:00:00:00:01" }])), [
            { name: "blue", namespace: "infra", interface: "eth1" },
            { name: "red", mac: "02:00:00:00:00:01" },
        ]);
        assert.equal(addNetworks(undefined, [{ name: "red.v2" }]), `[{"name":"red.v2"}]`);
    });

    it("stays JSON where it was, and keeps keys that only Multus knows", () => {
        assert.equal(
            addNetworks(`[{"name":"blue","deviceID":"0000:3b:00.1","NAMESPACE":"x"}]`, [{ name: "red" }]),
            `[{"name":"blue","deviceID":"0000:3b:00.1","NAMESPACE":"x"},{"name":"red"}]`,
        );
    });

    it("may select one network several times", () => {
        assert.equal(addNetworks("blue", [{ name: "blue" }, { name: "blue" }]), "blue,blue,blue");
    });

    for (const [existing, added, clash] of [
        ["blue@n3", [{ name: "red", interface: "n3" }], /"n3" twice/],
        [`[{"name":"blue","Interface":"n3"}]`, [{ name: "red", interface: "n3" }], /"n3" twice/],
        [`[{"name":"blue","interfaceRequest":"n3"}]`, [{ name: "red", interface: "n3" }], /"n3" twice/],
        ["", [{ name: "red", interface: "eth0" }], /"eth0" twice/],
        ["", [{ name: "red", interface: "lo" }], /"lo" twice/],
        ["", [{ name: "red", interface: "net2" }, { name: "green" }], /"net2" twice.*place in the list/],
    ] as [string, NetworkSelection[], RegExp][]) {
        it(`refuses an interface name that is taken: ${JSON.stringify(added)} after ${existing || "nothing"}`, () => {
            assert.throws(
                () => addNetworks(existing, added),
                (error) => error instanceof SelectionFault && clash.test(error.message),
            );
        });
    }

    it("reads what it writes, for any networks", () => {
        const name = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,8}[a-z0-9])?$/);
        const network = fc.record(
            {
                name,
                namespace: name,
                interface: fc.stringMatching(/^[a-z][a-z0-9]{0,14}$/),
                mac: fc.constant("02:00:00:00:00:01"),
            },
            { requiredKeys: ["name"] },
        );
        fc.assert(
            fc.property(
                fc.array(network, { minLength: 1 }),
                fc.constantFrom("json" as const, "names" as const),
                (networks, form) => {
                    assert.deepEqual(
                        parseNetworks(formatNetworks(networks, form)).networks,
                        networks.map((one) => ({ ...one })),
                    );
                },
            ),
        );
    });
});
