import type { ScalarTag, Tags } from "yaml";

/**
 * How Heat's parser (PyYAML) tells plain words from text, where it differs from the library's YAML 1.1: `y` and `n` are text, a
 * number has no exponent without a point, none begins with a zero that is not octal, and dates stay text.
 *
 * Source: yaml/pyyaml:lib/yaml/resolver.py; openstack/heat:heat/common/template_format.py
 */
const WORDS: readonly { readonly of: (tag: ScalarTag) => boolean; readonly test: RegExp | undefined }[] = [
    {
        of: ({ tag, identify }) => tag.endsWith(":bool") && identify?.(true) === true,
        test: /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/,
    },
    { of: ({ tag }) => tag.endsWith(":bool"), test: /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/ },
    { of: ({ tag }) => tag.endsWith(":timestamp"), test: undefined },
    {
        of: ({ tag, format }) => tag.endsWith(":float") && format === "EXP",
        test: /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)[eE][-+][0-9]+$/,
    },
    {
        of: ({ tag, format }) => tag.endsWith(":int") && format === "TIME",
        test: /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/,
    },
    { of: ({ tag, format }) => tag.endsWith(":int") && format === undefined, test: /^[-+]?(?:0|[1-9][0-9_]*)$/ },
];

/** The tags of YAML 1.1 as Heat's parser resolves them, for `customTags`. */
export function heatTags(tags: Tags): Tags {
    return tags.flatMap((tag) => {
        const row =
            typeof tag === "string" || tag.collection !== undefined ? undefined : WORDS.find(({ of }) => of(tag));
        if (row === undefined) {
            return [tag];
        }
        return row.test === undefined ? [] : [{ ...(tag as ScalarTag), test: row.test }];
    });
}
