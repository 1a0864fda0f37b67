// GOV.UK's button guard only ignores a second click within a second. A slow answer (a large import,
// a bad line) invites a second press of Enter after that, so a form that has been sent stays sent
// until the page is shown again.
const TEN_SECONDS = 10000

export function guardDoubleSubmit(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || form.method !== "post") {
      return
    }
    if (form.dataset.sent === "true") {
      event.preventDefault()
      return
    }
    form.dataset.sent = "true"
    // The answer may be a file, and then this page stays: let it be asked for again after a while.
    setTimeout(() => delete form.dataset.sent, TEN_SECONDS)
  })

  // The back button may bring the page from memory with the mark still on it.
  window.addEventListener("pageshow", () => {
    root.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent)
  })
}
