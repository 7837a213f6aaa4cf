/*
 * Keeps the whole form while somebody types: on the server, and in this browser while the server is away or its
 * session has ended. Looks at the form once a second, so that whatever changes it is seen, scripts included.
 */
import { ask } from "newsroom/asking"
import { openStore } from "newsroom/keeping"

const LOOK_EVERY = 1000
const PAUSE = 2000
const AT_THE_LATEST = 15_000
const LONGEST_WAIT = 30_000
const SENT_WHILE_LEAVING = 60_000

const config = document.getElementById("keeping")?.dataset
const form = document.getElementById("article_form")
const words = document.getElementById("keeping-words")
const time = document.getElementById("keeping-time")
const signIn = document.getElementById("keeping-sign-in")

const ofThePageOnly = /^(csrfmiddlewaretoken|form_key|typed_by)$|-__prefix__-/

/* In the order of the names: the content editor moves blocks about in the document, which changes no text. */
function typedNow() {
  const typed = {}
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !ofThePageOnly.test(name)) (typed[name] ??= []).push(value)
  }
  return JSON.stringify(Object.fromEntries(Object.entries(typed).sort(([a], [b]) => (a < b ? -1 : 1))))
}

/* Texts are compared as they are sent. `nowhere` is whether something is kept by this page alone. */
const state = {
  text: "",
  pristine: null,
  onServer: null,
  inBrowser: null,
  touched: false,
  changedAt: 0,
  unkeptSince: 0,
  busy: false,
  busySince: 0,
  retryAt: 0,
  wait: PAUSE,
  problem: "",
  leaving: 0,
}
let store = null
let formKey = config?.formKey

const settledText = () => state.onServer ?? state.pristine
const isKept = () => state.text === settledText()
const nowhere = () => !isKept() && state.text !== state.inBrowser

function say(message, at = "") {
  if (words.textContent !== message) words.textContent = message
  time.textContent = at
  words.parentElement.hidden = !message
}

function sayProblem(answer) {
  const message = config[`say${state.problem.replace(/(^|-)(.)/g, (_all, _dash, letter) => letter.toUpperCase())}`]
  const where = state.text === state.inBrowser ? config.sayInBrowser : config.sayInPage
  say(`${message.replace("%(account)s", answer?.account ?? state.account ?? "")} ${isKept() ? "" : where}`.trim())
  words.parentElement.classList.add("trouble")
  signIn.hidden = !["signed-out", "other-account"].includes(state.problem)
}

function body(extra = {}) {
  return `{"typed":${state.text},${JSON.stringify({ form_key: formKey, owner: config.owner, ...extra }).slice(1)}`
}

async function keepHere() {
  const { text } = state
  if (!store || text === state.inBrowser) return
  if (await store.put(formKey, { address: config.address, text })) state.inBrowser = text
}

/* A form that has been saved was left and come back to: what is typed now belongs to a form of its own. */
function beginAnew() {
  formKey = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  form.elements.form_key.value = formKey
  state.retryAt = 0
}

function recovered() {
  state.problem = ""
  state.wait = PAUSE
  signIn.hidden = true
  words.parentElement.classList.remove("trouble")
  say("")
}

/* What was typed while the request was under way, and put aside here, waits for its own turn. */
function took(text, unchanged, answer) {
  state.onServer = unchanged ? null : text
  if (state.inBrowser === text || state.inBrowser !== state.text) {
    state.inBrowser = null
    store?.remove(formKey)
  }
  recovered()
  if (!unchanged) say(config.sayKept, answer.kept_at)
}

async function failed(problem, answer) {
  if (problem !== "away") state.account = answer.account
  state.problem = problem
  state.retryAt = Date.now() + state.wait
  state.wait = Math.min(2 * state.wait, LONGEST_WAIT)
  await keepHere()
  sayProblem(answer)
}

async function send(options) {
  const { text } = state
  const unchanged = text === state.pristine
  state.busy = true
  state.busySince = Date.now()
  const { problem, answer } = await ask(config.address, body(unchanged ? { unchanged } : {}), options)
  state.busy = false
  if (problem) {
    await failed(problem, answer)
    return
  }
  document.dispatchEvent(new CustomEvent("desk:answer", { detail: answer }))
  if (answer.settled) beginAnew()
  else took(text, unchanged, answer)
}

function look() {
  if (!state.touched) {
    if (state.pristine !== null) state.pristine = state.text = typedNow()
    return
  }
  const now = Date.now()
  const text = typedNow()
  if (text !== state.text) {
    state.text = text
    state.changedAt = now
  }
  if (isKept()) {
    state.unkeptSince = 0
    return
  }
  state.unkeptSince ||= now
  if (state.busy) {
    if (now - state.busySince > PAUSE) keepHere()
    return
  }
  if (now < state.leaving) return
  if (now - state.changedAt < PAUSE && now - state.unkeptSince < AT_THE_LATEST) return
  if (now >= state.retryAt) send()
  else if (state.text !== state.inBrowser) keepHere().then(() => sayProblem())
}

/* What this browser kept while the server was away goes there first, and is then offered like any other. */
async function handOver() {
  for (const [name, entry] of await store.entries()) {
    if (name === formKey) continue
    const about = JSON.stringify({ form_key: name, owner: config.owner, offer_on: formKey }).slice(1)
    const { problem, answer } = await ask(entry.address, `{"typed":${entry.text},${about}`)
    if (problem) continue
    store.remove(name)
    if (entry.address === config.address) document.getElementById("kept-offers").innerHTML = answer.offer
  }
}

function leave() {
  look()
  if (isKept() || !state.touched) return
  keepHere()
  if (!state.busy && state.text.length < SENT_WHILE_LEAVING) send({ keepalive: true })
}

async function start() {
  state.touched = config.unsaved === "yes"
  state.pristine = state.touched ? null : typedNow()
  state.text = typedNow()
  for (const kind of ["input", "change", "keydown", "pointerdown", "drop"]) {
    const touch = (event) => (state.touched ||= event.isTrusted || kind === "input")
    document.addEventListener(kind, touch, { capture: true })
  }
  document.addEventListener("visibilitychange", () => document.hidden && leave())
  document.addEventListener("desk:problem", ({ detail: { problem, answer } }) => {
    if (problem !== "signed-out" && problem !== "other-account") return
    state.problem = problem
    state.account = answer.account
    sayProblem(answer)
  })
  document.addEventListener("desk:answer", () => {
    if (!state.problem) return
    state.retryAt = 0
    if (isKept()) recovered()
  })
  form.addEventListener("submit", () => {
    look()
    state.leaving = Date.now() + AT_THE_LATEST
    if (!isKept()) keepHere()
  })
  addEventListener("beforeunload", (event) => {
    look()
    if (Date.now() >= state.leaving && nowhere()) event.preventDefault()
  })
  setInterval(look, LOOK_EVERY)
  store = await openStore(config.owner, config.key)
  if (store) handOver()
}

if (config && form) start()
