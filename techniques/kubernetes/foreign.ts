import type { ReadContext } from "../classification";
import { remembered } from "../memo";
import type { ResourceView } from "../resource";
import { isModuleChild, spellings, terraformTypes } from "../terraform";
import { at, isAbsent, isMap, isUnknown, keysOf, text, type Value } from "../value";
import { Findings } from "./findings";
import { valuesOfParameters } from "./helm-parameters";
import { readYaml } from "./manifest-text";
import { type KubernetesObject, wrappedObject } from "./object";
import { readObject } from "./objects";
import { noticeOpaque } from "./opaque-notice";
import { scan } from "./scan";
import { CANNOT_TELL, isSoftware } from "./techniques";
import { terraformKind, type TerraformKind } from "./terraform-kinds";
import { annotatedObject, objectWithVariables, terraformObject } from "./terraform-objects";

/** Arguments that hold a manifest, as a map or as text, by types of Terraform. */
const manifestKeys: ReadonlyMap<string, readonly string[]> = new Map([
    ["manifest", ["manifest", "yamlBody", "yaml_body"]],
    ["k8s_manifest", ["content"]],
    ["kustomization_resource", ["manifest"]],
]);

/** Resources that patch an object of any kind: what they must have, and the patch. */
const patches: ReadonlyMap<string, { needs: readonly string[]; objectOf: (props: Value) => KubernetesObject }> =
    new Map([
        ["annotations", { needs: ["metadata", "kind"], objectOf: annotatedObject }],
        ["env", { needs: ["metadata", "kind", "envs"], objectOf: objectWithVariables }],
    ]);

/**
 * Kubernetes objects by way of Terraform's providers, bridged or in a module: objects under Terraform's own names
 * (`kubernetes_deployment_v1`), a manifest as a map (`kubernetes_manifest`) or as text (`kubectl_manifest`), patches, and
 * Helm releases. `undefined` for any other resource.
 */
export function readForeign(view: ResourceView, context: ReadContext): Findings | undefined {
    const type = foreignType(view.type);
    if (type === undefined) {
        return undefined;
    }
    const { props } = view;
    if (type.manifest.some((key) => !isAbsent(at(props, key)))) {
        return readManifest(props, type.manifest, context);
    }
    if (type.release) {
        return readRelease(props, context);
    }
    // Bridged, a package may have any name, so the resource must have an object's parts.
    const given = (key: string): boolean => type.child || spellings(key).some((each) => !isAbsent(at(props, each)));
    if (type.row !== undefined && given("metadata") && bodyOf(type.row).some(given)) {
        return readObject(terraformObject(props, type.row), context);
    }
    const patch = patches.get(type.own);
    return patch?.needs.every(given) === true ? readObject(patch.objectOf(props), context) : undefined;
}

/** What a type token tells of a resource of Terraform's providers, before anything of it is read. */
interface ForeignType {
    /** A child of a Terraform module: its type alone says what it is. */
    readonly child: boolean;
    /** Arguments that may hold a manifest. */
    readonly manifest: readonly string[];
    readonly release: boolean;
    /** An object of Kubernetes, of Terraform's own provider. */
    readonly row: TerraformKind | undefined;
    /** The resource's type, without the provider's prefix. */
    readonly own: string;
}

const PREFIX = "kubernetes_";

/** What a type token may stand for; `undefined` for what is none of Terraform's Kubernetes objects. */
export const foreignType = remembered((token): ForeignType | undefined => {
    const types = terraformTypes(token);
    const child = isModuleChild(token);
    const [first = ""] = types;
    // A module's children have their provider's prefix.
    const own = child ? (first.startsWith(PREFIX) ? first.slice(PREFIX.length) : "") : first;
    // The bridge leaves out the prefix that a module's children have.
    const named = child ? types : [...types, `${token.slice(0, token.indexOf(":"))}_${first}`];
    const type: ForeignType = {
        child,
        manifest: named.flatMap((each) => manifestKeys.get(each) ?? []),
        release: child ? types.includes("helm_release") : /^helm:index\/release:/.test(token),
        row: terraformKind(own),
        own,
    };
    const known = type.manifest.length > 0 || type.release || type.row !== undefined || patches.has(own);
    return known ? type : undefined;
});

/** Where the object's content stands. */
function bodyOf({ kind }: TerraformKind): readonly string[] {
    return kind === "ConfigMap" || kind === "Secret" ? ["data", "binaryData"] : ["spec"];
}

/** Arguments of a Helm release that set values one by one. */
const SET_KEYS = ["set", "sets", "setSensitive", "setSensitives", "set_sensitive"] as const;

function readManifest(props: Value, keys: readonly string[], context: ReadContext): Findings {
    const found = new Findings();
    for (const key of keys) {
        const value = at(props, key);
        const word = text(value);
        if (isUnknown(value)) {
            found.attach("asks", key, CANNOT_TELL, "a manifest that is not known yet");
        }
        const documents = isMap(value) ? [value] : typeof word === "string" ? readYaml(word) : [];
        if (typeof word === "string" && word.trim() !== "" && documents.length === 0) {
            found.attach("asks", key, CANNOT_TELL, "a manifest that cannot be read");
        }
        const objects = documents.flatMap((document) => wrappedObject(document, key) ?? []);
        found.addItems(objects.map((object) => readObject(object, context)));
    }
    return found;
}

function readRelease(props: Value, context: ReadContext): Findings {
    const found = new Findings();
    const values = at(props, "values");
    const search = (value: Value, path: string): void => {
        const searched = { value, path, namespace: undefined, isObject: false };
        scan(searched, found, context, (object, depth) => readObject(object, context, depth), 0);
    };
    for (const key of keysOf(values)) {
        const word = text(at(values, key));
        for (const document of typeof word === "string" ? readYaml(word) : []) {
            search(document, "values");
        }
    }
    for (const key of SET_KEYS) {
        search(valuesOfParameters(at(props, key)), key);
    }
    if (!found.attachments.some(({ techniques }) => !isSoftware(techniques))) {
        noticeOpaque(found, "chart", "a Helm release");
    }
    return found;
}
