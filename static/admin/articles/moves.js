/*
 * Shows, while a day, a time and a zone are typed, what clocks elsewhere show then. The server reckons, as it does when
 * the form is sent; without this script a button of the form does the same.
 */
const form = document.querySelector("form[data-instant]")
const target = document.getElementById("elsewhere")
const PAUSE = 250

const field = (name) => form.elements.namedItem(name)

function listOf(places) {
  const list = document.createElement("dl")
  for (const [place, told] of places) {
    const row = document.createElement("div")
    const term = document.createElement("dt")
    const value = document.createElement("dd")
    term.textContent = place
    value.textContent = told
    row.append(term, value)
    list.append(row)
  }
  return list
}

function told(answer) {
  if (answer.elsewhere.length) return [listOf(answer.elsewhere)]
  if (form.querySelector(".of-reading")) return []
  return answer.wrong.map((words) => {
    const line = document.createElement("p")
    line.textContent = words
    return line
  })
}

let latest = 0

async function show() {
  const asked = ++latest
  if (!field("day").value || !field("time").value) {
    target.replaceChildren()
    return
  }
  const address = new URL(form.dataset.instant, window.location)
  for (const name of ["day", "time", "zone"]) address.searchParams.set(name, field(name).value)
  const reading = form.querySelector("[name=reading]:checked")
  if (reading) address.searchParams.set("reading", reading.value)
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } })
    if (answer.ok && asked === latest) target.replaceChildren(...told(await answer.json()))
  } catch {
    target.replaceChildren()
  }
}

if (form && target) {
  let waiting
  form.querySelector("[name=look]").hidden = true
  form.addEventListener("input", (event) => {
    if (!["day", "time", "zone", "reading"].includes(event.target.name)) return
    clearTimeout(waiting)
    waiting = setTimeout(show, PAUSE)
  })
  show()
}
