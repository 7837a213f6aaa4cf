/*
 * Lets blocks be added and moved with the keyboard, and keeps the order in the document that on the screen, which the
 * content editor sets by style alone: so Tab and screen readers follow the text.
 */
const words = document.getElementById("desk-words")?.dataset

const list = () => document.querySelector(".order-machine")

const blocks = () =>
  [...list().querySelectorAll(":scope > .inline-related:not(.empty-form)")].sort(
    (a, b) => a.style.order - b.style.order,
  )

function settle() {
  const focused = document.activeElement
  const ordered = blocks()
  ordered.forEach((block, place) => {
    const before = place ? ordered[place - 1].nextElementSibling : list().firstElementChild
    if (before !== block) list().insertBefore(block, before)
    const [up, down] = block.querySelectorAll(":scope > h3 .block-move")
    up?.setAttribute("aria-disabled", String(place === 0))
    down?.setAttribute("aria-disabled", String(place === ordered.length - 1))
  })
  if (focused !== document.activeElement) focused.focus()
}

function move(block, distance) {
  const ordered = blocks()
  const from = ordered.indexOf(block)
  const to = from + distance
  if (to < 0 || to >= ordered.length) return
  ordered.splice(from, 1)
  ordered.splice(to, 0, block)
  ordered.forEach((each, place) => {
    const ordering = 10 * (place + 1)
    each.querySelector(".order-machine-ordering").value = ordering
    each.style.order = ordering
  })
  settle()
  block.scrollIntoView({ block: "nearest" })
}

function moveButton(block, label, direction, distance) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = `block-move block-move-${direction}`
  button.setAttribute("aria-label", label)
  button.title = label
  button.addEventListener("click", (event) => {
    event.stopPropagation()
    move(block, distance)
  })
  return button
}

function addMoveButtons(block) {
  block.querySelector(":scope > h3 .block-move")?.parentElement.querySelectorAll(".block-move").forEach((b) => b.remove())
  const up = moveButton(block, words.moveUp, "up", -1)
  const down = moveButton(block, words.moveDown, "down", 1)
  block.querySelector(":scope > h3 .inline_label").after(up, down)
}

function adder(plugin) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "block-adder"
  const template = document.createElement("template")
  template.innerHTML = plugin.button
  const icon = template.content.firstElementChild
  icon.setAttribute("aria-hidden", "true")
  icon.style.color = plugin.color
  button.append(icon, `${words.add} ${plugin.title.toLocaleLowerCase()}`)
  button.addEventListener("click", () => {
    window.ContentEditor._insertBefore = null
    window.ContentEditor.addContent(plugin.prefix)
  })
  return button
}

function start() {
  for (const icon of document.querySelectorAll(".order-machine h3 > .material-icons")) {
    icon.setAttribute("aria-hidden", "true")
  }
  settle()
  if (!window.ContentEditor.allowChange) return
  blocks().forEach(addMoveButtons)
  const bar = document.createElement("div")
  bar.className = "block-adders"
  bar.setAttribute("role", "group")
  bar.setAttribute("aria-label", words.add)
  bar.append(...window.ContentEditor.plugins.map(adder))
  list().after(bar)
  settle()

  document.addEventListener("formset:added", (event) => {
    if (!window.ContentEditor.pluginsByPrefix[event.detail.formsetName]) return
    addMoveButtons(event.target)
    settle()
  })
  document.addEventListener("dragend", settle)
}

if (words) document.addEventListener("content-editor:ready", start)
