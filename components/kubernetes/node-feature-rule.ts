import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Check, failer, listOf, mapOf, object, oneOf, shapeFault, words } from "../checks";
import { childOptions } from "../child-options";
import { isPlainObject } from "../inputs";
import { type Metadata, objectMeta } from "./markers";
import { ASSIGNMENT_FEATURES, assignmentLabel, type AssignmentFeature } from "./node-features";

/** How an attribute of a feature is compared. Source: NFD `api/nfd/v1alpha1`. */
export interface MatchExpression {
    readonly op:
        | "In"
        | "NotIn"
        | "InRegexp"
        | "Exists"
        | "DoesNotExist"
        | "Gt"
        | "Ge"
        | "Lt"
        | "Le"
        | "GtLt"
        | "GeLe"
        | "IsTrue"
        | "IsFalse";
    readonly value?: pulumi.Input<pulumi.Input<string>[]>;
    readonly type?: pulumi.Input<string>;
}

/** A feature, and what its attributes must be. */
export interface FeatureMatcher {
    /** The feature, such as `pci.device`. */
    readonly feature: pulumi.Input<string>;
    readonly matchExpressions?: Readonly<Record<string, MatchExpression>>;
    readonly matchName?: MatchExpression;
}

/** A rule of one's own, beside those for device assignment. */
export interface FeatureRule {
    readonly name: pulumi.Input<string>;
    readonly labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    readonly labelsTemplate?: pulumi.Input<string>;
    readonly annotations?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    readonly vars?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    readonly varsTemplate?: pulumi.Input<string>;
    readonly taints?: pulumi.Input<pulumi.Input<k8s.types.input.core.v1.Taint>[]>;
    /** All of these must match. */
    readonly matchFeatures?: readonly FeatureMatcher[];
    /** One of these must match. */
    readonly matchAny?: readonly { readonly matchFeatures: readonly FeatureMatcher[] }[];
}

/** The arguments of a {@link NodeFeatureRule}. */
export interface NodeFeatureRuleArgs {
    /** Name, labels and so on; a rule has no namespace. */
    readonly metadata?: Metadata;
    /** The abilities for device assignment that nodes are labelled with. Default: all of them. */
    readonly detect?: readonly AssignmentFeature[];
    /** Rules of one's own, such as for the labels of Anuket's profiles. Default: none. */
    readonly rules?: readonly FeatureRule[];
}

const exists = { op: "Exists" } as const;
const iommuGroup: FeatureMatcher = { feature: "pci.device", matchExpressions: { "iommu_group/type": exists } };
/** A module that is loaded (named with underscores), or built into the kernel (named as its file is). */
function module(name: string, ...also: FeatureMatcher[]): { readonly matchFeatures: readonly FeatureMatcher[] } {
    return { matchFeatures: [{ feature: "kernel.enabledmodule", matchExpressions: { [name]: exists } }, ...also] };
}

/** How each ability shows in the raw features of NFD. Source: NFD `source/pci`, `source/kernel`. */
const detections: Readonly<Record<AssignmentFeature, Pick<FeatureRule, "matchFeatures" | "matchAny">>> = {
    iommu: { matchFeatures: [iommuGroup] },
    sriov: {
        matchFeatures: [
            {
                feature: "pci.device",
                // Ethernet and InfiniBand.
                matchExpressions: {
                    class: { op: "In", value: ["0200", "0207"] },
                    sriov_totalvfs: { op: "Gt", value: ["0"] },
                },
            },
        ],
    },
    vfio: { matchAny: [module("vfio_pci", iommuGroup), module("vfio-pci", iommuGroup)] },
    vdpa: { matchAny: ["vhost_vdpa", "virtio_vdpa", "vhost-vdpa", "virtio-vdpa"].map((name) => module(name)) },
};

const anything: Check = () => undefined;
const expression = object(
    {
        op: oneOf(
            "In",
            "NotIn",
            "InRegexp",
            "Exists",
            "DoesNotExist",
            "Gt",
            "Ge",
            "Lt",
            "Le",
            "GtLt",
            "GeLe",
            "IsTrue",
            "IsFalse",
        ),
        value: listOf(words),
        type: words,
    },
    ["op"],
);
const matcher = object({ feature: words, matchExpressions: mapOf(expression), matchName: expression }, ["feature"]);
const shape = {
    metadata: anything,
    detect: listOf(oneOf(...ASSIGNMENT_FEATURES)),
    rules: listOf(
        object(
            {
                name: words,
                labels: mapOf(words),
                labelsTemplate: words,
                annotations: mapOf(words),
                vars: mapOf(words),
                varsTemplate: words,
                taints: listOf(anything),
                matchFeatures: listOf(matcher),
                matchAny: listOf(object({ matchFeatures: listOf(matcher) }, ["matchFeatures"])),
            },
            ["name"],
        ),
    ),
};

/**
 * A rule by which Node Feature Discovery labels nodes with what device assignment needs, and NFD itself does not label:
 * an IOMMU, NICs that can have virtual functions, the drivers for assigned and for vDPA devices
 * (`nfd.k8s-sigs.io/v1alpha1`). Workloads select them by {@link nodeFeatures}. A label offers no device, so no exception
 * is needed; resources, which a rule could fabricate, are not taken.
 *
 * ```ts
 * new kubernetes.NodeFeatureRule("assignment", { detect: ["iommu", "sriov", "vfio"] });
 * ```
 *
 * @throws ArgumentError for an ability or an operator that is none.
 */
export class NodeFeatureRule extends pulumi.ComponentResource {
    /** The object itself. */
    public readonly resource: k8s.apiextensions.CustomResource;
    public readonly metadata: pulumi.Output<k8s.types.output.meta.v1.ObjectMeta>;
    public readonly name: pulumi.Output<string>;

    constructor(name: string, args: NodeFeatureRuleArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        const fail = failer(`NodeFeatureRule "${name}"`);
        const fault = isPlainObject<unknown>(args) ? shapeFault(args, shape) : "must be an object";
        if (fault !== undefined) {
            fail("args", `${fault}.`);
        }
        const { detect = ASSIGNMENT_FEATURES, rules = [] } = args;
        const own = detect.map((feature) => ({
            name: `virtio-first ${feature}`,
            labels: { [assignmentLabel(feature)]: "true" },
            ...detections[feature],
        }));
        super("virtio-first:kubernetes:NodeFeatureRule", name, args, opts);
        this.resource = new k8s.apiextensions.CustomResource(
            name,
            {
                apiVersion: "nfd.k8s-sigs.io/v1alpha1",
                kind: "NodeFeatureRule",
                metadata: objectMeta(args.metadata),
                spec: { rules: [...own, ...rules] },
            },
            childOptions(this, opts),
        );
        this.metadata = this.resource.metadata;
        this.name = this.metadata.name;
        this.registerOutputs({ metadata: this.metadata, name: this.name });
    }
}
