import { InvalidArgumentError } from "commander";
import { isDay } from "../../exceptions/dates";
import { isTechnique, needsException, type Technique, TECHNIQUES } from "../../techniques/technique";

/** A hardware technique as an option's value. */
export function technique(word: string): Technique {
    if (isTechnique(word) && needsException(word)) {
        return word;
    }
    throw new InvalidArgumentError(`use one of ${TECHNIQUES.filter(needsException).join(", ")}.`);
}

/** A day as an option's value. */
export function day(word: string): string {
    if (isDay(word)) {
        return word;
    }
    throw new InvalidArgumentError("give a day that the calendar has, written YYYY-MM-DD.");
}

/** A whole number as an option's value. */
export function wholeNumber(word: string): number {
    if (/^\d{1,6}$/.test(word)) {
        return Number(word);
    }
    throw new InvalidArgumentError("give a whole number.");
}
