/* Offers the topics that there are while one is typed, in the browser's own list. */
const input = document.getElementById("id_topics")
const url = document.getElementById("desk-words")?.dataset.topicsUrl

if (input instanceof HTMLInputElement && url) {
  const list = document.createElement("datalist")
  list.id = "known-topics"
  input.after(list)
  input.setAttribute("list", list.id)
  input.autocomplete = "off"
  let newest = ""

  input.addEventListener("input", async () => {
    const typed = /^(.*[,，、]\s*)?([^,，、]*)$/u.exec(input.value)
    const word = typed?.[2].trim() ?? ""
    newest = word
    if (!word) return
    const response = await fetch(`${url}&term=${encodeURIComponent(word)}`).catch(() => null)
    if (!response?.ok || newest !== word) return
    const { results } = await response.json()
    list.replaceChildren(...results.map((topic) => new Option("", `${typed[1] ?? ""}${topic.text}`)))
  })
}
