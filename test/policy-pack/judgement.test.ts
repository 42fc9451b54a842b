import assert from "node:assert/strict";
import { Session } from "../../policy-pack/session";
import { type Given, judge, podOf, type Said, type Surroundings, unknown } from "./harness";

const PORT = "openstack:networking/port:Port";
const FLAVOR = "openstack:compute/flavor:Flavor";

const port = (over: object = {}): Given => ({
    type: PORT,
    name: "fast",
    props: { binding: { vnicType: "direct" }, ...over },
});
const flavor: Given = {
    type: FLAVOR,
    name: "gpu",
    props: { name: "gpu", extraSpecs: { "pci_passthrough:alias": "nic:1" } },
};

const exception = (over: object = {}): object => ({
    id: "EXC-2026-014",
    techniques: ["sriov"],
    scope: { projects: ["core"] },
    reason: "It is needed for now.",
    owner: "team@operator.example",
    approvedBy: "board",
    approvedOn: "2026-01-01",
    expires: "2027-06-30",
    ...over,
});

async function rules(resources: readonly Given[], config: Surroundings["config"] = {}): Promise<string[]> {
    const said = await judge(resources, { config });
    return said
        .filter(({ resource }) => resource !== "core-dev")
        .map(({ policy, level, rule }) => `${policy} ${level} ${rule}`);
}

async function only(resources: readonly Given[], config: Surroundings["config"] = {}): Promise<Said> {
    const [first, ...more] = await judge(resources, { config });
    assert.ok(first !== undefined && more.length === 0, JSON.stringify([first, ...more]));
    return first;
}

describe("the levels that config gives", () => {
    it("refuse an offer, advise against it, or say nothing of it", async () => {
        assert.deepEqual(await rules([flavor]), ["paravirtual-io mandatory missing-exception-id"]);
        assert.deepEqual(await rules([flavor], { offers: "advisory" }), [
            "attachment-health advisory missing-exception-id",
        ]);
        assert.deepEqual(await rules([flavor], { offers: "off" }), []);
        // They are of offers alone.
        assert.deepEqual(await rules([port()], { offers: "off" }), ["paravirtual-io mandatory missing-exception-id"]);
    });

    it("refuse what cannot be verified, advise against it, or say nothing of it", async () => {
        const machine: Given = {
            type: "openstack:compute/instance:Instance",
            name: "vm",
            props: { networks: [{ uuid: "n" }], flavorName: "elsewhere", imageName: "elsewhere" },
        };
        for (const given of [machine, { type: "command:local:Command", name: "run", props: {} }]) {
            const [[rule = ""] = [], ...more] = (await rules([given])).map((one) => one.split(" ").slice(2));
            assert.deepEqual(more, []);
            assert.ok(["unverifiable", "opaque-executor"].includes(rule));
            assert.deepEqual(await rules([given]), [`attachment-health advisory ${rule}`]);
            assert.deepEqual(await rules([given], { unverifiable: "mandatory" }), [`paravirtual-io mandatory ${rule}`]);
            assert.deepEqual(await rules([given], { unverifiable: "off" }), []);
            assert.deepEqual(await rules([given], { emulated: "off" }), [`attachment-health advisory ${rule}`]);
        }
    });

    it("refuse an emulated NIC, advise against it, or say nothing of it", async () => {
        const image: Given = {
            type: "openstack:images/image:Image",
            name: "old",
            props: { name: "old", properties: { hw_vif_model: "e1000" }, containerFormat: "bare", diskFormat: "raw" },
        };
        assert.deepEqual(await rules([image]), ["attachment-health advisory emulated"]);
        assert.deepEqual(await rules([image], { emulated: "mandatory" }), ["paravirtual-io mandatory emulated"]);
        assert.deepEqual(await rules([image], { emulated: "off" }), []);
        assert.deepEqual(await rules([image], { unverifiable: "off" }), ["attachment-health advisory emulated"]);
    });
});

describe("a baseline in config", () => {
    const urn = `urn:pulumi:dev::core::${PORT}::fast`;
    const baseline = [{ resource: urn, technique: "sriov" }];

    it("turns what it holds into advice that says so, and nothing else", async () => {
        const { level, policy, rule, message } = await only([port()], { baseline });
        assert.deepEqual([policy, level, rule], ["attachment-health", "advisory", "missing-exception-id"]);
        assert.match(message, /vnic_type direct, and the baseline lets it be for now\./);
        const other = await only([{ ...port(), name: "other" }], { baseline });
        assert.equal(other.level, "mandatory");
        assert.doesNotMatch(other.message, /baseline/);
    });

    it("never hides an exception that has ended, nor a register that cannot be read", async () => {
        const tagged = port({ tags: ["virtio-first:exception-id=EXC-2026-014"] });
        const ended = exception({ expires: "2026-06-30" });
        const expired = await judge([tagged], { config: { baseline, exceptions: [ended] } });
        assert.ok(expired.some(({ level, rule }) => level === "mandatory" && rule === "exception-expired"));
        const faulty = await judge([port()], { config: { baseline, exceptions: [exception({ expires: "soon" })] } });
        assert.ok(faulty.some(({ level, resource }) => level === "mandatory" && resource === "fast"));
        // One that was never valid for this technique is let be, as what names none.
        const wrong = await judge([tagged], {
            config: { baseline, exceptions: [exception({ techniques: ["vdpa"] })] },
        });
        assert.deepEqual(
            wrong.filter(({ resource }) => resource === "fast").map(({ level, rule }) => [level, rule]),
            [["advisory", "exception-for-other-technique"]],
        );
    });

    it("is not what remediation works on", async () => {
        const session = new Session({ packFolder: "/nonexistent", now: () => new Date("2026-11-25T12:00:00Z") });
        const props = { binding: { vnicType: "direct" } };
        const resource = { urn, type: PORT, name: "fast", props, provider: { urn: "urn:provider" } };
        session.configure({ baseline });
        assert.equal(session.remediate(resource), false);
        assert.equal(props.binding.vnicType, "direct");
        session.configure({});
        assert.equal(session.remediate(resource), true);
        assert.notEqual(props.binding.vnicType, "direct");
        assert.equal(session.remediate(resource), false);
    });
});

describe("a refusal's hints", () => {
    it("name what begins like a marker and is none, where nothing else is named", async () => {
        const { message } = await only([port({ tags: ["virtio-first:exceptionid=EXC-1"] })]);
        assert.match(message, /What stands at tags\[0\] is not understood as a marker\./);
        assert.doesNotMatch((await only([port()])).message, /understood/);
    });

    it("ask for a plain value where the technique cannot be told", async () => {
        const { rule, message } = await only([port({ binding: { vnicType: unknown } })]);
        assert.equal(rule, "undecidable");
        assert.match(message, /fix: Give a plain value that this pack knows, or let config classify the name\. /);
        assert.doesNotMatch((await only([port()])).message, /plain value/);
        const named = port({ binding: { vnicType: unknown }, tags: ["virtio-first:exception-id=EXC-2026-014"] });
        const [other] = await judge([named], { config: { exceptions: [exception()] } });
        assert.equal(other?.rule, "undecidable");
    });

    it("hold the operator's own form of IDs against what is named", async () => {
        const tagged = port({ tags: ["virtio-first:exception-id=EXC-2026-014"] });
        const pattern = "^NFV-[0-9]+$";
        assert.equal((await only([tagged], { exceptionIdPattern: pattern })).rule, "malformed-exception-id");
        const [first] = await rules([tagged]);
        assert.doesNotMatch(first ?? "", /malformed/);
    });

    it("name the part of the register that is wrong, by place", async () => {
        const said = await judge([], {
            config: { exceptions: [exception({ expires: "soon" }), exception({ id: "EXC-2" })] },
        });
        const faults = said.filter(({ rule }) => rule === "register-fault");
        assert.equal(faults.length, 1);
        assert.match(
            faults[0]?.message ?? "",
            /exceptions\[0\]\.expires must be [^]*\n {2}at: policy config: exceptions\n/,
        );
    });
});

describe("of several refusals, the one that is told", () => {
    const machine = (metadata: object): Given => ({
        type: "openstack:compute/instance:Instance",
        name: "vm",
        props: { flavorName: "m1", imageName: "u", networks: [{ port: unknown }], metadata },
        dependsOn: { networks: ["fast"] },
    });
    const classified = { flavors: { m1: "virtio" }, images: { u: "virtio" } };
    const ofMachine = async (metadata: object, exceptions: object[] = [], over: object = {}): Promise<string[]> =>
        (await judge([port(over), machine(metadata)], { config: { ...classified, exceptions } }))
            .filter(({ resource, policy }) => resource === "vm" && policy === "paravirtual-io")
            .map(({ rule }) => rule);

    it("is about the exception that is named, be it on the machine or on the port that covers it", async () => {
        const key = { "virtio-first:exception-id": "EXC-2026-014" };
        const tags = ["virtio-first:exception-id=EXC-2026-014"];
        assert.deepEqual(await ofMachine({}), ["missing-exception-id"]);
        assert.deepEqual(await ofMachine(key), ["unknown-exception-id"]);
        assert.deepEqual(await ofMachine({}, [], { tags }), ["unknown-exception-id"]);
        assert.deepEqual(await ofMachine(key, [exception()]), []);
        assert.deepEqual(await ofMachine({}, [exception()], { tags }), []);
    });

    it("is that the technique cannot be told only where no exception that is named says more", async () => {
        const tagged = port({ binding: { vnicType: unknown }, tags: ["virtio-first:exception-id=EXC-2026-014"] });
        const ruleUnder = async (over: object): Promise<string[]> =>
            (await judge([tagged], { config: { exceptions: [exception({ techniques: ["unknown"], ...over })] } }))
                .filter(({ policy }) => policy === "paravirtual-io")
                .map(({ rule }) => rule);
        assert.deepEqual(await ruleUnder({}), []);
        assert.deepEqual(await ruleUnder({ techniques: ["sriov"] }), ["undecidable"]);
        assert.deepEqual(await ruleUnder({ expires: "2026-06-30" }), ["exception-expired"]);
        assert.deepEqual(await ruleUnder({ scope: { stacks: ["prod"] } }), ["exception-out-of-scope"]);
        assert.deepEqual(await ruleUnder({ id: "EXC-1" }), ["unknown-exception-id"]);
    });
});

describe("what config lets be", () => {
    const session = (raw: Record<string, unknown>): Session => {
        const made = new Session({ packFolder: "/nonexistent", now: () => new Date("2026-11-25T12:00:00Z") });
        made.configure(raw);
        return made;
    };
    const resourceOf = ({ type, name, props }: Given): Parameters<Session["judgeResource"]>[0] => ({
        urn: `urn:pulumi:dev::core::${type}::${name}`,
        type,
        name,
        props,
        provider: { urn: "urn:provider" },
    });

    it("is no finding at all", () => {
        const image: Given = {
            type: "openstack:images/image:Image",
            name: "i",
            props: { properties: { hw_vif_model: "e1000" } },
        };
        const machine: Given = { type: "openstack:compute/instance:Instance", name: "vm", props: { flavorName: "m1" } };
        const off = session({ offers: "off", emulated: "off", unverifiable: "off" });
        for (const given of [flavor, image, machine]) {
            assert.deepEqual(off.judgeResource(resourceOf(given)), []);
        }
        assert.deepEqual(off.judgeStack([flavor, image, machine].map(resourceOf)).findings, []);
    });

    it("is not what only advises by its nature", async () => {
        const advised = ["pool-not-in-stack", "request-without-annotation", "cpu-not-pinned"].map(
            (rule) => `attachment-health advisory ${rule}`,
        );
        for (const config of [
            { emulated: "off", unverifiable: "off" },
            { emulated: "mandatory", unverifiable: "mandatory" },
        ]) {
            assert.deepEqual((await rules([podOf({ "intel.com/sriov": "1" })], config)).slice(1), advised);
        }
    });

    it("is said of a baseline only where the baseline is why", async () => {
        const urn = `urn:pulumi:dev::core::${FLAVOR}::gpu`;
        const baseline = ["pci-passthrough", "sriov", "accelerator"].map((technique) => ({ resource: urn, technique }));
        assert.match((await only([flavor], { baseline })).message, /the baseline lets it be/);
        assert.doesNotMatch((await only([flavor], { baseline, offers: "advisory" })).message, /baseline/);
    });
});

describe("what one process of the pack remembers", () => {
    const now = (): Date => new Date("2026-11-25T12:00:00Z");
    const resource = (name: string, props: object) => ({
        urn: `urn:pulumi:dev::core::${PORT}::${name}`,
        type: PORT,
        name,
        props,
        provider: { urn: "urn:provider" },
    });

    it("gives what it found on a resource to the policy that comes second, once", () => {
        const session = new Session({ packFolder: "/nonexistent", now });
        const fast = resource("fast", { binding: { vnicType: "direct" } });
        const found = session.judgeResource(fast);
        assert.equal(found.length, 1);
        assert.deepEqual(session.takeResource(fast), found);
        assert.deepEqual(session.takeResource(fast), []);
        const plain = resource("plain", {});
        assert.deepEqual(session.takeResource(plain), []);
        // Where the first policy is disabled, the second judges for itself.
        assert.equal(session.takeResource(resource("other", { binding: { vnicType: "direct" } })).length, 1);
    });

    it("judges by the config that it was last given", () => {
        const session = new Session({ packFolder: "/nonexistent", now });
        const fast = resource("fast", { binding: { vnicType: "direct" } });
        const levelUnder = (raw: Record<string, unknown>): string | undefined => {
            session.configure(raw);
            return session.judgeResource(fast)[0]?.level;
        };
        const baseline = [{ resource: fast.urn, technique: "sriov" }];
        assert.equal(levelUnder({}), "mandatory");
        assert.equal(levelUnder({ baseline }), "advisory");
        assert.equal(levelUnder({ baseline }), "advisory");
        assert.equal(levelUnder({ offers: "off" }), "mandatory");
        assert.equal(levelUnder({ baseline: [{ resource: fast.urn, technique: "vdpa" }] }), "mandatory");
    });

    it("reads the config once for as long as it stays the same", () => {
        const session = new Session({ packFolder: "/nonexistent", now });
        const configOf = (raw: Record<string, unknown>): Session["config"] => {
            session.configure(raw);
            return session.config;
        };
        const flavors = { m1: "virtio" };
        const first = configOf({ emulated: "off", flavors });
        assert.equal(configOf({ emulated: "off", flavors }), first);
        assert.equal(configOf({ flavors, emulated: "off" }), first);
        let last = first;
        for (const other of [
            { emulated: "off" },
            { emulated: "off", flavors: {} },
            { emulated: "advisory", flavors },
            { unverifiable: "off", flavors },
            {},
        ]) {
            const changed = configOf(other);
            assert.notEqual(changed, last);
            last = configOf({ emulated: "off", flavors });
            assert.notEqual(last, changed);
        }
    });

    it("judges for the start of the day of a forecast, and for now without one", () => {
        const session = new Session({ packFolder: "/nonexistent", now });
        assert.deepEqual(session.moment, now());
        session.configure({ forecastDate: "2030-01-01" });
        assert.equal(session.moment.toISOString(), "2030-01-01T00:00:00.000Z");
    });

    it("refuses what fails only when the stack is joined, and says so of the day that is judged for", () => {
        const session = new Session({ packFolder: "/nonexistent", now });
        session.configure({ forecastDate: "2030-01-01" });
        const machine = {
            urn: "urn:pulumi:dev::core::openstack:compute/instance:Instance::vm",
            type: "openstack:compute/instance:Instance",
            name: "vm",
            props: { flavorName: "m1", imageName: "u", networks: [{ port: unknown }] },
            provider: { urn: "urn:provider" },
        };
        session.judgeResource(machine);
        const failing = Object.defineProperty({ ...machine }, "propertyDependencies", {
            get: () => assert.fail("broken"),
        });
        const [finding, ...more] = session.judgeStack([failing]).findings;
        assert.deepEqual(more, []);
        assert.deepEqual([finding?.rule, finding?.level, finding?.urn], ["reader-fault", "mandatory", machine.urn]);
        assert.match(
            finding?.message ?? "",
            /^\[forecast for 2030-01-01\] A rule failed on this resource of type openstack:compute\/instance:Instance, so it could not be judged\.\n {2}fix: .+\n {2}rule: reader-fault$/,
        );
    });

    it("names the exceptions of the port that covers a machine", () => {
        const session = new Session({ packFolder: "/nonexistent", now });
        const fast = resource("fast", { binding: { vnicType: "direct" }, tags: ["virtio-first:exception-id=EXC-10"] });
        const machine = {
            urn: "urn:pulumi:dev::core::openstack:compute/instance:Instance::vm",
            type: "openstack:compute/instance:Instance",
            name: "vm",
            props: { networks: [{ port: unknown }], metadata: { "virtio-first:exception-id": "EXC-11" } },
            provider: { urn: "urn:provider" },
            propertyDependencies: { networks: [fast.urn] },
        };
        for (const each of [fast, machine]) {
            session.judgeResource(each);
        }
        const { judged } = session.judgeStack([fast, machine]);
        const used = judged.get(machine.urn)?.find(({ attachment }) => attachment.coveredBy !== undefined);
        assert.deepEqual(used?.exceptionIds, ["EXC-11", "EXC-10"]);
        assert.equal(used?.verdict?.granted === true && used.verdict.id, "EXC-10");
    });

    it("refuses an attachment once: not again where the stack shows the same", () => {
        const session = new Session({ packFolder: "/nonexistent", now });
        const props = { binding: { vnicType: "direct" } };
        assert.equal(session.judgeResource(resource("fast", props)).length, 1);
        const { findings, judged } = session.judgeStack([resource("fast", structuredClone(props))]);
        assert.deepEqual(findings, []);
        const [attachment] = [...judged.values()][0] ?? [];
        assert.deepEqual([attachment?.verdict?.granted, attachment?.rule], [false, "missing-exception-id"]);
        assert.deepEqual(attachment?.exceptionIds, []);
    });

    it("refuses what only the outputs show, beside what was refused by the inputs", () => {
        const session = new Session({ packFolder: "/nonexistent", now });
        const props = { binding: { vnicType: "direct" } };
        assert.equal(session.judgeResource(resource("fast", props)).length, 1);
        const { findings, judged } = session.judgeStack([
            resource("fast", { ...props, valueSpecs: { device_profile: "gpu" } }),
        ]);
        assert.deepEqual(
            findings.map(({ rule, message }) => `${rule} ${message.includes("device profile")}`),
            ["missing-exception-id true"],
        );
        assert.deepEqual(
            [...judged.values()][0]?.map(({ rule }) => rule),
            ["missing-exception-id", "missing-exception-id"],
        );
    });

    it("counts a use of an exception once, whatever shows it, and every ID that is named", () => {
        const session = new Session({ packFolder: "/nonexistent", now });
        const tags = ["virtio-first:exception-id=EXC-1", "virtio-first:exception-id=EXC-2"];
        const props = { binding: { vnicType: "direct" }, tags };
        session.judgeResource(resource("fast", props));
        const { uses, named, judged } = session.judgeStack([resource("fast", { ...props, id: "1" })]);
        assert.deepEqual(
            uses.map(({ id, path }) => `${id} ${path}`),
            ["EXC-1 binding.vnicType"],
        );
        assert.deepEqual(named, ["EXC-1", "EXC-2"]);
        assert.deepEqual(
            [...judged.values()][0]?.map(({ exceptionIds }) => exceptionIds),
            [["EXC-1", "EXC-2"]],
        );
    });

    it("counts each technique that an exception grants at a place, where inputs and outputs show different ones", () => {
        const session = new Session({ packFolder: "/nonexistent", now });
        const tags = ["virtio-first:exception-id=EXC-10"];
        const shows = (vnicType: string): ReturnType<typeof resource> =>
            resource("fast", { binding: { vnicType }, tags });
        session.judgeResource(shows("direct"));
        assert.deepEqual(
            session.judgeStack([shows("vdpa")]).uses.map(({ technique, path }) => `${technique} ${path}`),
            ["sriov binding.vnicType", "vdpa binding.vnicType"],
        );
    });

    it("counts once what two attachments of one place use", () => {
        const session = new Session({ packFolder: "/nonexistent", now });
        const type = "kubernetes:k8s.cni.cncf.io/v1:NetworkAttachmentDefinition";
        const network = (annotations: object) => ({
            urn: `urn:pulumi:dev::core::${type}::n3`,
            type,
            name: "n3",
            props: {
                apiVersion: "k8s.cni.cncf.io/v1",
                kind: "NetworkAttachmentDefinition",
                metadata: { name: "n3", annotations: { "virtio-first/exception-id": "EXC-10", ...annotations } },
                spec: { config: '{"cniVersion":"1.0.0","type":"sriov"}' },
            },
            provider: { urn: "urn:provider" },
        });
        session.judgeResource(network({}));
        const pool = { "k8s.v1.cni.cncf.io/resourceName": "intel.com/sriov" };
        const { uses, judged } = session.judgeStack([network(pool)]);
        assert.deepEqual(
            uses.map(({ id, path }) => `${id} ${path}`),
            ["EXC-10 spec.config.type"],
        );
        assert.equal([...judged.values()][0]?.length, 2);
    });

    it("says faults of the config once, with the stack or, where that was not judged, at the end", () => {
        const stack = {
            urn: "urn:pulumi:dev::core::pulumi:pulumi:Stack::core-dev",
            type: "pulumi:pulumi:Stack",
            name: "core-dev",
            props: {},
        };
        const early = new Session({ packFolder: "/nonexistent", now });
        early.configure({ offers: "loud" });
        assert.deepEqual(
            early.judgeResource(stack).map(({ rule }) => rule),
            ["config-fault"],
        );
        assert.deepEqual(early.judgeStack([stack]).findings, []);
        const late = new Session({ packFolder: "/nonexistent", now });
        late.configure({ offers: "loud" });
        assert.deepEqual(
            late.judgeStack([]).findings.map(({ rule }) => rule),
            ["config-fault"],
        );
        assert.match(late.judgeStack([]).findings.length === 0 ? "none" : "again", /none/);
    });
});
