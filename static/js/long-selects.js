import accessibleAutocomplete from "accessible-autocomplete"

// With more choices than this, typing part of a name is quicker than scrolling: a force has hundreds of officers.
const SHORT_ENOUGH = 15

// What the error and the hint of the select say has to be said by the box that takes its place.
function describedBy(select) {
  return (select.getAttribute("aria-describedby") || "")
    .split(" ")
    .map((id) => document.getElementById(id))
    .filter(Boolean)
    .map((element) => element.textContent.trim())
    .join(". ")
}

function choose(select, words) {
  const typed = words.trim().toLowerCase()
  const found = [...select.options].find((option) => option.value && option.text.trim().toLowerCase() === typed)
  // Words that match no choice leave nothing chosen: never the name that was chosen before them.
  const nothing = [...select.options].find((option) => !option.value)
  if (found) {
    found.selected = true
  } else if (nothing) {
    nothing.selected = true
  } else {
    select.selectedIndex = -1
  }
  select.dispatchEvent(new Event("change"))
}

export function enhanceLongSelects(root) {
  root.querySelectorAll("select.govuk-select:not([multiple])").forEach((select) => {
    if (select.options.length <= SHORT_ENOUGH) {
      return
    }
    const said = describedBy(select)
    const inError = select.classList.contains("govuk-select--error")
    accessibleAutocomplete.enhanceSelectElement({
      selectElement: select,
      autoselect: false,
      showAllValues: true,
      defaultValue: select.value ? select.options[select.selectedIndex].text : "",
      placeholder: [...select.options].find((option) => !option.value)?.text || "",
      inputClasses: inError ? "govuk-input--error" : null,
      tAssistiveHint: () => `${said ? `${said}. ` : ""}Type part of the name, then use the arrow keys to choose.`,
      onConfirm: (words) => words && choose(select, words),
    })
    const box = root.getElementById(select.id.replace(/-select$/, ""))
    box.addEventListener("change", () => choose(select, box.value))
    box.addEventListener("input", () => choose(select, box.value))
  })
}
