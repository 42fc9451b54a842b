import assert from "node:assert/strict";
import { createPolicies } from "../../policy-pack/policies";
import { type Given, judge, podOf, type Said, type Surroundings, unknown } from "./harness";
import { entry } from "./support";

const port: Given = {
    type: "openstack:networking/port:Port",
    name: "fast",
    props: { networkId: "n", binding: { vnicType: "direct" } },
};
const other: Given = { ...port, name: "other" };

function tagged(id: string, name = "fast"): Given {
    return { ...port, name, props: { ...port.props, tags: [`virtio-first:exception-id=${id}`] } };
}

const machine: Given = {
    type: "openstack:compute/instance:Instance",
    name: "vm",
    props: { flavorName: "m1", imageName: "u", networks: [{ port: unknown }, { port: unknown }] },
    dependsOn: { networks: ["fast", "other"] },
};

/** What the pack says in its own words, under the description of the policy. */
async function said(resources: readonly Given[], surroundings: Surroundings = {}): Promise<string[]> {
    return (await judge(resources, surroundings)).map(own);
}

function own({ message }: Said): string {
    return message.slice(message.indexOf("\n") + 1);
}

const ASKS = "Asks for SR-IOV virtual function (technique sriov): vnic_type direct";
const PLACE = "  at: binding.vnicType";
const CITED = "(Anuket e.cap.013, infra.hw.nac.cfg.004)";
const REFUSED = [
    `${ASKS}.`,
    PLACE,
    "  fix: It names no exception. Use virtio, or name the exception that allows it (tag virtio-first:exception-id=<ID> in tags).",
    `  rule: missing-exception-id ${CITED}`,
].join("\n");

describe("what the policies say of themselves", () => {
    it("is what stands in Pulumi Cloud and before each message", () => {
        const policies = createPolicies({ packFolder: "/nonexistent", now: () => new Date(0) });
        assert.deepEqual(
            policies.map(({ name, displayName, description, enforcementLevel, severity, remediationSteps }) => ({
                name,
                displayName,
                description,
                enforcementLevel,
                severity,
                remediationSteps,
            })),
            [
                {
                    name: "paravirtual-io",
                    displayName: "Para-virtualised IO",
                    description:
                        "VM and pod network attachments are para-virtualised (virtio; VMXNET3 on VMware). SR-IOV, PCI passthrough, " +
                        "vDPA, SmartNICs and accelerators need an exception ID of the transition plan.",
                    enforcementLevel: "mandatory",
                    severity: "high",
                    remediationSteps:
                        "Use virtio, or add the marker virtio-first/exception-id with the ID of an exception that grants the technique.",
                },
                {
                    name: "attachment-health",
                    displayName: "Attachment health",
                    description:
                        "Network attachments should be verifiable in this stack, para-virtual rather than emulated, and complete " +
                        "enough to work and perform.",
                    enforcementLevel: "advisory",
                    severity: "low",
                    remediationSteps: "Follow the message: it names the resource, the place and the change.",
                },
                {
                    name: "exception-lifecycle",
                    displayName: "Exception life cycle",
                    description: "Exceptions of the transition plan are few, known, in date, and on their way out.",
                    enforcementLevel: "advisory",
                    severity: "medium",
                    remediationSteps:
                        "Go back to virtio as the exception's transition plan says, or keep its entry in order.",
                },
            ],
        );
        for (const { url, tags = [], framework } of policies) {
            assert.match(url ?? "", /^https:\/\//);
            assert.ok(tags.length > 0);
            assert.match(framework?.name ?? "", /Anuket/);
        }
    });
});

describe("a message of the pack", () => {
    it("says what is wrong, where, what to do, and the rule with Anuket's requirements", async () => {
        assert.deepEqual(await said([port]), [REFUSED]);
    });

    it("names the alternatives that are open, and the marker of the kind", async () => {
        const marker = "(annotation virtio-first/exception-id: <ID> in metadata.annotations)";
        const fix = `  fix: It names no exception. Use virtio, or name the exception that allows it ${marker}.`;
        const [open, gpu] = await said([podOf({ "intel.com/sriov": "1", "nvidia.com/gpu": "1" })]);
        assert.deepEqual(open?.split("\n"), [
            "Asks for SR-IOV virtual function or vDPA or SmartNIC (technique sriov or vdpa or smartnic): resource intel.com/sriov.",
            '  at: spec.containers[0].resources.limits["intel.com/sriov"]',
            fix,
            "  rule: missing-exception-id (Anuket e.cap.013, infra.hw.nac.cfg.004, ra2.app.009)",
        ]);
        assert.deepEqual(gpu?.split("\n"), [
            "Asks for accelerator (FPGA, GPU, NPU, …) (technique accelerator): resource nvidia.com/gpu.",
            '  at: spec.containers[0].resources.limits["nvidia.com/gpu"]',
            fix,
            "  rule: missing-exception-id (Anuket e.cap.014, e.cap.016, infra.com.acc.cfg.003)",
        ]);
    });

    it("names the port whose tag would cover a machine, and the machine's own place for a marker", async () => {
        const classified = { flavors: { m1: "virtio" }, images: { u: "virtio" }, networks: { n: "virtio" } };
        const all = await judge([port, other, machine], { config: classified });
        const ofMachine = all.filter(({ resource }) => resource === "vm").map(own);
        assert.deepEqual(
            ofMachine,
            ["fast", "other"].map((name) =>
                [
                    `Uses SR-IOV virtual function (technique sriov): port "${name}" (vnic_type direct).`,
                    "  at: networks",
                    "  fix: It names no exception. Use virtio, or name the exception that allows it " +
                        `(tag virtio-first:exception-id=<ID> on the port "${name}"; or key virtio-first:exception-id in metadata).`,
                    `  rule: missing-exception-id ${CITED}`,
                ].join("\n"),
            ),
        );
    });

    it("asks for a value where none is known, and names no exception that is not known", async () => {
        assert.deepEqual(await said([{ ...port, props: { networkId: "n", binding: { vnicType: unknown } } }]), [
            [
                "Asks for a technique that cannot be told (technique unknown): a vnic_type that is not known yet.",
                PLACE,
                "  fix: Give a plain value that this pack knows, or let config classify the name. It names no exception. " +
                    "Use virtio, or name the exception that allows it (tag virtio-first:exception-id=<ID> in tags).",
                "  rule: undecidable (Anuket infra.net.cfg.001)",
            ].join("\n"),
        ]);
        assert.deepEqual(await said([{ ...port, props: { ...port.props, tags: unknown } }]), [
            [
                `${ASKS}.`,
                PLACE,
                "  fix: Its exception ID (tags) is not known yet. Give the ID as a plain string, not as an Output.",
                `  rule: missing-exception-id ${CITED}`,
            ].join("\n"),
        ]);
    });

    it("says for which day it is, under a forecast", async () => {
        const config = { forecastDate: "2030-01-01" };
        assert.deepEqual(await said([port], { config }), [`[forecast for 2030-01-01] ${REFUSED}`]);
    });

    it("speaks of what begins like a marker only where no exception is named", async () => {
        const tags = ["virtio-first:exceptionid=EXC-1"];
        const [message] = await said([{ ...port, props: { ...port.props, tags } }]);
        assert.equal(message?.split("\n")[0], `${ASKS}. What stands at tags[0] is not understood as a marker.`);
        const both = { ...port, props: { ...port.props, tags: [...tags, "virtio-first:exception-id=EXC-2"] } };
        const [named] = await said([both], { config: { exceptions: [entry()] } });
        assert.equal(named?.split("\n")[0], `${ASKS}.`);
    });

    it("names the place of a fault of the config or of the register", async () => {
        const ofStack = async (surroundings: Surroundings): Promise<string[]> =>
            (await judge([], surroundings)).map(own);
        assert.deepEqual(await ofStack({ config: { offers: "loud" } }), [
            'Policy config, offers: must be "advisory", "mandatory" or "off".\n' +
                "  fix: Mend the config at the place that the message names.\n  rule: config-fault",
        ]);
        assert.deepEqual(await ofStack({ config: { exceptions: [entry({ expires: "x" })] } }), [
            "exceptions[0].expires must be a day that the calendar has, written YYYY-MM-DD.\n" +
                "  at: policy config: exceptions\n" +
                "  fix: Mend the register at the place that the message names.\n  rule: register-fault",
        ]);
        const otherConfig = { "attachment-health": { a: 1, b: 2 }, "exception-lifecycle": { c: 1 } };
        const misplaced = (policy: string, keys: string): string =>
            `Policy config, ${policy}: ${keys} would have no effect there.\n` +
            "  fix: Give it under paravirtual-io: the other policies share that config.\n  rule: config-fault";
        assert.deepEqual(await ofStack({ otherConfig }), [
            misplaced("attachment-health", "a, b"),
            misplaced("exception-lifecycle", "c"),
        ]);
    });

    it("says of every exception by whom it is used, and how many IDs nothing verifies", async () => {
        const use = (id: string, name: string, until: string): string =>
            `Exception ${id} is used by ${name} for sriov (binding.vnicType), ${until}.\n  rule: exception-used`;
        const unverified = "not verified, since no register is configured";
        const advice =
            "not verified: no register is configured, so every well-formed ID is accepted. " +
            "Configure exceptions or registerFile.\n  rule: exceptions-unverified";
        assert.deepEqual(await said([tagged("EXC-20")]), [
            use("EXC-20", "fast", unverified),
            `The exception ID EXC-20 is ${advice}`,
        ]);
        assert.deepEqual(await said([tagged("EXC-20"), tagged("EXC-20", "other")]), [
            use("EXC-20", "fast", unverified),
            use("EXC-20", "other", unverified),
            `The exception ID EXC-20 is ${advice}`,
        ]);
        assert.deepEqual(await said([tagged("EXC-21"), tagged("EXC-20", "other")]), [
            use("EXC-20", "other", unverified),
            use("EXC-21", "fast", unverified),
            `2 exception IDs are ${advice}`,
        ]);
    });

    it("passes on the advice of the register, but for what is over-broad and not of this stack", async () => {
        const exceptions = [
            entry({ approvedBy: "packet-core@operator.example" }),
            entry({ id: "EXC-2", scope: { stacks: ["?????*"] } }),
        ];
        assert.deepEqual(await said([tagged("EXC-2026-014")], { config: { exceptions } }), [
            "Exception EXC-2026-014 is used by fast for sriov (binding.vnicType), until 2027-06-30.\n  rule: exception-used",
            "policy config: exceptions: warning: EXC-2026-014: exceptions[0].approvedBy is the owner. " +
                "Let somebody else approve the exception.\n  rule: register-warning",
        ]);
        const none = { exceptions: [entry({ scope: { stacks: ["prod"] } })] };
        assert.deepEqual(await said([], { config: none }), []);
    });
});
