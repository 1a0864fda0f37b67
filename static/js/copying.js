// Copies what a read-only box holds. Without this file the box can be selected and copied by hand.
export function offerToCopy(root) {
  root.querySelectorAll("button[data-app-copy]").forEach((button) => {
    const box = root.getElementById(button.dataset.appCopy)
    const said = root.querySelector("[data-app-copied]")
    button.hidden = false
    button.addEventListener("click", async () => {
      box.select()
      try {
        await navigator.clipboard.writeText(box.value)
        said.textContent = "Copied."
      } catch {
        said.textContent = "The browser did not allow it. The lines are selected: press Ctrl and C."
      }
    })
  })
}
