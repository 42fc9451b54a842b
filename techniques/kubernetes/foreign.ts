import type { ReadContext } from "../classification";
import type { ResourceView } from "../resource";
import { isModuleChild, spellings, terraformTypes } from "../terraform";
import { at, isAbsent, isMap, isUnknown, keysOf, text, type Value } from "../value";
import { Findings } from "./findings";
import { valuesOfParameters } from "./helm-parameters";
import { readYaml } from "./manifest-text";
import { wrappedObject } from "./object";
import { readObject } from "./objects";
import { noticeOpaque } from "./opaque-notice";
import { scan } from "./scan";
import { CANNOT_TELL, isSoftware } from "./techniques";
import { terraformKind, type TerraformKind } from "./terraform-kinds";
import { annotatedObject, terraformObject } from "./terraform-objects";

/** Arguments that hold a manifest: as a map, or as text. */
const MANIFEST_KEYS = ["manifest", "yamlBody", "yaml_body"] as const;

/**
 * Kubernetes objects by way of Terraform's providers, bridged or in a module: objects under Terraform's own names
 * (`kubernetes_deployment_v1`), a manifest as a map (`kubernetes_manifest`) or as text (`kubectl_manifest`), and Helm
 * releases. `undefined` for any other resource.
 */
export function readForeign(view: ResourceView, context: ReadContext): Findings | undefined {
    const types = terraformTypes(view.type);
    if (types.includes("manifest") && MANIFEST_KEYS.some((key) => !isAbsent(at(view.props, key)))) {
        return readManifest(view.props, context);
    }
    const release = isModuleChild(view.type) ? types.includes("helm_release") : /^helm:index\/release:/.test(view.type);
    if (release) {
        return readRelease(view.props, context);
    }
    const row = ownKind(view, types);
    if (row !== undefined) {
        return readObject(terraformObject(view.props, row), context);
    }
    return isAnnotations(view, types) ? readObject(annotatedObject(view.props), context) : undefined;
}

const PREFIX = "kubernetes_";

/**
 * The row of a resource of Terraform's own Kubernetes provider. A module's children have its prefix; bridged, the package
 * may have any name, so the resource must have an object's parts.
 */
function ownKind(view: ResourceView, types: readonly string[]): TerraformKind | undefined {
    const [first] = types;
    if (first === undefined) {
        return undefined;
    }
    if (isModuleChild(view.type)) {
        return first.startsWith(PREFIX) ? terraformKind(first.slice(PREFIX.length)) : undefined;
    }
    const row = terraformKind(first);
    const body = row?.kind === "ConfigMap" ? ["data", "binaryData"] : ["spec"];
    const given = (key: string): boolean => spellings(key).some((each) => !isAbsent(at(view.props, each)));
    return given("metadata") && body.some(given) ? row : undefined;
}

/** True for `kubernetes_annotations`, which annotates an object and its pod template. */
function isAnnotations(view: ResourceView, types: readonly string[]): boolean {
    return isModuleChild(view.type)
        ? types[0] === `${PREFIX}annotations`
        : types[0] === "annotations" && !isAbsent(at(view.props, "kind")) && !isAbsent(at(view.props, "metadata"));
}

/** Arguments of a Helm release that set values one by one. */
const SET_KEYS = ["set", "sets", "setSensitive", "setSensitives", "set_sensitive"] as const;

function readManifest(props: Value, context: ReadContext): Findings {
    const found = new Findings();
    for (const key of MANIFEST_KEYS) {
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
