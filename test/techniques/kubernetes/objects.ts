import { type Classification, NO_CONTEXT, type ReadContext } from "../../../techniques/classification";
import { attachmentsOf, joinResource, readResource } from "../../../techniques/read";
import type { Attachment, Notice, Reading } from "../../../techniques/reading";
import type { ResourceView } from "../../../techniques/resource";
import { StackIndex, type StackMember } from "../../../techniques/stack";

/** Any JSON-like object of Kubernetes, as a program would write it. */
export type Manifest = Record<string, unknown>;

/** What Pulumi's protocol puts in place of a value that is not known yet. */
export const NOT_YET = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** How a resource stands in the stack beside its object. */
export interface Standing {
    readonly type?: string;
    readonly provider?: string;
    readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

let counter = 0;

/** The resource of an object, under the token that Pulumi gives it. */
export function resource(object: Manifest, { type, provider }: Standing = {}): ResourceView {
    const token = type ?? tokenOf(object);
    const name = `r${++counter}`;
    return { urn: `urn:pulumi:dev::p::${token}::${name}`, type: token, name, props: object, custom: true, provider };
}

function tokenOf(object: Manifest): string {
    const apiVersion = String(object["apiVersion"]);
    return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${String(object["kind"])}`;
}

/** A context with the operator's words. */
export function config(classification: Classification): ReadContext {
    return { classification };
}

/** What one object shows alone. */
export function read(object: Manifest, context: ReadContext = NO_CONTEXT, standing: Standing = {}): Reading {
    return readResource(resource(object, standing), context);
}

/** Attachments in short: `asks sriov|vdpa spec.config.type`. */
export function short(attachments: readonly Attachment[]): string[] {
    return attachments.map(({ role, techniques, path }) => `${role} ${techniques.join("|")} ${path}`);
}

/** The techniques of what one object shows alone. */
export function techniques(object: Manifest, context: ReadContext = NO_CONTEXT, standing: Standing = {}): string[] {
    return read(object, context, standing).attachments.map((attachment) => attachment.techniques.join("|"));
}

/** The rules of the notices of one object alone. */
export function rules(object: Manifest, context: ReadContext = NO_CONTEXT): string[] {
    return read(object, context).notices.map(({ rule }) => rule);
}

/** What a member of a stack comes to. */
export interface Member {
    readonly urn: string;
    readonly attachments: readonly Attachment[];
    readonly short: string[];
    readonly notices: Notice[];
    readonly rules: string[];
}

/** What each object of a stack comes to, once they are joined. */
export function stack(
    objects: readonly (Manifest | readonly [Manifest, Standing])[],
    context: ReadContext = NO_CONTEXT,
): Member[] {
    const pairs = objects.map((each) =>
        Array.isArray(each) ? (each as [Manifest, Standing]) : ([each, {}] as [Manifest, Standing]),
    );
    const views = pairs.map(([object, standing]) => resource(object, standing));
    const members: StackMember[] = views.map((view, index) => {
        const dependencies: Record<string, string[]> = {};
        for (const [property, names] of Object.entries(pairs[index]?.[1].propertyDependencies ?? {})) {
            dependencies[property] = names.map((each) => views[Number(each)]!.urn);
        }
        return { view, reading: readResource(view, context), propertyDependencies: dependencies };
    });
    const index = new StackIndex(members);
    return members.map((member) => {
        const joined = joinResource(member, index, context);
        const attachments = attachmentsOf(member.reading, joined);
        const notices = [...member.reading.notices, ...joined.notices];
        return {
            urn: member.view.urn,
            attachments,
            short: short(attachments),
            notices,
            rules: notices.map(({ rule }) => rule),
        };
    });
}

/** What one object of a stack comes to. */
export function joined(
    object: Manifest | readonly [Manifest, Standing],
    others: readonly (Manifest | readonly [Manifest, Standing])[],
    context: ReadContext = NO_CONTEXT,
): Member {
    return stack([object, ...others], context)[0]!;
}

/** A network attachment definition. */
export function nad(
    name: string,
    spec: object | string | undefined,
    resourceName?: string,
    namespace = "default",
): Manifest {
    return {
        apiVersion: "k8s.cni.cncf.io/v1",
        kind: "NetworkAttachmentDefinition",
        metadata: {
            name,
            namespace,
            ...(resourceName === undefined ? {} : { annotations: { "k8s.v1.cni.cncf.io/resourceName": resourceName } }),
        },
        ...(spec === undefined ? {} : { spec: { config: typeof spec === "string" ? spec : JSON.stringify(spec) } }),
    };
}

/** What a pod is made of here. */
export interface PodParts {
    readonly networks?: unknown;
    readonly annotations?: Manifest;
    readonly limits?: Manifest;
    readonly requests?: Manifest;
    readonly spec?: Manifest;
    readonly container?: Manifest;
    readonly namespace?: string;
}

/** A pod with one container. */
export function pod(parts: PodParts = {}): Manifest {
    const { networks, annotations, limits, requests, spec, container, namespace = "default" } = parts;
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
            name: "pod",
            namespace,
            annotations: {
                ...annotations,
                ...(networks === undefined ? {} : { "k8s.v1.cni.cncf.io/networks": networks }),
            },
        },
        spec: {
            containers: [{ name: "c", image: "busybox", resources: { limits, requests }, ...container }],
            ...spec,
        },
    };
}

/** A custom object. */
export function custom(apiVersion: string, kind: string, spec: unknown, metadata: Manifest = {}): Manifest {
    return { apiVersion, kind, metadata: { name: "one", namespace: "default", ...metadata }, spec };
}

/** A pool of the SR-IOV operator. */
export function policy(resourceName: string, spec: Manifest = {}): Manifest {
    return custom("sriovnetwork.openshift.io/v1", "SriovNetworkNodePolicy", { resourceName, numVfs: 8, ...spec });
}
