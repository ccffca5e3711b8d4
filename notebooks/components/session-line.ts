/** The foot of the navigation: time zone, whether a daemon answers, who is signed in. Each page opens with it. */
import {ask, isPublished} from "./daemon.js";
import {element} from "./element.js";
import {observeZone, type Zone, zoneSwitch} from "./time-zone.js";

interface Me {
  readonly username?: string;
  readonly role?: string;
}

/** For `Generators.observe`: fills the session line once and yields the reader's time zone, now and when it changes. */
export function openPage(notify: (zone: Zone) => void): () => void {
  const line = document.getElementById("pt-session");
  if (line !== null && line.childElementCount === 0) {
    line.append(zoneSwitch());
    void showSession(line);
  }
  return observeZone(notify);
}

async function showSession(line: HTMLElement): Promise<void> {
  if (isPublished()) {
    line.append(element("p", {}, "Published copy: live pages rest."));
    return;
  }
  const me = await ask<Me | null>("/api/me");
  if (me.state !== "ready" || me.data === null) return;
  const {username, role} = me.data;
  line.append(element("p", {}, `${username ?? "Signed in"}${role === undefined ? "" : ` · ${role}`}`));
}
