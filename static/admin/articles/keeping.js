/*
 * What is typed, in the browser's own storage, while the server is away: encrypted under a key that only pages of its
 * author carry, so that nobody who uses the same browser later can read it. Kept for a fortnight at most.
 */
const PREFIX = "newsroom.kept."
const LONGEST = 14 * 24 * 60 * 60 * 1000

const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))

function toBase64(bytes) {
  let text = ""
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

function allKeys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
  } catch {
    return []
  }
}

function dropOld() {
  for (const key of allKeys()) {
    let at = 0
    try {
      at = Number(JSON.parse(localStorage.getItem(key)).at) || 0
    } catch {
      /* Not ours, or damaged. */
    }
    if (Date.now() - at > LONGEST) localStorage.removeItem(key)
  }
}

/* Null where the browser has no storage or no cryptography, as on a site without HTTPS. */
export async function openStore(owner, secret) {
  dropOld()
  if (!globalThis.crypto?.subtle) return null
  const key = await crypto.subtle
    .importKey("raw", fromBase64(secret), "AES-GCM", false, ["encrypt", "decrypt"])
    .catch(() => null)
  if (!key) return null
  const mine = `${PREFIX}${owner}.`

  return {
    /* Whether it was kept; storage may be full or forbidden. */
    async put(name, entry) {
      try {
        const iv = crypto.getRandomValues(new Uint8Array(12))
        const plain = new TextEncoder().encode(JSON.stringify(entry))
        const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain))
        const kept = { at: Date.now(), iv: toBase64(iv), text: toBase64(sealed) }
        localStorage.setItem(mine + name, JSON.stringify(kept))
        return true
      } catch {
        return false
      }
    },

    remove(name) {
      try {
        localStorage.removeItem(mine + name)
      } catch {
        /* Without storage nothing was kept. */
      }
    },

    /* All that can be opened, as [name, entry]. */
    async entries() {
      const found = []
      for (const stored of allKeys().filter((each) => each.startsWith(mine))) {
        try {
          const { iv, text } = JSON.parse(localStorage.getItem(stored))
          const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: fromBase64(iv) }, key, fromBase64(text))
          found.push([stored.slice(mine.length), JSON.parse(new TextDecoder().decode(opened))])
        } catch {
          /* Damaged, or under the key of another installation. */
        }
      }
      return found
    },
  }
}
