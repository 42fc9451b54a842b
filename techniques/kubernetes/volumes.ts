import { at, deep, isAbsent, isUnknown, text } from "../value";
import type { Findings } from "./findings";
import { noticeHostAccess, readHostPath } from "./host-access";
import { inside, type KubernetesObject, pathOf } from "./object";
import { volumeClaimName, volumeName } from "./volume-names";

/** Reads a PersistentVolume: a path of the host in it is offered to whoever claims it. */
export function readPersistentVolume(object: KubernetesObject, found: Findings): void {
    const { value: spec, path } = inside(object, "spec");
    const reasons = new Set<string>();
    let firstPath = "";
    for (const source of ["hostPath", "local"]) {
        const host = at(spec, source);
        if (!isAbsent(host) && !isUnknown(spec)) {
            const hostPath = pathOf(path, source, "path");
            readHostPath(
                isUnknown(host) ? host : at(host, "path"),
                hostPath,
                [],
                found,
                (reason, at_) => {
                    firstPath ||= at_;
                    reasons.add(reason);
                },
                "offers",
            );
        }
    }
    if (reasons.size > 0) {
        noticeHostAccess(found, firstPath, [...reasons]);
    }
    if (found.attachments.length > 0) {
        found.define("volume", typeof object.name === "string" ? [volumeName(object.name)] : []);
        const claim = text(deep(spec, "claimRef", "name"));
        if (typeof claim === "string") {
            found.define("volume", [volumeClaimName(claim)], text(deep(spec, "claimRef", "namespace")));
        }
    }
}

/** Reads a PersistentVolumeClaim that names its volume. */
export function readPersistentVolumeClaim(object: KubernetesObject, found: Findings): void {
    const { value, path } = inside(object, "spec", "volumeName");
    const name = text(value);
    if (name !== undefined && name !== "") {
        found.define("volume", typeof object.name === "string" ? [volumeClaimName(object.name)] : [], object.namespace);
        found.refer("volume", isUnknown(name) ? name : volumeName(name), path);
    }
}
