/*
 * Asks the desk in the name of a page that may be open for a day. A token that went out of date, because its owner
 * signed in anew in another tab, is replaced; whatever else stands in the way is told by one word.
 */
const tokens = () => document.querySelectorAll('input[name="csrfmiddlewaretoken"]')

let token = tokens()[0]?.value ?? ""

const WHY = { 401: "signed-out", 403: "forbidden", 404: "gone", 405: "gone", 409: "other-account" }

async function send(address, body, keepalive) {
  const headers = { Accept: "application/json", "X-CSRFToken": token }
  if (typeof body === "string") headers["Content-Type"] = "application/json"
  try {
    return await fetch(address, {
      method: "POST",
      body,
      headers,
      keepalive,
      redirect: "manual",
      cache: "no-store",
      signal: keepalive ? undefined : AbortSignal.timeout(20_000),
    })
  } catch {
    return null
  }
}

const read = (response) => response.json().catch(() => ({}))

/* Answers {answer} or {problem, answer}, problem being one of WHY, "away" or "refused". Never throws. */
export async function ask(address, body, { keepalive = false } = {}) {
  let response = await send(address, body, keepalive)
  if (response?.status === 403 && !keepalive) {
    const { token: fresh } = await read(response.clone())
    if (fresh) {
      token = fresh
      response = await send(address, body, keepalive)
    }
  }
  if (response === null || response.status >= 500) return { problem: "away", answer: {} }
  if (response.type === "opaqueredirect") return { problem: "signed-out", answer: {} }
  const answer = await read(response)
  if (!response.ok) return { problem: WHY[response.status] ?? "refused", answer }
  for (const input of tokens()) input.value = token
  return { answer }
}
