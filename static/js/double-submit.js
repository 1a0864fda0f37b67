// GOV.UK's button guard only ignores a second click within a second. A slow answer (a large import,
// a bad line) invites a second press of Enter after that, so a form that has been sent stays sent
// until the page is shown again.
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
  })

  // The back button may bring the page from memory with the mark still on it.
  window.addEventListener("pageshow", () => {
    root.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent)
  })
}
