import { at, isAbsent, keysOf, type UNKNOWN, text, type Value } from "../value";
import { CDI_PREFIX, deviceAnnotations } from "./annotations";
import { deviceResource } from "./device-resources";
import type { NetworkUse } from "./facets";
import type { Findings } from "./findings";
import { pathOf } from "./object";
import { CANNOT_TELL, type Techniques } from "./techniques";

/** Reads the annotations by which a pod is given a device without requesting it. */
export function readDeviceAnnotations(
    annotations: Value,
    path: string,
    _namespace: string | typeof UNKNOWN | undefined,
    found: Findings,
    _networks: NetworkUse[],
): void {
    for (const key of keysOf(annotations)) {
        if (key.startsWith(CDI_PREFIX)) {
            const value = at(annotations, key);
            if (!isAbsent(value) && value !== "") {
                found.attach("asks", pathOf(path, key), cdiTechniques(value), "a CDI annotation");
            }
            continue;
        }
        const row = deviceAnnotations.get(key);
        const value = row === undefined ? undefined : at(annotations, key);
        if (row === undefined || isAbsent(value) || value === "") {
            continue;
        }
        const word = text(value);
        if (row.onlyIf === undefined || typeof word !== "string" || row.onlyIf.test(word)) {
            found.attach("asks", pathOf(path, key), row.techniques, `annotation ${key}`);
        }
    }
}

/** What the devices of a CDI annotation (`vendor.com/class=name`, by commas) are; one that is not known makes all unknown. */
function cdiTechniques(value: Value): Techniques {
    const word = text(value);
    const devices = typeof word === "string" ? word.split(",").map((device) => device.trim().split("=")[0] ?? "") : [];
    const rows = devices.map((device) => deviceResource(device));
    const [first] = rows;
    const listed = rows.every((row) => row !== undefined && row.device !== "none" && row.device[0] === "accelerator");
    return first !== undefined && first.device !== "none" && listed ? first.device : CANNOT_TELL;
}
