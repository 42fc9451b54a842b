import { workloadKinds } from "../techniques/kubernetes/workloads";
import { builtInBindings } from "../techniques/kubevirt/interface-bindings";
import { deviceClasses, deviceSpecs, plainClasses } from "../techniques/openstack/extra-spec";
import { nicModelOf } from "../techniques/openstack/nic-model";
import { rowOfToken } from "../techniques/openstack/resource-table";
import { vnicTypeOf } from "../techniques/openstack/vnic-type";
import { isReviewed } from "./reviewed-extra-specs";

/** Where a source of truth is had from, each with the user's own settings of the registry. */
export type Origin =
    /** A file that ends with a slash is a folder: all files in it. */
    | { readonly registry: "pypi"; readonly package: string; readonly file: string }
    | { readonly registry: "go"; readonly package: string; readonly file: string }
    /** A package of the project itself; `*` takes every declaration file below the folder. */
    | { readonly registry: "installed"; readonly package: string; readonly file: string };

/** A source of truth for one of our tables. */
export interface Source {
    /** What is compared, for the page. */
    readonly what: string;
    readonly origin: Origin;
    /** The words that the text of the file holds. */
    readonly words: (text: string, file: string) => readonly string[];
    /** True for a word that our table knows. */
    readonly known: (word: string) => boolean;
}

/** The values of Python constants by the beginning of their names. */
export function pythonConstants(text: string, prefix: string): string[] {
    const pattern = new RegExp(`^${prefix}\\w* = ["']([^"']+)["']`, "gm");
    return [...text.matchAll(pattern)].map(([, value = ""]) => value);
}

/** The texts of a list that is a Python constant. */
export function pythonList(text: string, name: string): string[] {
    const body = new RegExp(`^${name} = \\[([^\\]]*)\\]`, "m").exec(text)?.[1] ?? "";
    return [...body.matchAll(/^ *["']([^"']+)["']/gm)].map(([, word = ""]) => word);
}

/** The names that Nova's validators of extra specs are made for. */
export function validatedSpecs(text: string): string[] {
    return [...text.matchAll(/^ *name=f?["']([^"']+)["']/gm)].map(([, name = ""]) => name);
}

/** The JSON names of the fields of a Go struct. */
export function goFields(text: string, struct: string): string[] {
    const [, body = ""] = new RegExp(`^type ${struct} struct \\{\\n([^]*?)^\\}`, "m").exec(text) ?? [];
    return [...body.matchAll(/`json:"(\w+)/g)].map(([, name = ""]) => name);
}

/** The kinds of a declaration file whose spec holds a pod template, or that are one. */
export function podTemplateHolders(text: string): string[] {
    const [, ...interfaces] = text.split(/^ *(?:export )?interface /m);
    const named = interfaces.map((body) => ({ name: /^\w+/.exec(body)?.[0] ?? "", body }));
    const holders = new Set(
        named.filter(({ body }) => /\.PodTemplateSpec[>| ]/.test(body)).map(({ name }) => name.replace(/Spec$/, "")),
    );
    // What a template of jobs makes holds a pod by way of the job.
    for (const { name, body } of named) {
        if (/\.JobTemplateSpec[>| ]/.test(body)) {
            holders.add(name.replace(/Spec$/, ""));
        }
    }
    const kinds = new Set(named.filter(({ body }) => /^ *kind\?: /m.test(body)).map(({ name }) => name));
    return [...holders].filter((name) => kinds.has(name));
}

/** The token of a resource class whose declaration takes an argument. */
export function tokenTaking(argument: RegExp): (text: string, file: string) => readonly string[] {
    return (text, file) => {
        const [folder = "", name = ""] = file
            .replace(/\.d\.ts$/, "")
            .split("/")
            .slice(-2);
        const args = /export interface \w+Args \{([^]*?)^\}/m.exec(text)?.[1] ?? "";
        return argument.test(args) && !name.startsWith("get")
            ? [`openstack:${folder}/${name}:${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`]
            : [];
    };
}

/** Every source that is compared. */
export const sources: readonly Source[] = [
    {
        what: "vnic_types of Neutron",
        origin: { registry: "pypi", package: "neutron-lib", file: "neutron_lib/api/definitions/portbindings.py" },
        // The name of the attribute itself has a colon.
        words: (text) => pythonConstants(text, "VNIC_").filter((word) => !word.includes(":")),
        known: (word) => vnicTypeOf(word) !== undefined,
    },
    {
        what: "NIC models of Nova",
        origin: { registry: "pypi", package: "nova", file: "nova/network/model.py" },
        words: (text) => pythonConstants(text, "VIF_MODEL_"),
        known: (word) => nicModelOf(word) !== undefined,
    },
    {
        what: "extra specs that Nova validates",
        origin: { registry: "pypi", package: "nova", file: "nova/api/validation/extra_specs/" },
        words: validatedSpecs,
        known: (word) =>
            word === deviceSpecs.pciAlias ||
            word === deviceSpecs.deviceProfile ||
            word.startsWith(`${deviceSpecs.resources}{`) ||
            isReviewed(word),
    },
    {
        what: "standard resource classes of Placement",
        origin: { registry: "pypi", package: "os-resource-classes", file: "os_resource_classes/__init__.py" },
        words: (text) => pythonList(text, "STANDARDS"),
        known: (word) => Object.hasOwn(deviceClasses, word) || plainClasses.includes(word),
    },
    {
        what: "bindings of KubeVirt's interfaces",
        origin: { registry: "go", package: "kubevirt.io/api", file: "core/v1/schema.go" },
        words: (text) => goFields(text, "InterfaceBindingMethod"),
        known: (word) => builtInBindings.some(({ binding }) => binding.toLowerCase() === word.toLowerCase()),
    },
    {
        what: "kinds of Kubernetes with a pod template, in Pulumi's SDK",
        origin: { registry: "installed", package: "@pulumi/kubernetes", file: "types/input.d.ts" },
        words: podTemplateHolders,
        known: (word) => workloadKinds.some(({ kind }) => kind === word),
    },
    {
        what: "resources of Pulumi's OpenStack SDK that name a port, a flavor or a binding",
        origin: { registry: "installed", package: "@pulumi/openstack", file: "*" },
        words: tokenTaking(/^ {4}(?:portIds?|binding|flavor(?:Id|Name)|networks|masterFlavor)\??:/m),
        known: (word) => rowOfToken(word) !== undefined,
    },
];
