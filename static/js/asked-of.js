// A question that only some answers of a select ask is hidden, and nothing of it is sent, until one of those is
// chosen. A fault of it shows with the answer that was sent. Without this file every question shows: its label
// says when it is asked.
export function askWhatFits(root) {
  root.querySelectorAll("[data-asked-of]").forEach((group) => {
    const select = root.querySelector(`select[name="${group.dataset.askedOf}"]`)
    const answers = group.dataset.answers.split(" ")
    const sent = group.querySelector(".govuk-error-message") ? select.value : null
    const fit = () => {
      group.hidden = !answers.includes(select.value) && select.value !== sent
      group.querySelectorAll("input, select, textarea").forEach((control) => {
        control.disabled = group.hidden
      })
    }
    select.addEventListener("change", fit)
    fit()
  })
}
