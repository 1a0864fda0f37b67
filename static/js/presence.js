// Tells the server that a form on a plan is still open, and when its page is left: others are told who is at work.
const EVERY = 60_000

export function tellPresence(page) {
  const mark = page.document.querySelector("[data-presence][data-shows=yes]")
  if (!mark) {
    return
  }
  const say = (what) => ask(mark.dataset.presence, what, mark.dataset.plan)
  const timer = page.setInterval(() => page.document.hidden || say("open"), EVERY)
  let sent = false
  page.document.addEventListener("submit", () => {
    sent = true // the deed ends it; when it is refused, the form is shown again
  })
  page.addEventListener("pagehide", () => {
    page.clearInterval(timer)
    if (!sent) {
      say("closed")
    }
  })
}

// Goes through even as the page is closed
export function ask(address, what, plan) {
  fetch(`${address}?${what}=${plan}`, { keepalive: true, credentials: "same-origin" }).catch(() => {})
}
