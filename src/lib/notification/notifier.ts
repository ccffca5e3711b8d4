/**
 * Decides who is told what: events in, NotificationRequested out, one for each channel that wants its severity. What
 * repeats within the cool-down is counted and told with the next. Time is the events' time. Delivery is another matter.
 */
import type {Component} from "../events/component.js";
import type {Emit, PapertapeEvent} from "../events/event.js";
import {NOTIFICATION_SEVERITIES, type NotificationRequested} from "../events/notification-event.js";
import {type Notice, noticeOf, type Severity} from "./notice.js";

export interface NotificationChannel {
  readonly name: string;
  readonly minimumSeverity: Severity;
}

export interface NotifierConfiguration {
  readonly channels: readonly NotificationChannel[];
  readonly coolDownMs: number;
  /** Drawdowns (fractions, ascending) that are told once each time they are crossed from below. */
  readonly drawdownLevels: readonly number[];
}

export interface NotifierState {
  readonly told: readonly (readonly [subject: string, memory: Told])[];
  readonly drawdownLevel: number;
  readonly health: readonly (readonly [component: string, status: string])[];
}

interface Told {
  readonly at: number;
  readonly suppressed: number;
}

const MAX_SUBJECTS = 1_000;

export class Notifier implements Component<NotifierState> {
  readonly name = "notification";
  readonly #configuration: NotifierConfiguration;
  /** In the order of telling, oldest first. */
  #told = new Map<string, Told>();
  /** How many of the levels the drawdown is past. */
  #drawdownLevel = 0;
  #health = new Map<string, string>();

  constructor(configuration: NotifierConfiguration) {
    this.#configuration = configuration;
  }

  handle(event: PapertapeEvent, emit: Emit): void {
    const notice = this.#rememberedNotice(event) ?? noticeOf(event);
    if (notice === null) return;
    const told = this.#coolDown(notice, event.occurredAt);
    if (told !== null) this.#request(told, event, emit);
  }

  snapshot(): NotifierState {
    return {told: [...this.#told], drawdownLevel: this.#drawdownLevel, health: [...this.#health]};
  }

  restore({told, drawdownLevel, health}: NotifierState): void {
    this.#told = new Map(told);
    this.#drawdownLevel = drawdownLevel;
    this.#health = new Map(health);
  }

  #rememberedNotice(event: PapertapeEvent): Notice | null {
    if (event.fact === "EquityMarked") return this.#drawdownNotice(event.payload.drawdown);
    if (event.fact === "HealthReported") return this.#healthNotice(event.payload);
    return null;
  }

  #drawdownNotice(drawdown: number): Notice | null {
    const {drawdownLevels} = this.#configuration;
    const level = drawdownLevels.filter((bound) => drawdown >= bound).length;
    const before = this.#drawdownLevel;
    this.#drawdownLevel = level;
    const crossed = drawdownLevels[level - 1];
    if (level <= before || crossed === undefined) return null;
    const isDeepest = level === drawdownLevels.length;
    const body = `Equity is ${(drawdown * 100).toFixed(1)} % below its highest.`;
    const title = `Drawdown past ${(crossed * 100).toFixed(0)} %`;
    return {severity: isDeepest ? "critical" : "warning", title, body, subject: `drawdown:${level}`};
  }

  #healthNotice({component, status, detail}: {component: string; status: string; detail: string}): Notice | null {
    const before = this.#health.get(component);
    this.#health.set(component, status);
    if (status === before) return null;
    if (status === "down")
      return {severity: "critical", title: `${component} is down`, body: detail, subject: `down:${component}`};
    if (status === "degraded")
      return {severity: "warning", title: `${component} is degraded`, body: detail, subject: `degraded:${component}`};
    // The first report of a component that is well is no news.
    if (before === undefined) return null;
    return {
      severity: "information",
      title: `${component} is well again`,
      body: detail,
      subject: `recovered:${component}`
    };
  }

  /** The notice to tell now, with what was held back before it; null while its subject cools down. */
  #coolDown(notice: Notice, now: number): Notice | null {
    if (notice.subject === null) return notice;
    const {coolDownMs} = this.#configuration;
    const last = this.#told.get(notice.subject);
    if (last !== undefined && now < last.at + coolDownMs) {
      this.#told.set(notice.subject, {at: last.at, suppressed: last.suppressed + 1});
      return null;
    }
    this.#told.delete(notice.subject);
    this.#told.set(notice.subject, {at: now, suppressed: 0});
    this.#forgetOldest();
    const held = last?.suppressed ?? 0;
    return held === 0 ? notice : {...notice, body: `${notice.body} (${held} more like this since the last message.)`};
  }

  #forgetOldest(): void {
    for (const subject of this.#told.keys()) {
      if (this.#told.size <= MAX_SUBJECTS) return;
      this.#told.delete(subject);
    }
  }

  #request(notice: Notice, event: PapertapeEvent, emit: Emit): void {
    for (const {name, minimumSeverity} of this.#configuration.channels)
      if (rank(notice.severity) >= rank(minimumSeverity)) emit(requested({notice, event, channel: name}));
  }
}

function rank(severity: Severity): number {
  return NOTIFICATION_SEVERITIES.indexOf(severity);
}

function requested({
  notice,
  event,
  channel
}: {
  notice: Notice;
  event: PapertapeEvent;
  channel: string;
}): NotificationRequested {
  const {severity, title, body} = notice;
  return {
    id: `notification:${channel}:${event.id}`,
    type: "NotificationEvent",
    fact: "NotificationRequested",
    version: 1,
    occurredAt: event.occurredAt,
    recordedAt: event.recordedAt,
    correlationId: event.correlationId,
    causationId: event.id,
    source: "notification",
    payload: {channel, severity, title, body, about: event.id}
  };
}
