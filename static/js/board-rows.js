// What changed on the board, put into the page: only the rows that changed, with the focus and the ticks kept.

// Returns what is to be said of it; nothing for what the reader did themselves.
export function merge(board, told) {
  const words = told.rows.map((one) => put(board, one, told.order)).concat(told.gone.map((one) => drop(board, one)))
  const counts = document.getElementById("board-counts")
  if (counts && !counts.contains(document.activeElement)) {
    counts.innerHTML = told.counts
  }
  const count = board.element.querySelector(".app-count")
  if (count) {
    count.textContent = told.count
  }
  return words.filter(Boolean).join(" ")
}

function put(board, one, order) {
  const holder = document.createElement("template")
  holder.innerHTML = one.html.trim()
  const row = holder.content.firstElementChild
  const old = board.row(one.id)
  if (old) {
    exchange(old, row)
  } else {
    place(board, row, order)
  }
  if (board.panel.plan === one.id && one.stored) {
    board.panel.warn(one.said)
  }
  return one.own ? "" : sentence(row.dataset.name, one.said || (one.new ? "is on this list now" : "changed"))
}

function exchange(old, row) {
  const focus = old.contains(document.activeElement) ? document.activeElement.id : ""
  const ticked = old.querySelector("input[name=plans]")?.checked
  old.replaceWith(row)
  const box = row.querySelector("input[name=plans]")
  if (box) {
    box.checked = Boolean(ticked)
  }
  if (focus) {
    document.getElementById(focus)?.focus({ preventScroll: true })
  }
}

// After the row that stands before it in the list; rows that are shown stay where they are.
function place(board, row, order) {
  const before = order.slice(0, order.indexOf(row.dataset.plan)).reverse().map((id) => board.row(id)).find(Boolean)
  const body = board.element.querySelector("tbody")
  if (before) {
    const panel = before.nextElementSibling
    const after = panel?.matches("[data-panel]") ? panel : before
    after.after(row)
  } else {
    body?.prepend(row)
  }
}

function drop(board, one) {
  const row = board.row(one.id)
  if (!row) {
    return ""
  }
  const said = one.said || "is not on this list any more"
  if (board.panel.plan === one.id) {
    board.panel.warn(one.said)
    row.classList.add("app-board__row--gone")
    return one.own ? "" : sentence(row.dataset.name, said)
  }
  if (row.contains(document.activeElement)) {
    board.goTo(board.neighbour(row))
  }
  row.remove()
  return one.own ? "" : sentence(row.dataset.name, said)
}

function sentence(name, said) {
  return said.startsWith("is ") || said === "changed" ? `${name} ${said}.` : `${name}: ${said}.`
}
