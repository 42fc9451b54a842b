import { interfaceModels } from "../../techniques/kubevirt/interface-models";
import { type Check, flag, label, listOf, macAddress, object, oneOf, pciAddress, shown, whole, words } from "../checks";

const anything: Check = () => undefined;

const port: Check = object(
    {
        name: (value) =>
            typeof value === "string" && value.length <= 15 && /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(value)
                ? undefined
                : `must be a port's name of up to 15 lower case letters, digits and "-", and is ${shown(value)}`,
        port: whole(1, 65535),
        protocol: oneOf("TCP", "UDP"),
    },
    ["port"],
);

/** What an interface may hold, whatever its kind. */
export const interfaceShape = {
    name: (value: unknown) =>
        typeof value === "string" && /^[A-Za-z0-9_-]+$/.test(value)
            ? undefined
            : `must be letters, digits, "-" and "_", and is ${shown(value)}`,
    network: anything,
    binding: anything,
    namespace: label,
    technique: anything,
    exceptionId: anything,
    approved: anything,
    model: oneOf(...Object.keys(interfaceModels)),
    macAddress,
    bootOrder: whole(1),
    pciAddress,
    acpiIndex: whole(0),
    tag: words,
    dhcpOptions: object({
        bootFileName: words,
        tftpServerName: words,
        ntpServers: listOf(words),
        privateOptions: listOf(object({ option: whole(224, 254), value: words }, ["option", "value"])),
    }),
    ports: listOf(port),
    state: oneOf("up", "down", "absent"),
    defaultNetwork: flag,
};
