// Paper cannot be clicked: open what is folded before printing and fold it again after.
export function openDetailsForPrint(page) {
  page.addEventListener("beforeprint", () => {
    page.document.querySelectorAll("details:not([open])").forEach((folded) => {
      folded.dataset.openedForPrint = "true"
      folded.open = true
    })
  })
  page.addEventListener("afterprint", () => {
    page.document.querySelectorAll("details[data-opened-for-print]").forEach((folded) => {
      folded.open = false
      delete folded.dataset.openedForPrint
    })
  })
}
