import type { Attachment, Notice } from "../reading";
import { needsException, type Technique } from "../technique";
import { blocksOf, type Place } from "../terraform";
import { at, elements, isAbsent, isArray, isMap, isUnknown, keysOf, step, text, UNKNOWN, type Value } from "../value";
import { profileKeys, SWITCHDEV, valueSpecKeys } from "./port-keys";
import { rowOf } from "./table";
import { VNIC_TYPES, type VnicTypeFacts, vnicTypeOf, vnicTypes } from "./vnic-type";

/** All that one port asks for, by every route. Each list holds every place that was found; absent ones are left out. */
export interface PortAsk {
    /** Where the vnic_type is named, such as `binding.vnicType`. */
    readonly vnicTypes: readonly Place[];
    /** The `binding:profile`: JSON text, or a map. */
    readonly profiles: readonly Place[];
    /** Attributes that are copied into the request: a map, or a list of `{key, value}`. */
    readonly valueSpecs: readonly Place[];
    /** The path to name where the port names no vnic_type at all. */
    readonly path: string;
    /** True if the values were read back from the cloud: what Nova writes into a profile is then no evidence. */
    readonly readBack?: boolean;
}

/** What a port asks for. */
export interface PortFinding {
    /** One for each device; for an ordinary port one in software; none for a bare-metal port. */
    readonly attachments: readonly Attachment[];
    readonly notices: readonly Notice[];
}

type Techniques = readonly [Technique, ...Technique[]];

interface Signal {
    readonly path: string;
    readonly evidence: string;
}

/** What the routes showed, before it is put together. */
interface Signals {
    readonly vnicTypes: (Signal & { readonly facts: VnicTypeFacts })[];
    readonly switchdev: Signal[];
    readonly deviceProfiles: (Signal & { readonly subject: string | undefined })[];
    readonly devices: (Signal & { readonly techniques: Techniques })[];
    readonly undecidable: Signal[];
}

/**
 * What a Neutron port asks for, whoever makes it: a Port resource, a Heat template, a Kubernetes object. Both routes at
 * once, the binding and the copied attributes, give what is stricter: all the hardware that either asks for.
 */
export function portTechniques(ask: PortAsk): PortFinding {
    const signals: Signals = { vnicTypes: [], switchdev: [], deviceProfiles: [], devices: [], undecidable: [] };
    for (const place of ask.vnicTypes) {
        takeVnicType(signals, place);
    }
    for (const place of ask.profiles) {
        takeProfile(signals, place, ask.readBack === true);
    }
    for (const place of ask.valueSpecs) {
        takeValueSpecs(signals, place);
    }
    return compose(signals, ask);
}

function takeVnicType(signals: Signals, { value, path }: Place): void {
    const word = text(value);
    if (isUnknown(word)) {
        signals.undecidable.push({ path, evidence: "a vnic_type that is not known yet" });
    } else if (word === undefined) {
        if (!isAbsent(value)) {
            signals.undecidable.push({ path, evidence: "a vnic_type that is no text" });
        }
    } else if (word.trim() !== "") {
        const type = vnicTypeOf(word);
        if (type === undefined) {
            signals.undecidable.push({
                path,
                evidence: `a vnic_type that is none of Neutron's (${VNIC_TYPES.join(", ")})`,
            });
        } else {
            signals.vnicTypes.push({ path, evidence: `vnic_type ${type}`, facts: vnicTypes[type] });
        }
    }
}

function takeProfile(signals: Signals, place: Place, readBack: boolean): void {
    const { path } = place;
    const profile = parsed(place.value);
    if (isUnknown(profile)) {
        if (!readBack) {
            signals.undecidable.push({ path, evidence: "a binding profile that is not known yet" });
        }
        return;
    }
    if (isAbsent(profile)) {
        return;
    }
    if (!isMap(profile)) {
        signals.undecidable.push({ path, evidence: "a binding profile that is no JSON object" });
        return;
    }
    for (const key of keysOf(profile)) {
        const value = at(profile, key);
        const word = key.trim().toLowerCase();
        const facts = rowOf(profileKeys, word);
        if (isEmpty(value) || facts?.shows === "none") {
            continue;
        }
        if (facts === undefined) {
            if (!readBack) {
                signals.undecidable.push({
                    path,
                    evidence: "a key of the binding profile that this project does not know",
                });
            }
        } else if (facts.shows === "switchdev") {
            takeCapabilities(signals, path, word, value, readBack);
        } else if (facts.shows === "device-profile") {
            if (!readBack) {
                signals.deviceProfiles.push({ path, evidence: `profile key ${word}`, subject: undefined });
            }
        } else if (!readBack && !isZero(value)) {
            signals.devices.push({
                path,
                evidence: `profile key ${word}`,
                techniques: facts.techniques ?? ["unknown"],
            });
        }
    }
}

/** Capabilities list what a NIC can do, and `switchdev` asks for offload; a flag of that name says yes or no. */
function takeCapabilities(signals: Signals, path: string, key: string, value: Value, readBack: boolean): void {
    // Where a profile holds text alone, its list of capabilities is JSON in turn.
    const given = parsed(value);
    const words = isArray(given) ? elements(given).map(text) : [text(given)];
    const unclear = (word: Value): boolean =>
        word === undefined || isUnknown(word) || (typeof word === "string" && word.toLowerCase().includes(SWITCHDEV));
    const evidence = `profile key ${key} with switchdev`;
    if (words.some((word) => typeof word === "string" && ["true", SWITCHDEV].includes(word.trim().toLowerCase()))) {
        signals.switchdev.push({ path, evidence });
    } else if (!readBack && words.some(unclear)) {
        signals.undecidable.push({ path, evidence: `profile key ${key}, which cannot be read` });
    }
}

function takeValueSpecs(signals: Signals, place: Place): void {
    if (isUnknown(place.value)) {
        signals.undecidable.push({ path: place.path, evidence: "value specs that are not known yet" });
        return;
    }
    const entries = specEntries(place);
    if (entries === undefined) {
        signals.undecidable.push({ path: place.path, evidence: "value specs that are no map" });
        return;
    }
    for (const { key, entry } of entries) {
        if (isUnknown(key)) {
            signals.undecidable.push({ path: entry.path, evidence: "value specs with a key that cannot be read" });
            continue;
        }
        const name = key.trim().toLowerCase();
        const meaning = rowOf(valueSpecKeys, name);
        if (meaning === "vnic-type") {
            takeVnicType(signals, entry);
        } else if (meaning === "profile") {
            takeProfile(signals, entry, false);
        } else if (meaning === "switchdev") {
            takeOffload(signals, entry);
        } else if (meaning === "device-profile") {
            takeDeviceProfile(signals, entry);
        } else if (meaning === undefined && name.startsWith("binding:") && !isEmpty(entry.value)) {
            signals.undecidable.push({
                path: entry.path,
                evidence: "a binding attribute that this project does not know",
            });
        }
    }
}

function takeOffload(signals: Signals, { value, path }: Place): void {
    const word = text(value);
    if (typeof word === "string" && word.trim().toLowerCase() === SWITCHDEV) {
        signals.switchdev.push({ path, evidence: `hardware_offload_type ${SWITCHDEV}` });
    } else if (!isEmpty(value)) {
        signals.undecidable.push({ path, evidence: "a hardware_offload_type that cannot be read" });
    }
}

function takeDeviceProfile(signals: Signals, { value, path }: Place): void {
    if (!isEmpty(value)) {
        const word = text(value);
        const subject = typeof word === "string" ? word.trim() : undefined;
        signals.deviceProfiles.push({ path, evidence: "a device profile (Cyborg)", subject });
    }
}

/** Puts the signals together: hardware if there is any, otherwise the one attachment in software. */
function compose(signals: Signals, ask: PortAsk): PortFinding {
    const found: Attachment[] = [];
    const notices: Notice[] = [];
    const add = (techniques: Techniques, signal: Signal, subject?: string): void => {
        const same = (other: Attachment): boolean =>
            other.techniques.join() === techniques.join() && other.subject === subject;
        if (!found.some(same)) {
            const { path, evidence } = signal;
            found.push({ techniques, role: "asks", path, evidence, ...(subject === undefined ? {} : { subject }) });
        }
    };
    const [offload] = signals.switchdev;
    for (const type of signals.vnicTypes) {
        const { technique, withSwitchdev, deviceProfile } = type.facts;
        if (deviceProfile) {
            // The device is the profile's: each profile is judged under its own name.
            const profiles = signals.deviceProfiles.length > 0 ? signals.deviceProfiles : [{ subject: undefined }];
            profiles.forEach(({ subject }) => add(["accelerator"], type, subject));
        } else if (offload !== undefined && technique === "virtio") {
            add([withSwitchdev], offload);
        } else if (offload !== undefined) {
            add([withSwitchdev], { path: type.path, evidence: `${type.evidence} with switchdev` });
        } else if (technique === "none") {
            notices.push(bareMetal(type.path));
        } else {
            add([technique], type);
        }
    }
    if (offload !== undefined && signals.vnicTypes.length === 0) {
        add(["smartnic"], offload);
    }
    // Beside another vnic_type a device profile is one more device: it must not hide what the vnic_type asks for.
    signals.deviceProfiles.forEach((profile) => add(["accelerator"], profile, profile.subject));
    signals.undecidable.forEach((signal) => add(["unknown"], signal));
    if (signals.devices.length > 0 && !found.some(isHardware)) {
        mostExact(signals.devices).forEach((device) => add(device.techniques, device));
    }
    if (found.some(isHardware)) {
        return { attachments: found.filter(isHardware), notices };
    }
    if (found.length === 0 && notices.length === 0) {
        add(["virtio"], { path: ask.path, evidence: "no vnic_type, which is normal" });
    }
    return { attachments: found, notices };
}

/** True if the attachment is, or may be, one in hardware. */
export function isHardware(attachment: Attachment): boolean {
    return attachment.techniques.some(needsException);
}

/** Keys of one profile speak of one device: those that leave no alternative say more than those that do. */
function mostExact(devices: Signals["devices"]): Signals["devices"] {
    const exact = devices.filter(({ techniques }) => techniques.length === 1);
    return exact.length > 0 ? exact : devices;
}

function bareMetal(path: string): Notice {
    return {
        rule: "baremetal",
        path,
        text: "vnic_type baremetal makes the port of a bare-metal node, not a NIC of a virtual machine, so the rule on IO virtualisation does not speak of it.",
    };
}

/** A profile as a map; text that is no JSON gives itself, and so is no map. */
function parsed(value: Value): Value {
    const word = typeof value === "string" ? text(value) : undefined;
    if (typeof word !== "string") {
        return isUnknown(word) ? word : value;
    }
    if (word.trim() === "") {
        return undefined;
    }
    try {
        return JSON.parse(word) as unknown;
    } catch {
        return word;
    }
}

/** The entries of a map, or of a list of `{key, value}`; `undefined` where it is neither. */
function specEntries(place: Place): { key: string | typeof UNKNOWN; entry: Place }[] | undefined {
    if (isMap(place.value)) {
        return mapEntries(place);
    }
    if (!isArray(place.value)) {
        return isAbsent(place.value) ? [] : undefined;
    }
    return blocksOf(place).flatMap((item): { key: string | typeof UNKNOWN; entry: Place }[] => {
        const key = text(at(item.value, "key"));
        if (typeof key === "string") {
            return [{ key, entry: { ...item, value: at(item.value, "value"), path: step(item.path, "value") } }];
        }
        // A list of one map, as Terraform modules write blocks.
        return isMap(item.value) && key === undefined ? mapEntries(item) : [{ key: UNKNOWN, entry: item }];
    });
}

function mapEntries(map: Place): { key: string; entry: Place }[] {
    return keysOf(map.value).map((key) => ({
        key,
        entry: { ...map, value: at(map.value, key), path: step(map.path, key) },
    }));
}

function isEmpty(value: Value): boolean {
    return (
        isAbsent(value) ||
        (typeof value === "string" && value.trim() === "") ||
        (isArray(value) && keysOf(value).length === 0)
    );
}

function isZero(value: Value): boolean {
    const word = text(value);
    return typeof word === "string" && /^[+-]?0+$/.test(word.trim());
}
