import type { Reference } from "../reading";
import { at, deep, elements, isAbsent, isUnknown, text, type UNKNOWN, type Value } from "../value";
import { DEVICE_LIST_MOUNT, deviceRuntimeClasses, variableDevice } from "./environment";
import type { Findings } from "./findings";
import { hostPath, normalisePath } from "./host-paths";
import { pathOf } from "./object";
import type { Container } from "./containers";
import { settled } from "./placeholders";
import { CANNOT_TELL } from "./techniques";
import { volumeClaimName } from "./volume-names";
import { readClaimTemplate } from "./volume-claims";

/**
 * Reads the ways round device plugins: device nodes of the host, which ask for the device, and what could reach one
 * though none is asked for, which is one notice. Gives the volumes that other objects of the stack may define.
 */
export function readHostAccess(
    spec: Value,
    specPath: string,
    containers: readonly Container[],
    namespace: string | typeof UNKNOWN | undefined,
    found: Findings,
): Reference[] {
    const reasons = new Set<string>();
    const volumes: Reference[] = [];
    let firstPath = "";
    const reach = (reason: string, path: string): void => {
        firstPath ||= path;
        reasons.add(reason);
    };
    if (at(spec, "hostNetwork") === true) {
        reach("the host's network", pathOf(specPath, "hostNetwork"));
    }
    const runtimeClass = text(at(spec, "runtimeClassName"));
    if (typeof runtimeClass === "string" && deviceRuntimeClasses.has(runtimeClass)) {
        reach(`runtime class ${runtimeClass}`, pathOf(specPath, "runtimeClassName"));
    }
    if (isUnknown(settled(at(spec, "volumes"))) && !isUnknown(spec)) {
        found.attach("asks", pathOf(specPath, "volumes"), CANNOT_TELL, "volumes that are not known yet");
    }
    let mounted: Map<string, string[]> | undefined;
    elements(at(spec, "volumes")).forEach((volume, index) => {
        const host = settled(at(settled(volume), "hostPath"));
        if (!isAbsent(host)) {
            const path = pathOf(specPath, "volumes", index);
            mounted ??= subPaths(containers);
            const name = text(at(volume, "name"));
            const below = typeof name === "string" ? (mounted.get(name) ?? []) : [];
            readHostPath(
                isUnknown(host) ? host : at(host, "path"),
                pathOf(path, "hostPath", "path"),
                below,
                found,
                reach,
            );
        }
        const ephemeral = deep(volume, "ephemeral", "volumeClaimTemplate");
        if (!isAbsent(ephemeral)) {
            const path = pathOf(specPath, "volumes", index, "ephemeral", "volumeClaimTemplate");
            volumes.push(...readClaimTemplate(ephemeral, path, found));
        }
        const claim = at(volume, "persistentVolumeClaim");
        const claimName = text(at(claim, "claimName"));
        if (claimName !== undefined && claimName !== "") {
            const value = isUnknown(claimName) ? claimName : volumeClaimName(claimName);
            const path = pathOf(specPath, "volumes", index, "persistentVolumeClaim", "claimName");
            volumes.push(found.refer("volume", value, path, namespace));
        }
    });
    for (const { value, path } of containers) {
        if (deep(value, "securityContext", "privileged") === true) {
            reach("a privileged container", pathOf(path, "securityContext", "privileged"));
        }
        for (const mount of elements(at(value, "volumeMounts"))) {
            const mountPath = text(at(mount, "mountPath"));
            if (typeof mountPath === "string" && isDeviceListMount(mountPath)) {
                reach("a list of devices for the container runtime", pathOf(path, "volumeMounts"));
            }
        }
        readEnvironment(value, path, found, reach);
    }
    if (reasons.size > 0) {
        noticeHostAccess(found, firstPath, [...reasons]);
    }
    return volumes;
}

/** True for the folder in which a container runtime finds the devices to hand out, and for what lies below it. */
function isDeviceListMount(path: string): boolean {
    // Paths are seldom written in several ways, and none without the name of the folder is this one.
    return path.includes(DEVICE_LIST_FOLDER) && `${normalisePath(path)}/`.startsWith(`${DEVICE_LIST_MOUNT}/`);
}

const DEVICE_LIST_FOLDER = DEVICE_LIST_MOUNT.slice(DEVICE_LIST_MOUNT.lastIndexOf("/") + 1);

/** One notice for all that could reach a device. */
export function noticeHostAccess(found: Findings, path: string, reasons: readonly string[]): void {
    found.notice(
        "host-access",
        path,
        `This could reach a device of the host past every device plugin: ${reasons.join(", ")}. ` +
            "Leave out what the workload can do without.",
    );
}

/** Reads one path of the host, with the parts of it that are mounted. */
export function readHostPath(
    value: Value,
    path: string,
    below: readonly string[],
    found: Findings,
    reach: (reason: string, path: string) => void,
    role: "asks" | "offers" = "asks",
): void {
    const word = settled(text(value));
    if (isUnknown(word)) {
        found.attach(role, path, CANNOT_TELL, "a host path that is not known yet");
        return;
    }
    if (word === undefined || word === "") {
        return;
    }
    const seen = new Set<string>();
    for (const each of [word, ...below.map((part) => `${word}/${part}`)]) {
        const row = hostPath(each);
        if (row === undefined || seen.has(row.label)) {
            continue;
        }
        seen.add(row.label);
        if (row.meaning === "host-access") {
            reach(row.label, path);
        } else {
            found.attach(role, path, row.meaning, row.label);
        }
    }
}

/** The parts of each volume that containers mount. */
function subPaths(containers: readonly Container[]): Map<string, string[]> {
    const parts = new Map<string, string[]>();
    for (const { value } of containers) {
        for (const mount of elements(at(value, "volumeMounts"))) {
            const name = text(at(mount, "name"));
            const part = text(at(mount, "subPath")) ?? text(at(mount, "subPathExpr"));
            if (typeof name === "string" && typeof part === "string" && normalisePath(part) !== "/") {
                const own = parts.get(name) ?? [];
                parts.set(name, own);
                own.push(part);
            }
        }
    }
    return parts;
}

/**
 * Reads the variables by which container runtimes are told to hand out devices.
 *
 * Programs often compute their variables, so a list, an element or a name that is not known at preview is no more than
 * advice: it is judged when the update knows it. A value that is not known counts where the variable is one of ours.
 */
export function readEnvironment(
    container: Value,
    path: string,
    found: Findings,
    reach: (reason: string, path: string) => void,
): void {
    const list = at(container, "env");
    if (isUnknown(list)) {
        reach("environment variables that are not known yet", pathOf(path, "env"));
    }
    elements(list).forEach((variable, index) => {
        const name = text(at(variable, "name"));
        if (isUnknown(name)) {
            reach("environment variables that are not known yet", pathOf(path, "env", index));
        }
        const value = text(at(variable, "value"));
        const given = value ?? (isAbsent(at(variable, "valueFrom")) ? "" : undefined);
        const device = typeof name === "string" ? variableDevice(name, given) : undefined;
        if (device !== undefined) {
            found.attach("asks", pathOf(path, "env", index), device.techniques, device.words);
        }
    });
}
