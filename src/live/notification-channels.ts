/** The channels that the configuration names: always the log, and a webhook where there is an address. */
import type {Logger} from "pino";
import type {SystemConfiguration} from "../lib/configuration/system-configuration.js";
import {type Channel, logChannel} from "./notification/channel.js";
import {webhookChannel} from "./notification/webhook-channel.js";

export interface ConfiguredChannel {
  readonly channel: Channel;
  readonly minimumSeverity: "information" | "warning" | "critical";
}

export function notificationChannels(
  {notification}: SystemConfiguration,
  logger: Logger
): readonly ConfiguredChannel[] {
  const log = logChannel("log", ({severity, title, body}) => logger.info({severity, title, body}, "notice"));
  const channels: ConfiguredChannel[] = [{channel: log, minimumSeverity: "information"}];
  if (notification.webhookUrl !== null)
    channels.push({
      channel: webhookChannel({name: "webhook", url: notification.webhookUrl}),
      minimumSeverity: notification.minimumSeverity
    });
  return channels;
}
