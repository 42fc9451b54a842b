import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { NO_CONTEXT, type ReadContext } from "../../techniques/classification";
import { attachmentsOf, joinResource, readResource } from "../../techniques/read";
import type { Attachment, Notice, Reading } from "../../techniques/reading";
import { StackIndex, type StackMember } from "../../techniques/stack";
import { type Registered, run } from "./kubernetes-support";

export const PORT = "openstack:networking/port:Port";
export const TRUNK = "openstack:networking/trunk:Trunk";
export const INSTANCE = "openstack:compute/instance:Instance";
export const ATTACH = "openstack:compute/interfaceAttach:InterfaceAttach";
export const FLAVOR = "openstack:compute/flavor:Flavor";
export const IMAGE = "openstack:images/image:Image";

/** What a network attachment on hardware rests on. */
export const grounds = { networkId: "net-1", exceptionId: "EXC-2026-014" };

/** Its marker, as a tag. */
export const marker = "virtio-first:exception-id=EXC-2026-014";

/** What the policy pack reads of a registered resource. */
export function read({ type, name, inputs }: Registered, context: ReadContext = NO_CONTEXT): Reading {
    return readResource({ urn: "urn", type, name, props: inputs, custom: true }, context);
}

/** What the policy pack sees of one resource of a program once all of it is there. */
export interface Judged {
    readonly attachments: readonly Attachment[];
    readonly notices: readonly Notice[];
    readonly exceptionIds: readonly string[];
}

/** Judges a whole program as the pack's stack policy does, by `<type> <name>`. */
export function judged(resources: readonly Registered[], context: ReadContext = NO_CONTEXT): Map<string, Judged> {
    const members = resources.map(({ type, name, custom, inputs }): StackMember => {
        const view = { urn: `${type} ${name}`, type, name, props: { ...inputs, id: `${name}-id` }, custom };
        return { view, reading: readResource(view, context), propertyDependencies: {} };
    });
    const index = new StackIndex(members);
    return new Map(
        members.map((member) => {
            const joined = joinResource(member, index, context);
            return [
                member.view.urn,
                {
                    attachments: attachmentsOf(member.reading, joined),
                    notices: [...member.reading.notices, ...joined.notices],
                    exceptionIds: member.reading.markers.exceptionIds.map(({ value }) => value),
                },
            ];
        }),
    );
}

/** The options that a program registers its resources with, by `<type> <name>`. */
export async function optionsOf(program: () => unknown): Promise<Map<string, pulumi.CustomResourceOptions>> {
    const seen = new Map<string, pulumi.CustomResourceOptions>();
    await run(() => {
        pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
            seen.set(`${type} ${name}`, opts);
            return undefined;
        });
        return program();
    });
    return seen;
}

/** Asserts that options wait for exactly some resources. */
export function assertWaitsFor(
    options: pulumi.CustomResourceOptions | undefined,
    ...resources: readonly pulumi.Resource[]
): void {
    const given = options?.dependsOn;
    assert.ok(Array.isArray(given), "a list of resources");
    assert.equal(given.length, resources.length);
    resources.forEach((resource) => assert.ok(given.includes(resource)));
}
