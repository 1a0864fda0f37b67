// On a phone the numbers behind a chart are opened by hand; without this file they stand open.
export function foldWhereThereIsNoRoom(page) {
  if (page.matchMedia("(min-width: 40.0625em)").matches) return
  page.document.querySelectorAll("details.app-chart__table").forEach((folded) => {
    folded.open = false
  })
}

// Where there is room many choices and long lists show at once; on a phone, and without this file, they are
// opened by hand.
export function openWhereThereIsRoom(page) {
  if (!page.matchMedia("(min-width: 40.0625em)").matches) return
  page.document.querySelectorAll("details.app-fold--choices, details.app-fold--list").forEach((folded) => {
    folded.open = true
  })
}
