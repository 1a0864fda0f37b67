// What is typed on a page of long work is kept on the server as it stands: a minute after a change, and when the
// page goes out of sight. The button "Save and finish later" does the same without JavaScript.
const PAUSE = 60_000
const MOST_ON_LEAVING = 60_000 // a browser sends no more than 64 KiB of a page that is closed
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "once", "save"])

export function keepTyped(page) {
  const button = page.document.querySelector("button[data-keep-at]")
  if (!button || !button.form) {
    return
  }
  const state = { changed: false, timer: null }
  const keep = () => send(page, button, state)
  button.form.addEventListener("input", () => {
    state.changed = true
    state.timer ??= page.setTimeout(keep, PAUSE)
  })
  button.form.addEventListener("submit", () => {
    state.changed = false
  })
  page.document.addEventListener("visibilitychange", () => {
    if (page.document.visibilityState === "hidden") {
      keep()
    }
  })
}

function asTyped(form) {
  const typed = new Map()
  for (const [name, value] of new FormData(form)) {
    if (!NOT_KEPT.has(name)) {
      typed.set(name, [...(typed.get(name) ?? []), value])
    }
  }
  return JSON.stringify({ typed: JSON.stringify([...typed]) })
}

async function send(page, button, state) {
  page.clearTimeout(state.timer)
  state.timer = null
  if (!state.changed) {
    return
  }
  state.changed = false
  const body = asTyped(button.form)
  const headers = { "Content-Type": "application/json", "X-CSRFToken": button.form.elements.csrfmiddlewaretoken.value }
  const said = page.document.getElementById("kept-at")
  try {
    const answer = await page.fetch(button.dataset.keepAt, {
      method: "POST",
      body,
      headers,
      keepalive: body.length < MOST_ON_LEAVING,
    })
    if (!answer.ok) {
      throw new Error(String(answer.status))
    }
    const now = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })
    said.textContent = `What you typed was kept at ${now}.`
  } catch {
    state.changed = true
    said.textContent = "What you typed could not be kept just now. Save it before you leave this page."
  }
}
