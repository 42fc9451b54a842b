/** Secret config values of stacks whose secrets provider is a passphrase, which need no engine to be read. */

import { createDecipheriv, pbkdf2Sync } from "node:crypto";

import { usage } from "./fault";
import { readText } from "./yaml-file";

const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const TAG_BYTES = 16;

/** Turns a `secure:` text into plain. */
export type Decrypter = (ciphertext: string) => string;

/**
 * A decrypter for a stack file's `encryptionsalt`, with the passphrase of the environment as Pulumi reads it, or
 * undefined where the environment has none. Throws where the passphrase is wrong.
 */
export function passphraseDecrypter(salt: string, environment: NodeJS.ProcessEnv): Decrypter | undefined {
    const phrase = passphrase(environment);
    const [version, encodedSalt, ...check] = salt.split(":");
    if (phrase === undefined || version !== "v1" || encodedSalt === undefined) {
        return undefined;
    }
    const key = pbkdf2Sync(phrase, Buffer.from(encodedSalt, "base64"), ITERATIONS, KEY_BYTES, "sha256");
    const decrypter: Decrypter = (ciphertext) => decrypt(ciphertext, key);
    try {
        if (decrypter(check.join(":")) === "pulumi") {
            return decrypter;
        }
    } catch {
        // Told below, as for a wrong answer.
    }
    throw usage("The passphrase in PULUMI_CONFIG_PASSPHRASE does not open this stack's secrets.");
}

function passphrase(environment: NodeJS.ProcessEnv): string | undefined {
    const direct = environment["PULUMI_CONFIG_PASSPHRASE"];
    const file = environment["PULUMI_CONFIG_PASSPHRASE_FILE"];
    if (direct !== undefined || file === undefined) {
        return direct;
    }
    const text = readText(file);
    if (text === undefined) {
        throw usage(`PULUMI_CONFIG_PASSPHRASE_FILE names ${file}, which is not there.`);
    }
    return text.trim();
}

function decrypt(ciphertext: string, key: Buffer): string {
    const [version, nonce, sealed] = ciphertext.split(":");
    if (version !== "v1" || nonce === undefined || sealed === undefined) {
        throw new Error("not a value that a passphrase seals");
    }
    const bytes = Buffer.from(sealed, "base64");
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)), decipher.final()]).toString();
}
