/** A kind that makes other objects which the stack does not show. */
export interface Executor {
    readonly group: string;
    /** Kinds, exactly; `*` for all of the group. */
    readonly kinds: readonly string[];
    /** What it is, for a message. */
    readonly label: string;
    /**
     * - `inline`: it holds the objects themselves, so nothing is hidden where they are found;
     * - `values`: it holds values or patches for objects that come from elsewhere.
     */
    readonly shows: "inline" | "values";
    /** Paths of texts that hold values or patches as YAML. `*` stands for the elements of a list. */
    readonly texts?: readonly (readonly string[])[];
    /** Paths of values that are set one by one: a list of `{name, value}`, or a map from path to value. */
    readonly parameters?: readonly (readonly string[])[];
    /** Paths of which one must be there for anything to be made (rules that change or make objects). */
    readonly onlyIf?: readonly (readonly string[])[];
    /** Paths of what only describes other objects, to choose or to forbid them: nothing there is a wish. */
    readonly conditions?: readonly (readonly string[])[];
}

const VALUES = ["helm", "values"] as const;
const PARAMETERS = ["helm", "parameters"] as const;

/** Every kind that the project knows to apply other objects. */
export const executors: readonly Executor[] = [
    {
        group: "argoproj.io",
        kinds: ["Application"],
        label: "an Argo CD application",
        shows: "values",
        texts: [
            ["spec", "source", ...VALUES],
            ["spec", "sources", "*", ...VALUES],
            ["spec", "source", "kustomize", "patches", "*", "patch"],
        ],
        parameters: [
            ["spec", "source", ...PARAMETERS],
            ["spec", "sources", "*", ...PARAMETERS],
        ],
    },
    {
        group: "argoproj.io",
        kinds: ["ApplicationSet"],
        label: "an Argo CD application set",
        shows: "values",
        texts: [
            ["spec", "template", "spec", "source", ...VALUES],
            ["spec", "template", "spec", "sources", "*", ...VALUES],
            ["spec", "templatePatch"],
        ],
        parameters: [
            ["spec", "template", "spec", "source", ...PARAMETERS],
            ["spec", "template", "spec", "sources", "*", ...PARAMETERS],
        ],
    },
    { group: "helm.toolkit.fluxcd.io", kinds: ["*"], label: "a Flux Helm release", shows: "values" },
    {
        group: "kustomize.toolkit.fluxcd.io",
        kinds: ["Kustomization"],
        label: "a Flux kustomization",
        shows: "values",
        texts: [["spec", "patches", "*", "patch"]],
    },
    { group: "infra.contrib.fluxcd.io", kinds: ["*"], label: "a Terraform run by Flux", shows: "values" },
    {
        group: "helm.cattle.io",
        kinds: ["HelmChart", "HelmChartConfig"],
        label: "a Helm chart",
        shows: "values",
        texts: [["spec", "valuesContent"]],
        parameters: [["spec", "set"]],
    },
    { group: "fleet.cattle.io", kinds: ["GitRepo", "HelmOp"], label: "a Fleet repository", shows: "values" },
    { group: "fleet.cattle.io", kinds: ["Bundle"], label: "a Fleet bundle", shows: "inline" },
    {
        group: "helm.crossplane.io",
        kinds: ["Release"],
        label: "a Helm release",
        shows: "values",
        parameters: [["spec", "forProvider", "set"]],
    },
    { group: "kubernetes.crossplane.io", kinds: ["Object"], label: "an object of Crossplane", shows: "inline" },
    {
        group: "addons.cluster.x-k8s.io",
        kinds: ["ClusterResourceSet"],
        label: "a cluster resource set",
        shows: "inline",
    },
    {
        group: "addons.cluster.x-k8s.io",
        kinds: ["HelmChartProxy", "HelmReleaseProxy"],
        label: "a Helm chart of Cluster API",
        shows: "values",
        texts: [["spec", "valuesTemplate"]],
    },
    {
        group: "policy.open-cluster-management.io",
        kinds: ["Policy", "ConfigurationPolicy", "PolicyGenerator", "OperatorPolicy"],
        label: "a policy that makes objects",
        shows: "inline",
        texts: [["spec", "object-templates-raw"]],
    },
    { group: "work.open-cluster-management.io", kinds: ["*"], label: "manifests for other clusters", shows: "inline" },
    {
        group: "apps.open-cluster-management.io",
        kinds: ["Subscription", "Deployable"],
        label: "an application subscription",
        shows: "values",
    },
    { group: "template.openshift.io", kinds: ["Template"], label: "a template of objects", shows: "inline" },
    {
        group: "kyverno.io",
        kinds: ["ClusterPolicy", "Policy"],
        label: "a policy that changes or makes objects",
        shows: "values",
        onlyIf: [
            ["spec", "rules", "*", "mutate"],
            ["spec", "rules", "*", "generate"],
        ],
        conditions: ["validate", "match", "exclude", "preconditions", "verifyImages"].map((key) => [
            "spec",
            "rules",
            "*",
            key,
        ]),
    },
    {
        group: "policies.kyverno.io",
        kinds: ["MutatingPolicy", "GeneratingPolicy"],
        label: "a policy that changes or makes objects",
        shows: "values",
    },
    { group: "mutations.gatekeeper.sh", kinds: ["*"], label: "a policy that changes objects", shows: "values" },
    {
        group: "admissionregistration.k8s.io",
        kinds: ["MutatingAdmissionPolicy"],
        label: "a policy that changes objects",
        shows: "values",
    },
    {
        group: "policy.karmada.io",
        kinds: ["OverridePolicy", "ClusterOverridePolicy"],
        label: "a policy that changes objects",
        shows: "values",
    },
    {
        group: "clone.kubevirt.io",
        kinds: ["VirtualMachineClone"],
        label: "a copy of a virtual machine",
        shows: "values",
    },
    {
        group: "snapshot.kubevirt.io",
        kinds: ["VirtualMachineRestore"],
        label: "a virtual machine made from a snapshot",
        shows: "values",
    },
    {
        group: "forklift.konveyor.io",
        kinds: ["Plan"],
        label: "a plan that brings virtual machines in",
        shows: "values",
    },
    { group: "kappctrl.k14s.io", kinds: ["App"], label: "an application of kapp", shows: "values" },
    { group: "packaging.carvel.dev", kinds: ["PackageInstall"], label: "a package of Carvel", shows: "values" },
    { group: "core.oam.dev", kinds: ["Application"], label: "an application of KubeVela", shows: "values" },
    { group: "pulumi.com", kinds: ["*"], label: "a Pulumi stack run in the cluster", shows: "values" },
    { group: "app.terraform.io", kinds: ["*"], label: "a Terraform run in the cluster", shows: "values" },
    // Crossplane's providers for Terraform and OpenTofu; with an `m`, of one namespace.
    ...["tf.crossplane.io", "tf.upbound.io", "tf.m.upbound.io", "opentofu.upbound.io", "opentofu.m.upbound.io"].map(
        (group): Executor => ({
            group,
            kinds: ["Workspace"],
            label: "a Terraform run in the cluster",
            shows: "values",
        }),
    ),
];

const byGroup: ReadonlyMap<string, readonly Executor[]> = executors.reduce((map, row) => {
    map.set(row.group, [...(map.get(row.group) ?? []), row]);
    return map;
}, new Map<string, Executor[]>());

/** The row of a group and kind. */
export function executor(group: string, kind: string): Executor | undefined {
    return byGroup.get(group)?.find(({ kinds }) => kinds.includes("*") || kinds.includes(kind));
}
