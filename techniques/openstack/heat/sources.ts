import { argument, type Place } from "../../terraform";
import { at, isAbsent, isUnknown, step, type Value } from "../../value";

/** A text of a stack, or why there is none to read. */
export interface Source {
    readonly place: Place;
    /** `undefined` where the place holds the text. */
    readonly fault?: string;
}

/** The texts that a Heat stack is made from. */
export interface Sources {
    readonly template: Source;
    /** `undefined` where the stack has no environment. */
    readonly environment?: Source;
    /** Maps of files that came along, by name. */
    readonly files: readonly Value[];
}

/**
 * The texts of a stack, in the two forms of the provider and its forks: `templateOpts` with `Bin`, `URL` and `Files`, or
 * `templateBody`, `templateUrl` and `files`. Text goes before an address, as it does when the stack is made.
 */
export function sourcesOf(props: Value): Sources {
    const options = argument(props, "templateOpts");
    const environments = argument(props, "environmentOpts");
    const files = [...options, ...environments].flatMap((place) => argument(place.value, "Files"));
    return {
        template:
            options.map((place) => packed(place, "template")).find((source) => source !== undefined) ??
            plain(props, "templateBody", "templateUrl", "template") ??
            missing(options[0]),
        environment:
            environments.map((place) => packed(place, "environment")).find((source) => source !== undefined) ??
            plain(props, "environment", "environmentUrl", "environment"),
        files: [...files, ...argument(props, "files")].map(({ value }) => value),
    };
}

/** A text inside a map of options; `undefined` where neither text nor address is given. */
function packed(place: Place, what: string): Source | undefined {
    if (isUnknown(place.value)) {
        return { place, fault: `${article(what)} that is not known yet` };
    }
    const body = at(place.value, "Bin");
    if (isUnknown(body) || !isNothing(body)) {
        return { place: { ...place, value: body, path: step(place.path, "Bin") } };
    }
    return isNothing(at(place.value, "URL"))
        ? undefined
        : { place, fault: `${article(what)} that is given by its address only` };
}

/** A text in an argument of its own. */
function plain(props: Value, text: string, address: string, what: string): Source | undefined {
    const [body] = argument(props, text).filter(({ value }) => isUnknown(value) || !isNothing(value));
    if (body !== undefined) {
        return { place: body };
    }
    const [place] = argument(props, address).filter(({ value }) => isUnknown(value) || !isNothing(value));
    return place === undefined ? undefined : { place, fault: `${article(what)} that is given by its address only` };
}

function missing(options: Place | undefined): Source {
    const place = options ?? { value: undefined, path: "templateOpts", property: "templateOpts" };
    return { place, fault: "a template that is not given" };
}

function isNothing(value: Value): boolean {
    return isAbsent(value) || value === "";
}

function article(what: string): string {
    return `${what.startsWith("e") ? "an" : "a"} ${what}`;
}
