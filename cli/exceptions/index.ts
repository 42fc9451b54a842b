import type { Command } from "commander";
import type { Io } from "../io";
import { checkCommand } from "./check";
import { exportCommand } from "./export";
import { forecastCommand } from "./forecast";
import { listCommand } from "./list";
import { newCommand } from "./new";
import { planCommand } from "./plan";
import { subcommand } from "../subcommand";
import { processSurroundings, type Surroundings } from "./surroundings";

export { processSurroundings, type Surroundings } from "./surroundings";

/**
 * `virtio-first exceptions …`: the register of exceptions, and what becomes of it.
 *
 * @param surroundings What the commands ask of their surroundings. Default: the process's, without an offline preview.
 */
export function exceptionsCommand(io: Io, surroundings: Surroundings = processSurroundings()): Command {
    return subcommand("exceptions", io)
        .description("The register of exceptions: list, check, enter, forecast, plan the way back, export.")
        .addCommand(listCommand(io, surroundings))
        .addCommand(checkCommand(io, surroundings))
        .addCommand(newCommand(io, surroundings))
        .addCommand(forecastCommand(io, surroundings))
        .addCommand(planCommand(io, surroundings))
        .addCommand(exportCommand(io, surroundings));
}
