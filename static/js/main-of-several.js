// Which of several answers is the main one: only what is ticked is offered, and nothing is asked of one alone.
// Without this file every answer is offered at first, and what was ticked once the page comes back.
export function offerWhatIsTicked(root) {
  root.querySelectorAll("select[data-among]").forEach((select) => {
    const group = select.closest(".govuk-form-group")
    const nothing = select.options[0]
    const boxes = [...root.querySelectorAll(`input[type=checkbox][name="${select.dataset.among}"]`)]
    const narrow = () => {
      const ticked = boxes.filter((box) => box.checked)
      const chosen = select.value
      const options = ticked.map((box) => new Option(box.labels[0].textContent.trim(), box.value))
      select.replaceChildren(nothing, ...options)
      select.value = ticked.some((box) => box.value === chosen) ? chosen : ""
      group.hidden = ticked.length < 2 && !group.querySelector(".govuk-error-message")
    }
    boxes.forEach((box) => box.addEventListener("change", narrow))
    narrow()
  })
}
