import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, checkChoice, choose } from "../../components/choice";
import { useRegister } from "../../components/register";
import { ExceptionRegister } from "../../exceptions/component-register";
import { entry } from "../policy-pack/support";

const registerFile = (...entries: Record<string, unknown>[]): string => {
    const file = join(mkdtempSync(join(tmpdir(), "virtio-first-register-")), "exceptions.json");
    writeFileSync(file, JSON.stringify({ exceptions: entries }));
    return file;
};
const check = (args: Record<string, unknown>) => checkChoice('Port "p"', args, ["virtio", "sriov", "accelerator"]);
const sriov = { technique: "sriov", exceptionId: "EXC-2026-014" };

describe("the choice of a technique at run time", () => {
    it("is virtio where nothing is said", () => {
        assert.deepEqual(check({}), { technique: "virtio", exceptionId: undefined, approved: false });
    });

    it("takes an accelerator that is approved in place of an exception ID, and not both", () => {
        assert.equal(check({ technique: "accelerator", approved: true }).approved, true);
        assert.throws(
            () => check({ technique: "accelerator", approved: true, exceptionId: "EXC-1001" }),
            /not accepted together/,
        );
        assert.throws(
            () => check({ technique: "accelerator", approved: "yes", exceptionId: "EXC-1001" }),
            /can only be true/,
        );
    });

    it("turns two configured strings into the typed choice", () => {
        assert.deepEqual(choose(["sriov"], undefined, undefined), { technique: "virtio" });
        assert.deepEqual(choose(["sriov"], "", ""), { technique: "virtio" });
        assert.deepEqual(choose(["sriov"], "sriov", "EXC-2026-014"), sriov);
        assert.throws(() => choose(["sriov"], "sriov", undefined), ArgumentError);
        assert.throws(() => choose(["sriov"], "vdpa", "EXC-2026-014"), /none that this component can do/);
    });

    describe("under a register of the program's own", () => {
        afterEach(() => {
            useRegister(undefined);
            pulumi.runtime.setAllConfig({});
        });

        for (const [what, fields, expected] of [
            ["an exception that it does not know", { id: "EXC-2026-015" }, /EXC-2026-014 is not in the register/],
            [
                "an exception that has expired",
                { expires: "2026-02-01" },
                /EXC-2026-014 expired at the end of 2026-02-01/,
            ],
            ["an exception for another technique", { techniques: ["vdpa"] }, /is for vdpa, not for sriov/],
        ] as const) {
            it(`refuses ${what}, in the words of the policy pack`, () => {
                useRegister(new ExceptionRegister(registerFile(entry({ expires: "2035-12-31", ...fields }))));
                assert.throws(
                    () => check(sriov),
                    (error) =>
                        error instanceof ArgumentError &&
                        error.argument === "exceptionId" &&
                        expected.test(error.message),
                );
            });
        }

        it("accepts what it grants, and asks nothing of software", () => {
            useRegister(new ExceptionRegister(registerFile(entry({ expires: "2035-12-31" }))));
            assert.equal(check(sriov).exceptionId, "EXC-2026-014");
            useRegister(new ExceptionRegister("/nonexistent/exceptions.yaml"));
            assert.equal(check({}).technique, "virtio");
            assert.throws(() => check(sriov), /register cannot be used.*nonexistent/s);
        });

        it("takes the register, and the operator's form of IDs, from stack config", () => {
            pulumi.runtime.setAllConfig({
                "virtio-first:register": registerFile(entry({ id: "EXC-2026-015", expires: "2035-12-31" })),
            });
            assert.throws(() => check(sriov), /not in the register/);
            pulumi.runtime.setAllConfig({ "virtio-first:exceptionIdPattern": "^CHG[0-9]{7}$" });
            assert.throws(() => check(sriov), /operator's pattern/);
            assert.equal(check({ technique: "sriov", exceptionId: "CHG0012345" }).exceptionId, "CHG0012345");
            pulumi.runtime.setAllConfig({ "virtio-first:exceptionIdPattern": "(" });
            assert.throws(() => check(sriov), /virtio-first:exceptionIdPattern is no regular expression/);
        });
    });
});

describe("an ArgumentError", () => {
    it("says all in its message, and its stack starts at the program that called", () => {
        const fault = new ArgumentError('Port "p"', "exceptionId", "is missing.");
        assert.equal(fault.message, 'Port "p": exceptionId: is missing.');
        assert.deepEqual([fault.component, fault.argument, fault.fault], ['Port "p"', "exceptionId", "is missing."]);
        assert.deepEqual(Object.keys(fault), []);
        try {
            check({ technique: "sriov" });
            assert.fail("was accepted");
        } catch (error) {
            const [, firstFrame] = (error as Error).stack!.split("\n");
            assert.match(firstFrame!, /choice\.test\.ts/);
        }
    });
});
