import type { ReadContext } from "../classification";
import type { ResourceView } from "../resource";
import { isModuleChild, terraformTypes } from "../terraform";
import { at, isAbsent, isMap, isUnknown, keysOf, text, type Value } from "../value";
import { Findings } from "./findings";
import { readYaml } from "./manifest-text";
import { wrappedObject } from "./object";
import { readObject } from "./objects";
import { noticeOpaque } from "./opaque-notice";
import { scan } from "./scan";
import { CANNOT_TELL, isSoftware } from "./techniques";

/** Arguments that hold a manifest: as a map, or as text. */
const MANIFEST_KEYS = ["manifest", "yamlBody", "yaml_body"] as const;

/**
 * Kubernetes objects by way of Terraform's providers, bridged or in a module: a manifest as a map (`kubernetes_manifest`)
 * or as text (`kubectl_manifest`), and Helm releases. `undefined` for any other resource.
 */
export function readForeign(view: ResourceView, context: ReadContext): Findings | undefined {
    const types = terraformTypes(view.type);
    if (types.includes("manifest") && MANIFEST_KEYS.some((key) => !isAbsent(at(view.props, key)))) {
        return readManifest(view.props, context);
    }
    const release = isModuleChild(view.type) ? types.includes("helm_release") : /^helm:index\/release:/.test(view.type);
    return release ? readRelease(view.props, context) : undefined;
}

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
    const documents = keysOf(values);
    for (const key of documents) {
        const word = text(at(values, key));
        for (const document of typeof word === "string" ? readYaml(word) : []) {
            const searched = { value: document, path: "values", namespace: undefined, isObject: false };
            scan(searched, found, context, (object, depth) => readObject(object, context, depth), 0);
        }
    }
    if (!found.attachments.some(({ techniques }) => !isSoftware(techniques))) {
        noticeOpaque(found, "chart", "a Helm release");
    }
    return found;
}
