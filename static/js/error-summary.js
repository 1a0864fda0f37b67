// A control inside closed details cannot take the focus, so a link from the error summary opens them.
export function focusErrorTargets(root) {
  root.querySelectorAll(".govuk-error-summary a[href^='#']").forEach((link) => {
    link.addEventListener("click", () => {
      const target = root.getElementById(link.hash.slice(1))
      const folded = target && target.closest("details:not([open])")
      if (folded) {
        folded.open = true
      }
    })
  })
}
