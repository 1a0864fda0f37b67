// Keys of the board. They work only while a row has the focus (WCAG 2.1.4), and can be switched off.
const NEXT = new Set(["j", "ArrowDown"])
const BEFORE = new Set(["k", "ArrowUp"])

export function listenForKeys(board) {
  const switcher = board.element.querySelector("#board-keys")
  switcher.addEventListener("click", () => {
    const on = switcher.getAttribute("aria-pressed") !== "true"
    switcher.setAttribute("aria-pressed", String(on))
    switcher.textContent = on ? "Keys are on" : "Keys are off"
  })
  board.element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && board.panel.holds(event.target)) {
      event.preventDefault()
      board.panel.close()
      return
    }
    const row = board.focused()
    const on = switcher.getAttribute("aria-pressed") === "true"
    if (!on || !row || event.ctrlKey || event.altKey || event.metaKey) {
      return
    }
    if (press(board, row, event.key)) {
      event.preventDefault()
    }
  })
  board.element.addEventListener("change", (event) => {
    if (event.target.name === "plans") {
      board.sayTicked()
    }
  })
}

// True when the key is one of ours
function press(board, row, key) {
  const rows = board.rows()
  const at = rows.indexOf(row)
  if (NEXT.has(key)) {
    board.goTo(rows[Math.min(at + 1, rows.length - 1)])
  } else if (BEFORE.has(key)) {
    board.goTo(rows[Math.max(at - 1, 0)])
  } else if (key === "x") {
    row.querySelector("input[name=plans]")?.click()
  } else if (key === "a") {
    board.tickAll()
  } else if (key === "t") {
    board.take(row)
  } else if (key === "g") {
    board.element.querySelector("#give-to")?.focus()
  } else if (key === "r") {
    board.panel.open(row)
  } else if (key === "o") {
    row.querySelector("th a").click()
  } else if (key === "/") {
    unfold(document.querySelector(".app-filters"), "select, input")
  } else if (key === "?") {
    unfold(board.element.querySelector("details"), "summary")
  } else {
    return false
  }
  return true
}

function unfold(details, wanted) {
  if (details) {
    details.open = true
    details.querySelector(wanted)?.focus()
  }
}
