import { isAscii } from "node:buffer";
import { createReadStream, readFileSync, statSync } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** A file that cannot be taken as text; the message says why, and holds none of it. */
export class NoText extends Error {}

/** As long as a text can be in JavaScript, and a little less. */
const LONGEST = 500 * 1024 * 1024;
const TOO_LONG = "It holds more than 500 MiB; split it.";

/**
 * The text of a file, or of standard input for `-`; what is packed with gzip is unpacked. It is read no
 * further than the longest text there can be.
 *
 * @throws {@link NoText}, or the system's error.
 */
export async function readText(path: string): Promise<string> {
    const raw =
        path === "-" ? await collected(process.stdin) : (wholeFile(path) ?? (await collected(createReadStream(path))));
    const packed = raw.length > 2 && raw[0] === 0x1f && raw[1] === 0x8b;
    if (!packed && path.endsWith(".gz")) {
        throw new NoText("It is called .gz and is not packed with gzip; write it again, or name it otherwise.");
    }
    const bytes = packed ? await unpacked(raw) : raw;
    if (bytes[0] === 0xff && bytes[1] === 0xfe) {
        // Some shells write what they redirect in UTF-16.
        return bytes.subarray(2).toString("utf16le");
    }
    if (bytes.includes(0)) {
        throw new NoText("It is binary; give JSON or YAML.");
    }
    // Most states are plain ASCII, which needs no decoding: a fifth of the time that its JSON takes.
    return isAscii(bytes) ? bytes.toString("latin1") : bytes.toString("utf8").replace(/^\ufeff/, "");
}

/**
 * All of a file at one go, since there is nothing else to do meanwhile; `undefined` for what is no plain file (a pipe, a
 * device), whose length only its end tells.
 */
function wholeFile(path: string): Buffer | undefined {
    const status = statSync(path);
    if (!status.isFile()) {
        return undefined;
    }
    if (status.size > LONGEST) {
        throw new NoText(TOO_LONG);
    }
    return readFileSync(path);
}

async function unpacked(bytes: Buffer): Promise<Buffer> {
    const gunzip = createGunzip();
    gunzip.end(bytes);
    try {
        return await collected(gunzip);
    } catch (error) {
        if (error instanceof NoText) {
            throw error;
        }
        throw new NoText("It cannot be unpacked with gzip: it is damaged or cut off; write it again.");
    }
}

async function collected(stream: Readable): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > LONGEST) {
            stream.destroy();
            throw new NoText(TOO_LONG);
        }
        chunks.push(chunk);
    }
    return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}
