import { type MarkerCarrier, readMarkers } from "../marker";
import type { ReadContext } from "../classification";
import type { Platform } from "../platform";
import { compact, type Marker, type Markers, NO_MARKERS, type Reading } from "../reading";
import type { ResourceView } from "../resource";
import { argument, isModuleChild, snakeCase } from "../terraform";
import { isUnknown } from "../value";
import { joinResource } from "./join";
import { type ResourceRow, rowOfToken } from "./resource-table";

/** What this project knows of OpenStack: ports, machines, flavors, images and the services that make them. */
export const openstack: Platform = {
    name: "OpenStack",

    knows: (type) => rowOfToken(type) !== undefined,

    read(view: ResourceView, context: ReadContext, markers = true): Reading | undefined {
        const row = rowOfToken(view.type);
        if (row === undefined) {
            return undefined;
        }
        const readBack = row.computed !== undefined && argument(view.props, row.computed).length > 0;
        const parts = row.read({ props: view.props, context, readBack });
        return {
            attachments: compact(parts.attachments),
            notices: compact(parts.notices),
            markers: markers ? markersOf(view, row) : NO_MARKERS,
            definitions: compact(parts.definitions),
            references: compact(parts.references),
        };
    },

    join(member, index, context) {
        const row = rowOfToken(member.view.type);
        return row === undefined ? { attachments: [], notices: [] } : joinResource(row, member, index, context);
    },
};

/** The markers of a resource; one that stands in two places (the tags, and all tags as read back) counts once. */
function markersOf(view: ResourceView, row: ResourceRow): Markers {
    const carriers: MarkerCarrier[] = [];
    for (const { form, argument: name } of row.markers) {
        const places = argument(view.props, name);
        for (const { value, path } of places) {
            carriers.push({ form, value, path });
        }
        if (places.length === 0) {
            carriers.push({ form, value: undefined, path: isModuleChild(view.type) ? snakeCase(name) : name });
        }
    }
    for (const { form, argument: name } of row.markersReadBack ?? []) {
        for (const { value, path } of argument(view.props, name)) {
            if (!isUnknown(value)) {
                carriers.push({ form, value, path });
            }
        }
    }
    const markers = readMarkers(carriers);
    return markers.exceptionIds.length < 2 && markers.techniques.length < 2
        ? markers
        : { ...markers, exceptionIds: once(markers.exceptionIds), techniques: once(markers.techniques) };
}

function once(found: readonly Marker[]): Marker[] {
    return found.filter(({ value }, index) => found.findIndex((other) => other.value === value) === index);
}
