import { NIC_MODEL_PROPERTY, type NicModel, nicModels } from "../../techniques/openstack/nic-model";
import type { Technique } from "../../techniques/technique";
import { type Check, type Fail, failer, flag, oneOf, words } from "../checks";
import { type CheckedChoice, checkChoice } from "../choice";
import { isPending, isPlainObject, mapInput } from "../inputs";
import { type Specs, textMap } from "./epa";
import type { ImageArgs } from "./image-args";
import { type KeyMap, markKeys } from "./key-markers";

const IMAGE_TECHNIQUES: readonly Technique[] = ["virtio", "vmxnet3", "emulated", "sriov"];

/** The model that stands for a technique, but for `emulated`, which has several. */
const MODELS: Readonly<Partial<Record<Technique, NicModel>>> = { virtio: "virtio", vmxnet3: "vmxnet3", sriov: "sriov" };

const EMULATED = (Object.keys(nicModels) as NicModel[]).filter((model) => nicModels[model].technique === "emulated");

const CHECKS: Readonly<Record<string, Check>> = {
    containerFormat: words,
    diskFormat: words,
    imageName: words,
    multiqueue: flag,
    packedRings: flag,
};

/** An image's properties, worked out before anything is registered. */
export interface CheckedImage {
    readonly choice: CheckedChoice;
    readonly properties: KeyMap;
}

/**
 * Checks the arguments of an image and gives its properties. Pure: nothing is registered.
 *
 * @throws ArgumentError for a technique that an image cannot choose, one without its exception ID, and a NIC model by hand.
 */
export function imageProperties(component: string, args: ImageArgs): CheckedImage {
    const fail = failer(component);
    if (!isPlainObject<unknown>(args)) {
        return fail("args", "is missing. Give containerFormat, diskFormat and a source.");
    }
    const choice = checkChoice(component, args, IMAGE_TECHNIQUES);
    const given = args as unknown as Readonly<Record<string, unknown>>;
    for (const argument of ["containerFormat", "diskFormat"]) {
        if (given[argument] === undefined || given[argument] === null) {
            fail(
                argument,
                'is missing. Give it as Glance names it, such as containerFormat: "bare", diskFormat: "qcow2".',
            );
        }
    }
    for (const [argument, check] of Object.entries(CHECKS)) {
        const value = given[argument];
        const fault = value === undefined || value === null || isPending(value) ? undefined : check(value);
        if (fault !== undefined) {
            fail(argument, `${fault}.`);
        }
    }
    const paravirtual = choice.technique === "virtio";
    for (const argument of ["multiqueue", "packedRings"]) {
        if (given[argument] !== undefined && !paravirtual) {
            fail(argument, `is a setting of virtio, and not of technique "${choice.technique}"; leave it out.`);
        }
    }
    const own: Specs = {
        [NIC_MODEL_PROPERTY]: modelOf(fail, choice.technique, given["nicModel"]),
        ...(args.multiqueue !== undefined && { hw_vif_multiqueue_enabled: mapInput(args.multiqueue, String) }),
        ...(args.packedRings !== undefined && { hw_virtio_packed_ring: mapInput(args.packedRings, String) }),
    };
    const properties = mapInput(args.properties ?? {}, (free): Specs => {
        checkFree(fail, free);
        const text = Object.entries(free).map(([key, value]) => [key, mapInput(value, String)] as const);
        return { ...Object.fromEntries(text), ...own };
    });
    return { choice, properties: markKeys(properties, [choice]) ?? properties };
}

function modelOf(fail: Fail, technique: Technique, nicModel: unknown): string {
    if (technique !== "emulated") {
        if (nicModel !== undefined) {
            fail("nicModel", 'is only for technique "emulated"; leave it out.');
        }
        return MODELS[technique] ?? fail("technique", "has no NIC model.");
    }
    const fault = oneOf(...EMULATED)(nicModel);
    return typeof nicModel === "string" && fault === undefined
        ? nicModel
        : fail("nicModel", `${fault ?? "is missing"}.`);
}

/** Properties by hand: none that an argument writes. */
function checkFree(fail: Fail, free: unknown): void {
    const fault = textMap(free);
    if (fault !== undefined) {
        fail("properties", `${fault}.`);
    }
    for (const [key, instead] of Object.entries({
        [NIC_MODEL_PROPERTY]: "technique",
        hw_vif_multiqueue_enabled: "multiqueue",
        hw_virtio_packed_ring: "packedRings",
    })) {
        if (Object.prototype.hasOwnProperty.call(free, key)) {
            fail(`properties.${key}`, `is not accepted. Give ${instead} instead.`);
        }
    }
}
