// The review of one plan, open below its row. What is typed into it is never lost: not to a change by others,
// not to a server that does not answer, not to another row.
const ASKED = { "X-Panel": "1" }

export class Panel {
  constructor(board) {
    this.board = board
    this.element = null
    this.busy = false
    this.aside = new Map() // plan to a review that was put aside half typed
  }

  get plan() {
    return this.element?.dataset.panel || ""
  }

  holds(target) {
    return Boolean(this.element?.contains(target))
  }

  // A review that the server drew open
  adopt() {
    this.element = this.board.element.querySelector("tr[data-panel]")
    if (this.element) {
      this.element.dataset.opened = this.typed()
      this.listen()
      this.focusIn()
    }
  }

  async open(row) {
    if (!row.querySelector("[data-review]")) {
      return
    }
    if (this.element) {
      if (this.plan !== row.dataset.plan) {
        this.board.say(`Record or close the review of ${this.board.name(this.plan)} first.`)
      }
      this.focusIn()
      return
    }
    const list = encodeURIComponent(this.board.element.dataset.list)
    const answer = await this.board.send(`/action-plans/${row.dataset.plan}/reviews/new/?list=${list}`, {
      headers: ASKED,
    })
    if (!answer || this.element) {
      return
    }
    if (answer.status === 404) {
      this.board.say(`${row.dataset.name} is not open to you any more.`)
      return
    }
    const kept = this.aside.get(row.dataset.plan)
    this.element = kept || this.make(row)
    if (!kept) {
      this.fill(await answer.text())
      this.element.dataset.opened = this.typed()
      this.listen()
    }
    this.aside.delete(row.dataset.plan)
    this.board.row(row.dataset.plan)?.after(this.element)
    this.focusIn()
    if (kept) {
      this.board.say(`What you typed about ${row.dataset.name} is here again. It is not saved yet.`)
    }
  }

  make(row) {
    const element = document.createElement("tr")
    element.className = "app-board__panel"
    element.dataset.panel = row.dataset.plan
    const cell = document.createElement("td")
    cell.colSpan = row.cells.length
    element.append(cell)
    return element
  }

  fill(html) {
    this.element.firstElementChild.innerHTML = html
    this.board.dress(this.element)
  }

  typed() {
    const form = this.element.querySelector("form")
    return form ? new URLSearchParams(new FormData(form)).toString() : ""
  }

  // Half typed: since it was opened, or because it came back refused
  get hasWork() {
    return this.element.dataset.refused === "yes" || this.typed() !== this.element.dataset.opened
  }

  listen() {
    this.element.addEventListener("submit", (event) => {
      event.preventDefault()
      event.stopPropagation()
      this.send(event.target)
    })
    this.element.addEventListener("click", (event) => {
      if (event.target.closest("[data-panel-close]")) {
        event.preventDefault()
        this.close()
      }
    })
  }

  focusIn() {
    const wanted = [".govuk-error-summary", "input:not([type=hidden]), select, textarea", "h2"]
    wanted.map((one) => this.element.querySelector(one)).find(Boolean)?.focus()
  }

  async send(form) {
    if (this.busy) {
      return
    }
    this.busy = true
    const body = new URLSearchParams(new FormData(form))
    const answer = await this.board.send(form.action, { method: "POST", body, headers: ASKED })
    this.busy = false
    if (!answer) {
      return
    }
    if (answer.headers.get("Content-Type").startsWith("application/json")) {
      const told = await answer.json()
      const name = this.board.name(this.plan)
      this.put()
      this.board.sayDone(`${told.said} ${name}.`, told.lines)
      this.board.look()
    } else if (answer.status < 500) {
      this.fill(await answer.text())
      this.element.dataset.refused = "yes"
      this.focusIn()
    } else {
      this.board.say("Something went wrong here, so nothing was saved. What you typed is still here.")
    }
  }

  // Somebody else changed the plan of this review
  warn(words) {
    const cell = this.element.firstElementChild
    cell.querySelector(".app-board__stale")?.remove()
    const note = document.createElement("p")
    note.className = "govuk-body app-board__stale"
    note.textContent = `${words || "This plan changed"} while you had it open. What you typed is kept; when you record it you are shown both texts.`
    cell.prepend(note)
  }

  // Esc: what was typed is kept on this page, and opening the review again shows it
  putAside() {
    const kept = this.hasWork ? this.element : null
    const plan = this.plan
    this.close()
    if (kept) {
      this.aside.set(plan, kept)
      this.board.say(`The review of ${this.board.name(plan)} is put aside, not saved. Open it again to go on.`)
    }
  }

  // "Cancel": asked for in words, so nothing is kept
  close() {
    this.board.closed = this.plan
    const row = this.board.row(this.plan)
    this.element.remove()
    this.element = null
    this.board.goTo(row)
    this.board.look()
  }

  // The review was recorded: on to the next plan
  put() {
    const row = this.board.row(this.plan)
    const next = this.board.neighbour(row)
    this.element.remove()
    this.element = null
    this.board.goTo(next || row)
  }
}
