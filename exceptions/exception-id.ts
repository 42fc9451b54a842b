import { MAX_EXCEPTION_ID_LENGTH } from "../techniques/marker";

/**
 * The form of an exception ID unless the pack's config gives another: 4 to 34 characters, letters and digits in groups
 * joined by `.`, `_` or `-`, a letter first, and at least one digit. It has no look-ahead, so RE2 engines can use it.
 */
export const EXCEPTION_ID_PATTERN = "^[A-Za-z][A-Za-z0-9]*([._-][A-Za-z0-9]+)*$";

const defaultPattern = new RegExp(EXCEPTION_ID_PATTERN);

/**
 * What is wrong with the form of an exception ID, as the end of a sentence ("… must start with a letter"), or
 * `undefined` if it is well formed.
 *
 * @param id The ID as given.
 * @param pattern The operator's own form. The limits on length hold all the same: a tag holds no more.
 */
export function exceptionIdFault(id: unknown, pattern?: RegExp): string | undefined {
    if (typeof id !== "string") {
        return "must be a plain string";
    }
    if (id.length === 0) {
        return "must not be empty";
    }
    if (id.length > MAX_EXCEPTION_ID_LENGTH) {
        return `must have at most ${MAX_EXCEPTION_ID_LENGTH} characters, and has ${id.length}`;
    }
    if (pattern !== undefined) {
        return pattern.test(id) ? undefined : `must match the operator's pattern ${pattern.source}`;
    }
    if (id.length < 4) {
        return `must have at least 4 characters, and has ${id.length}`;
    }
    if (!defaultPattern.test(id)) {
        return "must be letters and digits in groups joined by '.', '_' or '-', starting with a letter";
    }
    return /[0-9]/.test(id) ? undefined : "must hold at least one digit";
}
