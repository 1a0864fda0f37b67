// The overdue board: its keys, reviews within the row, giving plans away, and what others change meanwhile.
// Everything works without this file, by links and forms.
import { CharacterCount, ErrorSummary, createAll } from "govuk-frontend"
import { listenForKeys } from "./board-keys.js"
import { Panel } from "./board-panel.js"
import { merge } from "./board-rows.js"
import { ask } from "./presence.js"

const SECOND = 1000
const SLOWER = 3 // how much longer to wait after a look that failed

export function runBoard(root) {
  const element = root.getElementById("board")
  if (element) {
    new Board(element).start()
  }
}

class Board {
  constructor(element) {
    this.element = element
    this.news = element.querySelector("#board-news")
    this.shown = element.dataset.shown
    this.panel = new Panel(this)
    this.failed = false
    this.looking = false
    this.closed = ""
  }

  start() {
    this.showHelp()
    listenForKeys(this)
    this.element.addEventListener("click", (event) => this.clicked(event))
    this.element.querySelector("#give")?.addEventListener("submit", (event) => this.give(event))
    document.addEventListener("visibilitychange", () => document.hidden || this.look())
    window.addEventListener("focus", () => this.look())
    window.addEventListener("pagehide", () => this.panel.plan && ask(this.element.dataset.presence, "closed", this.panel.plan))
    this.panel.adopt()
    this.wait()
  }

  // Rows, by where the focus is

  rows() {
    return [...this.element.querySelectorAll("tr[data-plan]")]
  }

  row(id) {
    return this.element.querySelector(`tr[data-plan="${id}"]`)
  }

  focused() {
    return document.activeElement?.closest("#board tr[data-plan]")
  }

  handle(row) {
    return row?.querySelector("input[name=plans]") || row?.querySelector("th a")
  }

  goTo(row) {
    this.handle(row)?.focus()
  }

  // The row after this one, else the one before it; of those that stay.
  neighbour(row) {
    const rows = this.rows()
    const at = rows.indexOf(row)
    return rows[at + 1] || rows[at - 1]
  }

  ticked() {
    return [...this.element.querySelectorAll("input[name=plans]:checked")]
  }

  // What is said in the live region, which is also read on the page

  say(words) {
    this.news.textContent = words
  }

  // What was done, with the way to its lines for the force record
  sayDone(words, lines) {
    this.say(words)
    if (lines) {
      const link = document.createElement("a")
      link.className = "govuk-link"
      link.href = lines
      link.textContent = "Copy for the force record"
      this.news.append(" ", link)
    }
  }

  showHelp() {
    const help = this.element.querySelector("#board-help")
    help.replaceWith(help.content)
    const all = this.element.querySelector("[data-board-all]")
    if (all) {
      all.hidden = false
    }
  }

  // Deeds

  clicked(event) {
    const link = event.target.closest("a[data-review]")
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault()
      this.panel.open(link.closest("tr"))
    }
    if (event.target.closest("[data-board-all]")) {
      this.tickAll()
    }
  }

  tickAll() {
    const boxes = [...this.element.querySelectorAll("input[name=plans]")]
    const all = boxes.some((box) => !box.checked)
    boxes.forEach((box) => {
      box.checked = all
    })
    this.sayTicked()
  }

  sayTicked() {
    const number = this.ticked().length
    this.say(number ? `${number} ${number === 1 ? "plan is" : "plans are"} ticked.` : "Nothing is ticked.")
  }

  give(event) {
    if (event.submitter?.name === "choose") {
      return // the whole form, on its own page
    }
    event.preventDefault()
    event.stopPropagation()
    const to = event.target.elements.to
    const words = to.options[to.selectedIndex].text
    this.hand(this.ticked(), to.value, words === "Me" ? "you" : words)
  }

  take(row) {
    const box = row.querySelector("input[name=plans]")
    if (box) {
      this.hand([box], this.element.dataset.me, "you")
    }
  }

  async hand(boxes, to, words) {
    if (!boxes.length) {
      this.say("Nothing is ticked. Tick plans first.")
      return
    }
    const body = { plans: boxes.map((box) => box.value), what: "worker", ...(to && { to }) }
    const answer = await this.send(this.element.dataset.reassign, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf() },
    })
    if (!answer) {
      return
    }
    const told = await answer.json()
    this.say(answer.ok ? this.handed(told, words) : [told.detail, ...Object.values(told.fields || {})].join(" "))
    if (answer.ok) {
      boxes.forEach((box) => {
        box.checked = false
      })
      this.look()
    }
  }

  handed(told, words) {
    const number = told.moved.length
    const moved = `${number} ${number === 1 ? "plan" : "plans"} given to ${words}.`
    const left = told.not_moved.map((one) => `${this.name(one.plan)} was not: ${one.sentence}`)
    const unknown = told.unknown ? [`${told.unknown} are not open to you.`] : []
    return [moved, ...left, ...unknown].join(" ")
  }

  name(id) {
    return this.row(id)?.dataset.name || "A plan"
  }

  csrf() {
    return this.element.querySelector("[name=csrfmiddlewaretoken]")?.value || ""
  }

  // undefined when nothing came back; what was typed stays where it is
  async send(address, options) {
    try {
      const answer = await fetch(address, { ...options, credentials: "same-origin" })
      if (!answer.redirected) {
        return answer
      }
      this.say("You are signed out. What you typed is still here: sign in again in another tab, then go on.")
    } catch {
      this.say("The server did not answer, so nothing was saved. What you typed is still here: try again.")
    }
    return undefined
  }

  // What others change

  wait() {
    clearTimeout(this.timer)
    const seconds = Number(this.element.dataset.every) * (this.failed ? SLOWER : 1)
    this.timer = setTimeout(() => (document.hidden ? this.wait() : this.look()), seconds * SECOND)
  }

  async look() {
    if (this.looking) {
      return
    }
    this.looking = true
    try {
      await this.lookOnce()
      this.works()
    } catch {
      this.stopped()
    } finally {
      this.looking = false
      this.wait()
    }
  }

  async lookOnce() {
    const open = this.panel.plan ? `&open=${this.panel.plan}` : ""
    const closed = this.closed ? `&closed=${this.closed}` : ""
    this.closed = ""
    const answer = await fetch(`${this.element.dataset.changes}${open}${closed}`, {
      headers: { "If-None-Match": this.shown },
      credentials: "same-origin",
    })
    if (answer.status === 304) {
      return
    }
    if (!answer.ok || answer.redirected) {
      throw new Error("no look")
    }
    const told = await answer.json()
    this.shown = answer.headers.get("ETag")
    const words = merge(this, told)
    if (words) {
      this.say(words)
    }
  }

  stopped() {
    if (!this.failed) {
      this.failed = true
      this.element.classList.add("app-board--stopped")
      this.say("Changes by others have stopped coming in. You can go on; this list tries again by itself.")
    }
  }

  works() {
    if (this.failed) {
      this.failed = false
      this.element.classList.remove("app-board--stopped")
      this.say("Changes by others are coming in again.")
    }
  }

  dress(part) {
    createAll(CharacterCount, {}, part)
    createAll(ErrorSummary, {}, part)
  }
}
