import assert from "node:assert/strict";
import { type Given, judge } from "./harness";
import { entry } from "./support";

const port: Given = {
    type: "openstack:networking/port:Port",
    name: "fast",
    props: { networkId: "n", binding: { vnicType: "direct" }, tags: ["virtio-first:exception-id=EXC-2026-014"] },
};
const plain: Given = { type: "openstack:networking/port:Port", name: "slow", props: { networkId: "n" } };

const rules = async (resources: Given[], entries: unknown[], more: Record<string, unknown> = {}, now?: string) =>
    (await judge(resources, { config: { exceptions: entries, ...more }, ...(now !== undefined && { now }) })).map(
        ({ policy, level, rule }) => `${policy} ${level} ${rule}`,
    );

describe("the life of an exception, as the pack tells it", () => {
    it("is silent of nothing that is used", async () => {
        assert.deepEqual(await rules([port], [entry()]), ["exception-lifecycle advisory exception-used"]);
    });

    it("is silent at first, advises near the end, and refuses after it", async () => {
        const entries = [entry({ expires: "2027-06-30" })];
        const used = "exception-lifecycle advisory exception-used";
        assert.deepEqual(await rules([port], entries, {}, "2027-04-30T00:00:00Z"), [used]);
        assert.deepEqual(await rules([port], entries, {}, "2027-06-01T00:00:00Z"), [
            used,
            "exception-lifecycle advisory exception-expiring",
        ]);
        assert.deepEqual(await rules([port], entries, {}, "2027-07-01T00:00:00Z"), [
            "paravirtual-io mandatory exception-expired",
        ]);
    });

    it("warns as many days ahead as config says", async () => {
        const entries = [entry({ expires: "2027-06-30" })];
        const advised = await rules([port], entries, { expiryWarningDays: 365 });
        assert.ok(advised.includes("exception-lifecycle advisory exception-expiring"));
    });

    it("finds an exception that names this stack and is used by nothing in it", async () => {
        assert.deepEqual(await rules([plain], [entry()]), ["exception-lifecycle advisory exception-unused"]);
        assert.deepEqual(await rules([plain], [entry({ scope: { stacks: ["prod"] } })]), []);
    });

    it("finds a scope that matches everything, and a milestone that is past", async () => {
        const broad = await rules([port], [entry({ scope: { stacks: ["*"] } })]);
        assert.ok(broad.includes("exception-lifecycle advisory exception-over-broad"));
        const milestones = [{ name: "lab", date: "2026-06-30" }];
        const late = await rules([port], [entry({ transition: { target: "virtio", milestones } })]);
        assert.ok(late.includes("exception-lifecycle advisory transition-milestone-past"));
    });

    it("judges for a later day where config gives a forecast date, and marks what it says", async () => {
        const said = await judge([port], { config: { exceptions: [entry()], forecastDate: "2028-01-01" } });
        assert.deepEqual(
            said.map(({ level, rule }) => [level, rule]),
            [["mandatory", "exception-expired"]],
        );
        assert.match(said[0]!.message, /^.*\n?\[forecast for 2028-01-01\]/);
    });

    it("shares the config given to paravirtual-io, and uses its defaults where that policy is disabled", async () => {
        const vm: Given = {
            type: "openstack:compute/instance:Instance",
            name: "vm",
            props: { flavorName: "m1", imageName: "i" },
        };
        const config = { unverifiable: "off" };
        assert.deepEqual(await judge([vm], { config }), []);
        const disabled = await judge([vm, port], { config, disabled: ["paravirtual-io"] });
        assert.deepEqual(disabled.map(({ policy, rule }) => `${policy} ${rule}`).sort(), [
            "attachment-health unverifiable",
            "exception-lifecycle exception-used",
            "exception-lifecycle exceptions-unverified",
        ]);
    });

    it("says a fault of the config once, as a mandatory finding on the stack", async () => {
        const said = await judge([plain], { config: { requireRegistry: true } });
        assert.deepEqual(
            said.map(({ policy, level, resource, rule }) => [policy, level, resource, rule]),
            [["paravirtual-io", "mandatory", "core-dev", "config-fault"]],
        );
    });

    it("says so where config is given to a policy that has none of its own", async () => {
        const health = await judge([plain], { otherConfig: { "attachment-health": { unverifiable: "off" } } });
        assert.deepEqual(
            health.map(({ policy, level, rule }) => [policy, level, rule]),
            [["paravirtual-io", "mandatory", "config-fault"]],
        );
        assert.match(health[0]!.message, /attachment-health: unverifiable would have no effect there/);
        const lifecycle = await judge([plain], { otherConfig: { "exception-lifecycle": { expiryWarningDays: 1 } } });
        assert.deepEqual(
            lifecycle.map(({ policy, rule }) => [policy, rule]),
            [["exception-lifecycle", "config-fault"]],
        );
    });

    it("grants nothing under a register with a fault, and says where the fault is", async () => {
        const said = await judge([port], { config: { exceptions: [entry({ expires: "2027-02-30" })] } });
        assert.ok(said.every(({ level, rule }) => level === "mandatory" && rule === "register-fault"));
        assert.deepEqual([...new Set(said.map(({ resource }) => resource))].sort(), ["core-dev", "fast"]);
    });

    it("asks for a register where config requires one", async () => {
        const said = await judge([port], { config: { requireRegister: true } });
        assert.deepEqual(
            said.map(({ level, rule }) => [level, rule]),
            [["mandatory", "register-required"]],
        );
    });
});
