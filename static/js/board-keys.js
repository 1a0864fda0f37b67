// Keys of the board. They can be switched off (WCAG 2.1.4), and the choice is kept. Those that lead into the list
// work anywhere on its page but in a box that is typed in; the others need a plan that has the focus.
const NEXT = new Set(["j", "ArrowDown"])
const BEFORE = new Set(["k", "ArrowUp"])
const INTO = new Set(["j", "k", "/", "?"])
const OFF = "board-keys-off"

export function listenForKeys(board) {
  const switcher = board.element.querySelector("#board-keys")
  show(switcher, localStorage.getItem(OFF) === null)
  switcher.addEventListener("click", () => {
    const on = switcher.getAttribute("aria-pressed") !== "true"
    show(switcher, on)
    if (on) {
      localStorage.removeItem(OFF)
    } else {
      localStorage.setItem(OFF, "yes")
    }
  })
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && board.panel.holds(event.target)) {
      event.preventDefault()
      board.panel.putAside()
      return
    }
    const off = switcher.getAttribute("aria-pressed") !== "true"
    if (off || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) {
      return
    }
    const row = board.focused()
    const ours = row ? press(board, row, event.key) : !typing(event.target) && lead(board, event.key)
    if (ours) {
      event.preventDefault()
    }
  })
  board.element.addEventListener("change", (event) => {
    if (event.target.name === "plans") {
      board.sayTicked()
    }
  })
}

function show(switcher, on) {
  switcher.setAttribute("aria-pressed", String(on))
  switcher.textContent = on ? "Keys are on" : "Keys are off"
}

function typing(target) {
  return Boolean(target.closest?.("input, select, textarea, [contenteditable]"))
}

// From elsewhere on the page: into the list, at its first plan
function lead(board, key) {
  if (!INTO.has(key)) {
    return false
  }
  const [first] = board.rows()
  if (first && (NEXT.has(key) || BEFORE.has(key))) {
    board.goTo(first)
    return true
  }
  return general(board, key)
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
  } else {
    return general(board, key)
  }
  return true
}

function general(board, key) {
  if (key === "/") {
    unfold(document.querySelector(".app-filters"), "select, input")
  } else if (key === "?") {
    unfold(board.element.querySelector("#board-keys").closest("details"), "summary")
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
