/* Says that this release is open here, and shows who else has it open and whether it was saved meanwhile. */
import { ask } from "newsroom/asking"

const EVERY = 20_000

const place = document.getElementById("also-here")
const notice = document.getElementById("saved-meanwhile")
const form = document.getElementById("article_form")

function show(element, words) {
  if (!element || words === undefined || element.textContent === words) return
  element.textContent = words
  element.hidden = !words
}

function tell(answer) {
  show(place, answer.here)
  show(notice, answer.meanwhile)
}

async function beat() {
  if (document.hidden) return
  const { owner, address } = place.dataset
  const { problem, answer } = await ask(
    address,
    new URLSearchParams({ owner, based_on: form?.elements.based_on?.value ?? "" }),
  )
  const event = problem ? ["desk:problem", { problem, answer }] : ["desk:answer", answer]
  document.dispatchEvent(new CustomEvent(event[0], { detail: event[1] }))
}

if (place) {
  document.addEventListener("desk:answer", (event) => tell(event.detail))
  document.addEventListener("visibilitychange", beat)
  setInterval(beat, EVERY)
  beat()
}
