/*
 * Shows, beside each remark, the posts that the speaker held on the day, and puts them in on request.
 * Saving fills in those that readers know of, with or without this script.
 */
const $ = window.django?.jQuery
const config = document.getElementById("desk-words")?.dataset
const PREFIX = "articles_remarkblock_set"

const field = (block, name) => block.querySelector(`[name="${block.id}-${name}"]`)
const chosen = (select) => [...(select?.selectedOptions ?? [])].map((option) => option.value).filter(Boolean)

function question(block) {
  const speaker = field(block, "speaker")?.value
  if (!speaker) return null
  const said = chosen(field(block, "meetings"))
  const meetings = said.length ? said : chosen(document.getElementById("id_meetings"))
  const query = new URLSearchParams({
    speaker,
    day: document.getElementById("id_dateline_date")?.value ?? "",
    language: document.getElementById("id_language")?.value ?? "",
  })
  for (const meeting of meetings) query.append("meeting", meeting)
  return `${config.proposalUrl}?${query}`
}

function panelOf(block) {
  let panel = block.querySelector(".proposal")
  if (!panel) {
    panel = document.createElement("div")
    panel.className = "proposal"
    panel.setAttribute("role", "status")
    block.querySelector(".field-appointments").before(panel)
  }
  return panel
}

function use(block, answer) {
  const select = field(block, "appointments")
  for (const { id, label } of answer.appointments) {
    if (![...select.options].some((option) => option.value === id)) select.append(new Option(label, id))
  }
  const wanted = new Set(answer.appointments.map((appointment) => appointment.id))
  for (const option of select.options) option.selected = wanted.has(option.value)
  $(select).trigger("change")
  const capacity = field(block, "capacity")
  capacity.value = answer.capacity
  capacity.focus()
}

function isInUse(block, answer) {
  const now = new Set(chosen(field(block, "appointments")))
  return (
    now.size === answer.appointments.length &&
    answer.appointments.every((appointment) => now.has(appointment.id)) &&
    field(block, "capacity").value.toLowerCase() === answer.capacity.toLowerCase()
  )
}

function element(name, text, className = "") {
  const made = document.createElement(name)
  made.textContent = text
  if (className) made.className = className
  return made
}

function show(block, answer) {
  const panel = panelOf(block)
  const focused = panel.contains(document.activeElement)
  panel.replaceChildren()
  panel.hidden = !answer
  if (!answer) return
  panel.append(element("strong", answer.title))
  if (answer.none) {
    panel.append(element("p", answer.none))
    return
  }
  const list = document.createElement("ul")
  list.append(...answer.appointments.map((appointment) => element("li", appointment.label)))
  panel.append(list, element("p", `${config.printedAs} “${answer.capacity}”`))
  if (isInUse(block, answer)) {
    panel.append(element("p", config.inUse, "proposal-used"))
    return
  }
  const take = element("button", config.useThis, "button")
  take.type = "button"
  take.addEventListener("click", () => {
    use(block, answer)
    show(block, answer)
  })
  panel.append(take)
  if (focused) take.focus()
}

const asked = new WeakMap()

/* The newest question alone is answered; the same question is asked once. */
async function propose(block) {
  const url = question(block)
  const last = asked.get(block)
  if (last?.url === url) {
    if (last.answer) show(block, last.answer)
    return
  }
  const mine = { url, answer: null }
  asked.set(block, mine)
  if (!url) {
    show(block, null)
    return
  }
  const response = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null)
  const answer = response?.ok ? await response.json() : null
  if (asked.get(block) !== mine) return
  mine.answer = answer
  show(block, answer)
}

const remarks = () => document.querySelectorAll(`.inline-related[id^="${PREFIX}-"]:not(.empty-form)`)

if ($ && config?.proposalUrl && !config.readonly) {
  /* Select2 tells jQuery alone of its changes. */
  $(document).on("change", (event) => {
    const block = event.target.closest?.(`.inline-related[id^="${PREFIX}-"]`)
    if (block) propose(block)
    else if (["id_meetings", "id_language", "id_dateline_date"].includes(event.target.id)) remarks().forEach(propose)
  })
  document.addEventListener("content-editor:ready", () => remarks().forEach(propose))
}
