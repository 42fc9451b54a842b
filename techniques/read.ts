import type { ReadContext } from "./classification";
import { kubernetes } from "./kubernetes";
import { chooseTechnique } from "./marker";
import { neighbours } from "./neighbours";
import { opaque } from "./opaque";
import { openstack } from "./openstack";
import { remembered } from "./memo";
import type { Platform } from "./platform";
import { publicClouds } from "./public-clouds";
import { type Attachment, attachmentKey, EMPTY_READING, type Markers, NO_MARKERS, type Reading } from "./reading";
import type { ResourceView } from "./resource";
import type { Joined, StackIndex, StackMember } from "./stack";
import { at, isUnknown, keysOf } from "./value";

/** Every platform that the project knows; the first that reads a resource keeps it. */
const platforms: readonly Platform[] = [openstack, kubernetes, neighbours, publicClouds, opaque];

/** The platforms that a type may belong to: none for most types of an estate, and seldom more than one. */
const platformsOf = remembered((type): readonly Platform[] => platforms.filter((platform) => platform.knows(type)));

/** The platform that reads each resource which might be another's too, for as long as the resource is looked at. */
const keepers = new WeakMap<ResourceView, Platform>();

const NOTHING_JOINED: Joined = { attachments: [], notices: [] };

/** False for a type whose resources never have to do with devices, whatever they hold. */
export function mayHaveDevices(type: string): boolean {
    return platformsOf(type).length > 0;
}

/** All that one resource shows on its own. Never throws, whatever the properties hold. */
export function readResource(view: ResourceView, context: ReadContext): Reading {
    const reading = readBy(view, context, true);
    return withChosenTechniques(reading, reading.markers);
}

/**
 * What the outputs of a resource show beside its inputs, whose markers count: attachments, definitions and references.
 * Never throws.
 */
export function readOutputs(view: ResourceView, context: ReadContext, { markers }: Reading): Reading {
    return withChosenTechniques(readBy(view, context, false), markers);
}

function readBy(view: ResourceView, context: ReadContext, markers: boolean): Reading {
    if (!view.custom) {
        return EMPTY_READING;
    }
    const candidates = platformsOf(view.type);
    for (const platform of candidates) {
        const reading = platform.read(view, context, markers);
        if (reading !== undefined) {
            if (candidates.length > 1) {
                keepers.set(view, platform);
            }
            return reading;
        }
    }
    return EMPTY_READING;
}

/**
 * All that one resource shows which is only read (`.get()`), by its outputs. Where none of them is known (an offline
 * preview, or an ID that is not known yet), nothing can be told of it: it is said to be not verifiable, as everything
 * that stands outside the stack, and what config calls its ID counts for those who use it.
 */
export function readOnlyRead(view: ResourceView, context: ReadContext): Reading {
    const reading = readResource(view, context);
    const known = keysOf(view.props).some((key) => key !== "id" && !isUnknown(at(view.props, key)));
    if (reading === EMPTY_READING || (known && !isUnknown(at(view.props, "id")))) {
        return reading;
    }
    const text =
        "This resource is only read, and what it is cannot be known here. It is judged where its true outputs are known; " +
        "say in the pack's config what it is, by its ID.";
    return { ...reading, attachments: [], notices: [{ rule: "unverifiable", path: "", text }], markers: NO_MARKERS };
}

/** What the rest of the stack adds to one resource. */
export function joinResource(member: StackMember, index: StackIndex, context: ReadContext): Joined {
    if (member.reading === EMPTY_READING) {
        return NOTHING_JOINED;
    }
    const keeper = keepers.get(member.view);
    for (const platform of keeper === undefined ? platformsOf(member.view.type) : [keeper]) {
        const joined = platform.join(member, index, context);
        if (joined.attachments.length > 0 || joined.notices.length > 0 || joined.settled !== undefined) {
            const { markers } = member.reading;
            return markers.techniques.length === 0
                ? joined
                : { ...joined, attachments: joined.attachments.map((found) => chooseTechnique(found, markers)) };
        }
    }
    return NOTHING_JOINED;
}

/** A resource's attachments once the join has refined and completed them. */
export function attachmentsOf(reading: Reading, joined: Joined): readonly Attachment[] {
    if (joined.attachments.length === 0 && joined.settled === undefined) {
        return reading.attachments;
    }
    if (reading.attachments.length === 0) {
        return joined.attachments;
    }
    const refined = new Set([...joined.attachments, ...(joined.settled ?? [])].map(attachmentKey));
    return [...reading.attachments.filter((own) => !refined.has(attachmentKey(own))), ...joined.attachments];
}

function withChosenTechniques(reading: Reading, markers: Markers): Reading {
    if (markers.techniques.length === 0 || reading.attachments.length === 0) {
        return reading;
    }
    return { ...reading, attachments: reading.attachments.map((own) => chooseTechnique(own, markers)) };
}
