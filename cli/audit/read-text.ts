import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** A file that cannot be taken as text; the message says why, and holds none of it. */
export class NoText extends Error {}

/** As long as a text can be in JavaScript, and a little less. */
const LONGEST = 500 * 1024 * 1024;

/** Most states are read at one go. */
const CHUNK = 4 * 1024 * 1024;

/**
 * The text of a file, or of standard input for `-`; what is packed with gzip is unpacked. It is read as a stream, and no
 * further than the longest text there can be.
 *
 * @throws {@link NoText}, or the system's error.
 */
export async function readText(path: string): Promise<string> {
    const stream = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
    const raw = await collected(stream);
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
    return bytes.toString("utf8").replace(/^\ufeff/, "");
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
            throw new NoText("It holds more than 500 MiB; split it.");
        }
        chunks.push(chunk);
    }
    return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}
