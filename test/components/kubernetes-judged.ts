import { strict as assert } from "node:assert";
import { parseRegister } from "../../exceptions/register";
import { NO_REGISTER, type RegisterState } from "../../exceptions/entry";
import { judge } from "../../exceptions/verdict";
import { mustRestOnException, NO_CONTEXT, type ReadContext } from "../../techniques/classification";
import { attachmentsOf, joinResource, readResource } from "../../techniques/read";
import type { Attachment, Notice } from "../../techniques/reading";
import { StackIndex, type StackMember } from "../../techniques/stack";
import { needsException, type Technique } from "../../techniques/technique";
import type { Registered } from "./kubernetes-support";

const NOW = new Date("2026-06-01T12:00:00Z");

/** What the policy pack sees of one resource. */
export interface Seen {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly attachments: readonly Attachment[];
    readonly exceptionIds: readonly string[];
    readonly notices: readonly Notice[];
}

/** Reads a whole program as the policy pack does, resource by resource and across them. */
export function seen(resources: readonly Registered[], context: ReadContext = NO_CONTEXT): Seen[] {
    const members = resources.map(({ type, name, custom, checked }): StackMember => {
        const view = { urn: `urn:pulumi:stack::project::${type}::${name}`, type, name, props: checked, custom };
        return { view, reading: readResource(view, context), propertyDependencies: {} };
    });
    const index = new StackIndex(members);
    return members.map((member) => {
        const joined = joinResource(member, index, context);
        return {
            urn: member.view.urn,
            type: member.view.type,
            name: member.view.name,
            attachments: attachmentsOf(member.reading, joined),
            exceptionIds: member.reading.markers.exceptionIds.map((marker) => marker.value),
            notices: [...member.reading.notices, ...joined.notices],
        };
    });
}

/** A register with one valid entry for each ID, for one technique. */
export function register(technique: Technique, ...ids: string[]): RegisterState {
    const entries = ids.map(
        (id) => `
- id: ${id}
  techniques: [${technique}]
  scope: { projects: [project] }
  reason: for the test
  owner: network team
  approvedBy: board
  approvedOn: "2026-01-01"
  expires: "2026-12-31"
  category: waiver
  basis: none
  implication: the workload is bound to its hardware
  transition: { target: virtio }
`,
    );
    return parseRegister(`exceptions:\n${entries.join("")}`, "exceptions.yaml");
}

/**
 * Asserts that every hardware attachment of a program is granted, both without a register and under one that grants
 * only the given technique, and that there is one of that technique in each resource that is named.
 *
 * @param expected Resources that have the technique, as `type::name`.
 */
export function assertGranted(
    resources: readonly Registered[],
    technique: Technique,
    ids: readonly string[],
    expected: readonly string[],
    context: ReadContext = NO_CONTEXT,
): void {
    const all = seen(resources, context);
    const ready = register(technique, ...ids);
    assert.equal(ready.state, "ready", JSON.stringify(ready));
    for (const resource of all) {
        for (const attachment of resource.attachments.filter((one) => mustRestOnException(one, context))) {
            for (const state of [NO_REGISTER, ready]) {
                const verdict = judge(
                    {
                        techniques: attachment.techniques,
                        ids: resource.exceptionIds,
                        subject: {
                            urn: resource.urn,
                            project: "project",
                            stack: "stack",
                            type: resource.type,
                            name: resource.name,
                        },
                    },
                    state,
                    { now: NOW },
                );
                assert.ok(
                    verdict.granted,
                    `${resource.type}::${resource.name} ${attachment.path} ${attachment.techniques.join("|")}: ${JSON.stringify(verdict)}`,
                );
            }
        }
    }
    const found = all
        .filter(({ attachments }) => attachments.some(({ techniques }) => techniques.includes(technique)))
        .map(({ type, name }) => `${type}::${name}`);
    assert.deepEqual(found.sort(), [...expected].sort());
}

/** Asserts that a program asks for no hardware at all. */
export function assertSoftware(resources: readonly Registered[]): void {
    for (const { type, name, attachments } of seen(resources)) {
        for (const { techniques, path } of attachments) {
            assert.ok(!techniques.some(needsException), `${type}::${name} ${path} ${techniques.join("|")}`);
        }
    }
}
