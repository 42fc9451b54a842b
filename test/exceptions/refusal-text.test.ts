import assert from "node:assert/strict";
import { refusalText } from "../../exceptions/refusal-text";
import { NO_REGISTER, type RegisterState } from "../../exceptions/register";
import { judge, type JudgeOptions, type Question } from "../../exceptions/verdict";
import { entry, NOW, question, ready, subject } from "./sample";

function textOf(
    asked: Question,
    state: RegisterState,
    context: Parameters<typeof refusalText>[1] = { subject: asked.subject },
    options: Partial<JudgeOptions> = {},
): string {
    const verdict = judge(asked, state, { now: NOW, ...options });
    assert.ok(!verdict.granted);
    return refusalText(verdict, context);
}

describe("the text of a refusal", () => {
    it("says what to enter in the register where the kind can carry no marker", () => {
        const asked = question({ ids: [], carriesMarker: false });
        assert.match(textOf(asked, ready(entry())), /lists openstack:networking\/port:Port::upf-n3\./);
        assert.match(textOf(asked, ready(entry()), {}), /lists type::name\./);
    });

    it("says which marker to add where there is none", () => {
        const asked = question({ ids: [] });
        assert.equal(
            textOf(asked, ready(entry())),
            "It names no exception. Use virtio, or name the exception that allows it " +
                "(annotation virtio-first/exception-id, or tag or key virtio-first:exception-id).",
        );
        assert.match(
            textOf(asked, NO_REGISTER, { marker: "tag virtio-first:exception-id=<ID>" }),
            /\(tag virtio-first:exception-id=<ID>\)/,
        );
    });

    it("says where a marker is that is not known yet", () => {
        const text = textOf(question({ ids: [] }), ready(entry()), { unknownMarkers: ["tags[0]"] });
        assert.equal(
            text,
            "Its exception ID (tags[0]) is not known yet. Give the ID as a plain string, not as an Output.",
        );
    });

    it("names what lies outside of the scope, with or without the resource at hand", () => {
        for (const [scope, mine, told, untold] of [
            [{ projects: ["core"] }, {}, "project edge", "this project"],
            [{ stacks: ["lab"] }, {}, "stack prod", "this stack"],
            [{ namespaces: ["upf"] }, { namespace: "ran" }, "namespace ran", "what has no namespace"],
            [{ resources: ["*::other"] }, {}, "this resource", "this resource"],
        ] as const) {
            const state = ready(entry({ scope }));
            const asked = question({ subject: subject(mine) });
            const start = "Exception EXC-2026-014 is not for ";
            assert.ok(textOf(asked, state).startsWith(start + told), textOf(asked, state));
            assert.ok(textOf(asked, state, {}).startsWith(start + untold), textOf(asked, state, {}));
        }
    });

    it("names all techniques of an exception that is for others", () => {
        const several = ready(entry({ techniques: ["vdpa", "smartnic", "accelerator"] }));
        assert.match(textOf(question(), several), /is for vdpa, smartnic and accelerator, not for sriov\./);
    });

    it("says which pattern to enter for what can carry no marker", () => {
        const asked = question({ ids: [], carriesMarker: false, subject: subject({ type: "a:b:C", name: "db" }) });
        assert.match(textOf(asked, ready(entry())), /can carry no marker.*scope\.resources lists a:b:C::db\.$/);
    });

    it("says what is wrong with each ID, since when, for what it is and what to do", () => {
        const cases: [Question, RegisterState, string][] = [
            [
                question({ ids: ["EXC-2026-015"] }),
                ready(entry()),
                "Exception EXC-2026-015 is not in the register. Correct the ID, or have the exception entered.",
            ],
            [
                question({ ids: ["EXC"] }),
                ready(entry()),
                "Its exception ID must have at least 4 characters, and has 3. Write the ID as it stands in the register, such as EXC-2026-014.",
            ],
            [
                question({ techniques: ["pci-passthrough"] }),
                ready(entry({ techniques: ["sriov", "vdpa", "smartnic"] })),
                "Exception EXC-2026-014 is for sriov, vdpa and smartnic, not for pci-passthrough. " +
                    "Use what it allows, or have an exception entered for pci-passthrough.",
            ],
            [
                question({ techniques: ["unknown"] }),
                ready(entry()),
                "Exception EXC-2026-014 is for sriov, not for unknown. Make the technique readable, or have an exception entered that lists unknown.",
            ],
            [
                question(),
                ready(entry({ scope: { stacks: ["dev"] } })),
                "Exception EXC-2026-014 is not for stack prod (its scope.stacks). Have its scope extended, or name an exception that is.",
            ],
            [
                question(),
                ready(entry({ validFrom: "2026-07-01" })),
                "Exception EXC-2026-014 holds only from 2026-07-01 on (UTC). Wait until then, or have validFrom changed.",
            ],
            [
                question(),
                ready(entry({ expires: "2026-06-14" })),
                "Exception EXC-2026-014 expired at the end of 2026-06-14 (UTC). Move to virtio, or have it renewed.",
            ],
            [
                question(),
                { state: "faulty", faults: [] },
                "Exception EXC-2026-014 cannot be verified: the register cannot be used. Correct the register.",
            ],
        ];
        for (const [asked, state, expected] of cases) {
            assert.equal(textOf(asked, state), expected);
        }
    });

    it("names the project, the namespace or the resource that is out of scope", () => {
        const of = (scope: Parameters<typeof entry>[0], namespace?: string): string =>
            textOf(question({ subject: subject(namespace === undefined ? {} : { namespace }) }), ready(entry(scope)));
        assert.match(of({ scope: { projects: ["core"] } }), /is not for project edge \(its scope\.projects\)/);
        assert.match(
            of({ scope: { namespaces: ["upf"] } }, "smf"),
            /is not for namespace smf \(its scope\.namespaces\)/,
        );
        assert.match(of({ scope: { namespaces: ["upf"] } }), /is not for what has no namespace, or none that is known/);
        assert.match(of({ scope: { resources: ["a::b"] } }), /is not for this resource \(its scope\.resources\)/);
    });

    it("leads to the target of the transition once an exception is over", () => {
        const over = entry({ expires: "2026-06-14", transition: { target: "vdpa", milestones: [] } });
        assert.match(textOf(question(), ready(over)), /Move to vdpa, or have it renewed\.$/);
    });

    it("says that a register is required, and where to configure it", () => {
        const required = { requireRegister: true };
        assert.match(
            textOf(question(), NO_REGISTER, {}, required),
            /^Exception EXC-2026-014 cannot be verified\. .*requireRegister.*registerFile\.$/,
        );
        const unmarked = question({ ids: [], carriesMarker: false });
        assert.match(textOf(unmarked, NO_REGISTER, {}, required), /^No register of exceptions is configured/);
        assert.match(textOf(unmarked, { state: "faulty", faults: [] }), /cannot be used, so nothing is granted/);
    });

    it("says something of every ID, the nearest first, and repeats neither malformed IDs nor other values of the register", () => {
        const state = ready(entry({ expires: "2026-06-14", owner: "secret-owner", reason: "secret reason" }));
        const text = textOf(question({ ids: ["hunter two", "EXC-9999", "EXC-2026-014"] }), state);
        assert.match(
            text,
            /^Exception EXC-2026-014 expired.*Exception EXC-9999 is not in the register.*Its exception ID must be/,
        );
        assert.ok(!/hunter|secret/.test(text));
    });
});
