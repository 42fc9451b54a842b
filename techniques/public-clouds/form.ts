import { attachment, type Found, together } from "../neighbours/neighbour";
import type { Technique } from "../technique";
import { argument, blocksOf, inside, type Place } from "../terraform";
import { isAbsent, isUnknown, text, type Value } from "../value";

/** What stays open of an interface that a public cloud's own hardware serves. */
type Techniques = readonly [Technique, ...Technique[]];

/** One place where a resource of a public cloud asks for a device. */
export type CloudForm = {
    /** Blocks to go through, then the argument; each in camel case, whatever the provider writes. */
    readonly path: readonly string[];
} & (
    | {
          /** The device is asked for where the argument is true. */
          readonly read: "flag";
          readonly techniques: Techniques;
      }
    | {
          /** The argument names the kind of interface; a word that is not in the table is unknown. */
          readonly read: "words";
          /** In lower case. */
          readonly words: Readonly<Record<string, Techniques>>;
      }
    | {
          /** Each block is a device, unless its count is zero. */
          readonly read: "devices";
          readonly techniques: Techniques;
          /** The arguments that may count it; a provider takes one of them. */
          readonly counts: readonly string[];
      }
);

/** One kind of a public cloud's resource. */
export interface CloudRow {
    /** The cloud, as documents call it. */
    readonly cloud: string;
    /** Terraform's resource types for it, with the provider's prefix. */
    readonly terraform: readonly string[];
    /** Pulumi's tokens: package without version, and the type's name. The module in between differs by generation. */
    readonly tokens: readonly (readonly [packageName: string, typeName: string])[];
    readonly forms: readonly CloudForm[];
    /** The map that can carry a marker; absent where there is none, or its keys may hold no colon. */
    readonly markers?: string;
}

/** Every device that a resource asks for by its forms. Never throws. */
export function readForms(props: Value, forms: readonly CloudForm[]): Found {
    return together(forms.flatMap((form) => placesOf(props, form.path).map((place) => readForm(place, form))));
}

function placesOf(props: Value, [first = "", ...rest]: CloudForm["path"]): Place[] {
    return rest.reduce<Place[]>(
        (places, name) =>
            places.flatMap((place) => (isUnknown(place.value) ? [place] : inside(place, name).flatMap(blocksOf))),
        argument(props, first).flatMap(blocksOf),
    );
}

function readForm(place: Place, form: CloudForm): Found {
    const { value, path } = place;
    const [name = ""] = form.path.slice(-1);
    if (isUnknown(value)) {
        return { attachments: [attachment("unknown", path, `${name}, which is not known yet`)] };
    }
    if (isAbsent(value)) {
        return {};
    }
    switch (form.read) {
        case "flag":
            return isOff(value) ? {} : { attachments: [attachment(form.techniques, path, `${name} true`)] };
        case "words":
            return readWord(value, path, name, form.words);
        case "devices":
            return isNone(place, form.counts) ? {} : { attachments: [attachment(form.techniques, path, name)] };
    }
}

function readWord(value: Value, path: string, name: string, words: Readonly<Record<string, Techniques>>): Found {
    const word = text(value);
    const plain = typeof word === "string" ? word.trim().toLowerCase() : undefined;
    if (plain === "") {
        return {};
    }
    const techniques =
        plain !== undefined && Object.prototype.hasOwnProperty.call(words, plain) ? words[plain] : undefined;
    return techniques === undefined
        ? { attachments: [attachment("unknown", path, `${name}, which names nothing that this project knows`)] }
        : { attachments: [attachment(techniques, path, `${name} ${plain ?? ""}`)] };
}

function isOff(value: Value): boolean {
    const word = text(value);
    return typeof word === "string" && ["false", "0", ""].includes(word.trim().toLowerCase());
}

/** Only where every count that is given is a zero: an empty or unknown one may still be a device. */
function isNone(device: Place, counts: readonly string[]): boolean {
    const given = counts.flatMap((count) => inside(device, count)).filter(({ value }) => !isAbsent(value));
    return given.length > 0 && given.every(({ value }) => isZero(value));
}

function isZero(count: Value): boolean {
    const word = text(count);
    return typeof word === "string" && /^0+$/.test(word.trim());
}
