// The stream of what changes, asked for again until the desk answers, from where it was heard last.

import { tell } from "./reach.js";

const PAUSE_MS = 1_000;
const PAUSE_MAX_MS = 30_000;
// The desk gives a sign of life every 15 s; a line that is dead without a word is none.
const SILENT_MS = 40_000;

// `heard` holds by the names of events what is done with each; the answer ends it all.
export function listen(after, heard) {
  let last = after;
  let pause = PAUSE_MS;
  let source = null;
  let silence = 0;
  let again = 0;

  function close() {
    clearTimeout(silence);
    clearTimeout(again);
    source?.close();
  }

  function open() {
    close();
    source = new EventSource("/desk/events" + (last ? `?after=${last}` : ""));
    source.addEventListener("open", (event) => { pause = PAUSE_MS; tell("lost", false); alive(event); });
    source.addEventListener("error", lost);
    source.addEventListener("renew", open);
    source.addEventListener("here", alive);
    for (const [name, hear] of Object.entries(heard)) source.addEventListener(name, (event) => { alive(event); hear(event); });
  }

  function alive(event) {
    if (event.lastEventId) last = event.lastEventId;
    clearTimeout(silence);
    silence = setTimeout(lost, SILENT_MS);
  }

  async function lost() {
    close();
    tell("lost");
    if (await isSignedOut()) return tell("lost", false), tell("signed-out");
    again = setTimeout(open, pause * (0.5 + Math.random()));
    pause = Math.min(2 * pause, PAUSE_MAX_MS);
  }

  addEventListener("online", open);
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  open();
  return close;
}

// As htmx asks: then the desk answers 401 where it would lead a page to the sign-in.
async function isSignedOut() {
  try {
    const answer = await fetch("/desk/me", { credentials: "same-origin", headers: { "HX-Request": "true" } });
    return answer.status === 401;
  } catch {
    return false;
  }
}
