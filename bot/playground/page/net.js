/** The three questions this page asks its server: what do I see, do this, move the clock. */

async function post(path, body) {
  try {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    return await answer.json();
  } catch {
    return { ok: false, error: "The playground did not answer. Is it still running? Please try again." };
  }
}

export const act = (as, verb, args) => post("/do", { as, act: verb, ...args });
export const moveClock = (step) => post("/clock", step);
export const again = () => post("/again", {});

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Long-polls for one person until `signal` aborts; `lost(true)` when the server is away, `nobody` when the person is unknown. */
export async function watch(as, signal, seen, lost, nobody) {
  let rev = -1;
  let wait = 500;
  while (!signal.aborted) {
    try {
      const query = new URLSearchParams({ as, rev, wait: rev < 0 ? 0 : 20 });
      const answer = await fetch(`/state?${query}`, { signal, cache: "no-store" });
      if (answer.status === 404) nobody();
      if (!answer.ok) throw new Error(`state ${answer.status}`);
      const state = await answer.json();
      if (signal.aborted) return;
      wait = 500;
      lost(false);
      if (state.rev !== rev) seen(state);
      rev = state.rev;
    } catch (problem) {
      if (signal.aborted) return;
      console.warn("playground:", problem);
      lost(true);
      await pause(wait);
      wait = Math.min(wait * 2, 8000);
    }
  }
}
